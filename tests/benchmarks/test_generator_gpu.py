"""The GPU's benchmark runs, in small, where there is no GPU; and says so."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from benchmarks import generator_gpu  # noqa: E402
from generator.config import preset  # noqa: E402
from tests.generator.tiny import CONFIG  # noqa: E402

SMALL = replace(CONFIG, network=replace(CONFIG.network, labels=4))


def test_without_a_gpu_it_says_so(capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    generator_gpu.main()
    assert capsys.readouterr().out == "skipped: PyTorch sees no GPU here\n"


def test_a_small_run_on_the_processor(capsys):
    device = torch.device("cpu")
    generator_gpu.report(device, SMALL, (1, 2), matrix=32, copy_bytes=1000, compiled=False)
    told = capsys.readouterr().out
    assert "TFLOP/s" in told
    assert [line.split(" | ")[:2] for line in told.splitlines()[-4:]] == [
        ["| fp32", "1"],
        ["| fp32", "2"],
        ["| bf16", "1"],
        ["| bf16", "2"],
    ]


@pytest.mark.slow
def test_the_reference_size_takes_75_gflop_a_step():
    # 75.5: generator.md's count of the published network
    assert generator_gpu.flop_of_a_step(preset("ptbxl")) == pytest.approx(75.5e9, rel=0.01)
