"""What is drawn between two rhythms, by a small network."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

import torch

from generator.checkpoint import save_checkpoint
from generator.evaluation.condition import mixtures
from generator.evaluation.condition.mixtures import (
    MIXTURE,
    CannotMixError,
    can_be_told_beats,
    draw_mixtures,
    mixed_beat_model,
    mixed_sampler,
    open_mixable,
)
from generator.held_network import HeldNetwork
from generator.record_sampler import RecordSampler
from tests.generator.tiny import BEATS_CONFIG, CONFIG, tiny_network

RHYTHMS = ("SR", "AF")
AF = BEATS_CONFIG.beat_models["AF"]
SR = replace(AF, log_rr_mean=-0.2, log_variation_mean=-3.8, breath_share=0.5)
MODELS_CONFIG = replace(BEATS_CONFIG, beat_models={"AF": AF, "SR": SR})


@pytest.mark.parametrize(("share", "labels"), [(0.0, (0, 1)), (1.0, (2,))])
def test_at_the_ends_a_mixture_is_the_rhythm(share, labels):
    network = tiny_network()
    pure = RecordSampler(
        network=HeldNetwork(network),
        config=replace(CONFIG, rhythms={MIXTURE: labels}),
        rhythm=MIXTURE,
        pool_seed=1,
        steps=12,
    )
    draw = mixed_sampler(network, CONFIG, RHYTHMS, share, tell_beats=False, seed=1)
    np.testing.assert_array_equal(draw(range(2)), pure(range(2)))


def test_in_the_middle_it_is_neither():
    network = tiny_network()
    drawn = [
        mixed_sampler(network, CONFIG, RHYTHMS, share, tell_beats=False, seed=1)([0])
        for share in (0.0, 0.5, 1.0)
    ]
    assert not np.array_equal(drawn[1], drawn[0])
    assert not np.array_equal(drawn[1], drawn[2])


def test_a_beat_model_in_between_has_parameters_in_between():
    half = mixed_beat_model(SR, AF, 0.5)
    assert half.log_rr_mean == pytest.approx(-0.3)
    assert half.breath_share == 0.25
    assert mixed_beat_model(SR, AF, 0.0) == SR
    assert mixed_beat_model(SR, AF, 1.0) == AF


def test_beats_are_told_where_both_rhythms_have_a_model():
    assert can_be_told_beats(MODELS_CONFIG, RHYTHMS)
    assert not can_be_told_beats(BEATS_CONFIG, RHYTHMS)
    assert not can_be_told_beats(CONFIG, RHYTHMS)
    network = tiny_network(MODELS_CONFIG)
    told, untold = (
        mixed_sampler(network, MODELS_CONFIG, RHYTHMS, 0.5, tell_beats=tell, seed=1)
        for tell in (True, False)
    )
    assert len(told.beat_times_s(0)) > 1
    assert len(untold.beat_times_s(0)) == 0


def test_the_checkpoint_must_know_both_rhythms(tmp_path):
    path = tmp_path / "tiny.safetensors"
    save_checkpoint(path, tiny_network(), CONFIG)
    assert open_mixable(path, RHYTHMS)[1] == CONFIG
    with pytest.raises(CannotMixError, match="no rhythm flutter by name"):
        open_mixable(path, ("SR", "flutter"))


def test_a_network_too_large_to_draw_with_is_told(tmp_path, monkeypatch):
    path = tmp_path / "tiny.safetensors"
    save_checkpoint(path, tiny_network(), CONFIG)
    monkeypatch.setattr(mixtures, "LARGEST_WEIGHTS", 10)
    with pytest.raises(CannotMixError, match="takes too long"):
        open_mixable(path, RHYTHMS)


def test_a_file_that_is_no_checkpoint_is_told(tmp_path):
    (tmp_path / "a.safetensors").write_bytes(b"nothing")
    with pytest.raises(CannotMixError):
        open_mixable(tmp_path / "a.safetensors", RHYTHMS)


def test_records_shorter_than_10_s_cannot_be_compared():
    with pytest.raises(CannotMixError, match="shorter than 10 s"):
        draw_mixtures(tiny_network(), CONFIG, RHYTHMS, tell_beats=False, each=1, seed=1)


def test_all_shares_are_drawn_from_the_same_noises():
    # 40 samples at 4 Hz are 10 s
    config = replace(CONFIG, rate_hz=4.0)
    ecgs = draw_mixtures(tiny_network(config), config, RHYTHMS, tell_beats=False, each=2, seed=1)
    assert ecgs.rhythms == ("0", "0", "0.25", "0.25", "0.5", "0.5", "0.75", "0.75", "1", "1")
    assert ecgs.patients == ("0", "1") * 5
    assert torch.is_grad_enabled()
