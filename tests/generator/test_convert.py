"""The golden .pkl, in the published format, becomes a checkpoint of ours."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.__main__ import main  # noqa: E402
from generator.checkpoint import load_checkpoint  # noqa: E402
from generator.config import config_to_json  # noqa: E402
from generator.published import load_published, read_published_config  # noqa: E402


@pytest.fixture
def golden(shared_data):
    return shared_data / "sssd-golden"


@pytest.fixture
def model(golden, tmp_path):
    """The golden model, with a name for two of its labels."""
    config = replace(read_published_config(golden / "config.json"), rhythms={"AF": (2,)})
    path = tmp_path / "model.json"
    path.write_text(config_to_json(config))
    return path


def test_the_converted_checkpoint_has_the_published_weights(golden, model, tmp_path, capsys):
    out = tmp_path / "golden.safetensors"
    asked = ["convert", str(golden / "checkpoint.pkl"), "--out", str(out)]
    assert main([*asked, "--model", str(model)]) == 0
    assert "knows AF" in capsys.readouterr().out
    network, config = load_checkpoint(out)
    published, _ = load_published(golden / "checkpoint.pkl")
    for name, value in published.state_dict().items():
        assert torch.equal(network.state_dict()[name], value), name
    assert config.rhythms == {"AF": (2,)}
    assert not config.network.conjugates


def test_without_a_model_no_rhythm_has_a_name(golden, tmp_path, capsys):
    out = tmp_path / "golden.safetensors"
    assert main(["convert", str(golden / "checkpoint.pkl"), "--out", str(out)]) == 0
    assert "no rhythm by name: give --model" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [(["--model", "mimic"], "another shape"), (["--model", "large"], "there is no preset 'large'")],
)
def test_a_model_that_does_not_fit_is_refused(golden, tmp_path, capsys, more, says):
    out = tmp_path / "golden.safetensors"
    assert main(["convert", str(golden / "checkpoint.pkl"), "--out", str(out), *more]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()


def test_a_checkpoint_is_not_overwritten(golden, tmp_path, capsys):
    out = tmp_path / "golden.safetensors"
    out.write_bytes(b"mine")
    assert main(["convert", str(golden / "checkpoint.pkl"), "--out", str(out)]) == 2
    assert out.read_bytes() == b"mine"
