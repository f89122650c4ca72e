"""A checkpoint comes back as it was saved, or is refused."""

import json
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from safetensors.torch import load_file, save_file  # noqa: E402

from generator.checkpoint import (  # noqa: E402
    CONFIG_KEY,
    CheckpointError,
    load_checkpoint,
    save_checkpoint,
    write_whole,
)
from generator.config import config_from_json, config_to_json  # noqa: E402
from tests.generator.tiny import CONFIG, tiny_network  # noqa: E402


@pytest.fixture
def saved(tmp_path):
    save_checkpoint(tmp_path / "c.safetensors", tiny_network(), CONFIG)
    return tmp_path / "c.safetensors"


def rewritten(path, deed, config=CONFIG):
    weights = load_file(path)
    deed(weights)
    save_file(weights, path, metadata={CONFIG_KEY: config_to_json(config)})
    return path


def test_weights_and_configuration_come_back(saved):
    network, config = load_checkpoint(saved)
    theirs = tiny_network().state_dict()
    assert config == CONFIG
    assert not network.training
    assert all(torch.equal(value, theirs[name]) for name, value in network.state_dict().items())


def test_the_configuration_lies_beside_it_as_json(saved):
    text = saved.with_suffix(".json").read_text()
    assert config_from_json(text) == CONFIG
    assert json.loads(text)["leads"][-1] == "aVF"


def test_nothing_else_is_left_in_the_folder(saved):
    assert sorted(path.name for path in saved.parent.iterdir()) == ["c.json", "c.safetensors"]


def test_a_write_that_fails_keeps_the_old_file(saved):
    before = saved.read_bytes()
    with pytest.raises(TypeError):
        write_whole(saved, "not bytes")
    assert saved.read_bytes() == before
    test_nothing_else_is_left_in_the_folder(saved)


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda weights: weights.pop("final.bias"), "lacks: final.bias"),
        (lambda weights: weights.update(more=torch.ones(1)), "unknown tensors: more"),
        (
            lambda weights: weights.update({"final.bias": torch.ones(3)}),
            r"\(3,\) instead of \(8,\)",
        ),
        (lambda weights: weights["final.bias"].fill_(torch.inf), "not finite: final.bias"),
    ],
)
def test_weights_that_do_not_fit_are_named(saved, deed, message):
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(rewritten(saved, deed))


def test_a_file_of_another_program_is_refused(tmp_path):
    save_file({"a": torch.ones(1)}, tmp_path / "other.safetensors")
    with pytest.raises(CheckpointError, match="no configuration"):
        load_checkpoint(tmp_path / "other.safetensors")


def test_half_a_file_is_refused(saved):
    saved.write_bytes(saved.read_bytes()[:-100])
    for path in (saved, saved.parent / "missing.safetensors"):
        with pytest.raises(CheckpointError, match=path.name):
            load_checkpoint(path)


def test_another_configuration_is_not_saved_with_it(tmp_path):
    other = replace(CONFIG, network=replace(CONFIG.network, blocks=3))
    with pytest.raises(ValueError, match="another network"):
        save_checkpoint(tmp_path / "c.safetensors", tiny_network(), other)
    with pytest.raises(ValueError, match=r"named \.safetensors"):
        save_checkpoint(tmp_path / "c.pt", tiny_network(), CONFIG)
