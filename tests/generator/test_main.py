"""The commands as a person types them."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.__main__ import INTERRUPTED, main
from generator.checkpoint import save_checkpoint
from tests.generator.tiny import CONFIG, tiny_network

ROOT = Path(__file__).parents[2]


@pytest.fixture
def asked(tmp_path):
    save_checkpoint(tmp_path / "tiny.safetensors", tiny_network(), CONFIG)
    return [
        *("sample", "--checkpoint", str(tmp_path / "tiny.safetensors"), "--rhythm", "SR"),
        *("--count", "3", "--seed", "7", "--out", str(tmp_path / "batch"), "--steps", "3"),
        *("--device", "cpu"),
    ]


def test_sample_writes_the_batch_and_says_so(asked, tmp_path, capsys):
    assert main(asked) == 0
    assert capsys.readouterr().out == f"3 ECGs in {tmp_path / 'batch'}\n"
    assert np.load(tmp_path / "batch" / "signals.npy").shape == (3, 12, 40)


def test_a_shard_draws_its_part(asked, tmp_path):
    assert main([*asked, "--shard", "1/2"]) == 0
    manifest = json.loads((tmp_path / "batch" / "manifest.json").read_text())
    assert [record["condition"]["record"] for record in manifest["records"]] == [1]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--rhythm", "PACE"], "knows no rhythm 'PACE'"),
        (["--shard", "2/2"], "0 to 1, not 2"),
        (["--checkpoint", "/nowhere.safetensors"], "/nowhere.safetensors"),
        (["--steps", "13"], "2 to 12 steps"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(asked, capsys, more, says):
    assert main([*asked, *more]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told


def test_a_shard_that_is_no_fraction_is_refused(asked, capsys):
    with pytest.raises(SystemExit):
        main([*asked, "--shard", "1of2"])
    assert "--shard" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_process_leaves_its_finished_records_as_a_batch(asked, tmp_path, how):
    many = [*asked, "--count", "100000", "--batch-size", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *many],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        # A suite in the background ignores Ctrl-C, and would hand that on; no thread runs here.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    work = tmp_path / "batch.work"
    told = ""
    while process.poll() is None and not re.search(r"\b[1-9]\d*/100000", told):
        told += os.read(process.stderr.fileno(), 200).decode(errors="replace")
    process.send_signal(how)
    told = process.communicate(timeout=60)[1].decode()
    assert process.returncode == INTERRUPTED, told
    assert "the same command goes on from here" in told
    manifest = json.loads((work / "finished" / "manifest.json").read_text())
    assert manifest["n_records"] == len(list(work.glob("*.records"))) >= 1


WITHOUT_EXTRA = """
import sys
sys.modules.update(sklearn=None, neurokit2=None)  # as if they were not installed
from generator.__main__ import main
for typed in ("features x", "evaluate x", "compare x y --out z", "merge nowhere x"):
    sys.stderr.write(f"{typed.split()[0]} gives {main(typed.split())}\\n")
"""


def test_without_the_extra_its_commands_say_what_to_install_and_the_others_work():
    ran = [sys.executable, "-c", WITHOUT_EXTRA]
    told = subprocess.run(ran, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    lines = told.splitlines()
    for command in ("features", "evaluate"):
        line = lines[lines.index(f"{command} gives 2") - 1]
        assert re.match(rf"'{command}' needs (sklearn|neurokit2), which is not installed", line)
        assert "pip install '.[generator,evaluation]'" in line
    assert "x is no report" in lines[lines.index("compare gives 2") - 1]
    assert "manifest.json" in lines[lines.index("merge gives 2") - 1]
