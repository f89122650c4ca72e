"""A configuration round-trips, and a wrong one says what is wrong."""

import json
from dataclasses import replace

import pytest

from generator.config import (
    PRESETS,
    ConfigError,
    ModelConfig,
    NetworkConfig,
    config_from_json,
    config_to_json,
    preset,
    read_config,
)

SMALL = ModelConfig(network=NetworkConfig(labels=3), rhythms={"AF": (2,), "SR": (0, 1)})


def test_json_gives_back_what_it_was_given():
    assert config_from_json(config_to_json(SMALL)) == SMALL


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.toml")), ids=lambda path: path.stem)
def test_each_preset_describes_a_model(path):
    config = preset(path.stem)
    assert config_from_json(config_to_json(config)) == config


def test_the_published_model():
    config = preset("ptbxl")
    assert config == ModelConfig(network=NetworkConfig(labels=71))
    assert (config.network.blocks, config.network.width, config.network.length) == (36, 256, 1000)
    assert (config.diffusion.steps, config.diffusion.beta_last) == (200, 0.02)


def test_the_rhythms_of_the_adaptation():
    assert preset("mimic") == replace(
        preset("ptbxl"),
        network=NetworkConfig(labels=20),
        rhythms={"AF": (2,), "SR": (7, 15)},
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "network is missing"),
        ([], "must be a table"),
        ({"network": {}}, "network.labels is missing"),
        ({"network": {"labels": 2, "widht": 3}}, "network.widht is not known"),
        ({"network": {"labels": "2"}}, "network.labels must be int"),
        ({"network": {"labels": True}}, "network.labels must be int"),
        ({"network": {"labels": 2, "width": 0}}, "width must be positive"),
        ({"network": {"labels": 2, "patch": 7}}, "patch must divide the length"),
        ({"network": {"labels": 2, "beat_channels": 3}}, "beat_channels must be 4, or 0"),
        ({"network": {"labels": 2, "beat_average": True}}, "beat_average needs beat_channels"),
        ({"network": {"labels": 2}, "label_names": ["SR"]}, "label_names must name each of the 2"),
        ({"network": {"labels": 2}, "edm": {"unit_mv": [0.2]}}, "unit_mv must hold a number for"),
        ({"network": {"labels": 2}, "edm": {}}, "edm.unit_mv is missing"),
        (
            {"network": {"labels": 2}, "edm": {"unit_mv": [0.2] * 8, "sigma_min": 90.0}},
            "sigma_min must be below sigma_max",
        ),
        ({"network": {"labels": 2, "state_size": 7}}, "state_size must be even"),
        ({"network": {"labels": 2, "dropout": 1}}, "dropout must"),
        ({"network": {"labels": 2}, "diffusion": {"beta_last": 2.0}}, "beta_last must"),
        ({"network": {"labels": 2}, "diffusion": {"steps": 1}}, "steps must"),
        ({"network": {"labels": 2}, "leads": ["I"]}, "leads must name each of the 8"),
        ({"network": {"labels": 2}, "rhythms": {"AF": [2]}}, "rhythms.AF must"),
        ({"network": {"labels": 2}, "rhythms": {"AF": 2}}, "rhythms.AF must be a list"),
        ({"network": {"labels": 2}, "rate_hz": 0.0}, "rate_hz must be positive"),
    ],
)
def test_a_wrong_configuration_is_refused(table, message):
    with pytest.raises(ConfigError, match=message):
        config_from_json(json.dumps(table))


def test_the_file_is_named_when_it_cannot_be_read(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("[network")
    with pytest.raises(ConfigError, match=r"broken\.toml"):
        read_config(broken)


def test_an_unknown_preset_lists_those_there_are():
    with pytest.raises(ConfigError, match="mimic, ptbxl"):
        preset("ptb-xl")
