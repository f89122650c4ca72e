"""Batches: fixed by seed and iteration, shared by devices, in the proportions asked for."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.dataset import Batches  # noqa: E402
from generator.training_config import TrainingConfig  # noqa: E402
from generator.training_set import TrainingSetError, open_training_set  # noqa: E402
from tests.generator.tiny_set import MODEL, write_tiny_set  # noqa: E402

STILL = TrainingConfig(
    iterations=9, stretch=0, gain=0, rotation_degrees=0, label_dropout=0, beat_dropout=0
)


@pytest.fixture(scope="module")
def training_set(tmp_path_factory):
    return open_training_set(write_tiny_set(tmp_path_factory.mktemp("sets") / "tiny"))


def batches(training_set, **changed):
    return Batches(training_set, MODEL, replace(STILL, **changed))


def test_an_iteration_is_the_same_whenever_it_is_asked_for(training_set):
    first, again = (
        batches(training_set, stretch=0.1).training_batch(7, range(4)) for _ in range(2)
    )
    assert torch.equal(first.signal_mv_bcl, again.signal_mv_bcl)
    assert torch.equal(first.noise_bcl, again.noise_bcl)


def test_two_devices_have_the_batch_of_one(training_set):
    whole = batches(training_set).training_batch(3, range(4))
    parts = [batches(training_set).training_batch(3, places) for places in ([0, 1], [2, 3])]
    assert torch.equal(torch.cat([part.signal_mv_bcl for part in parts]), whole.signal_mv_bcl)
    assert torch.equal(torch.cat([part.level_b for part in parts]), whole.level_b)


def test_signals_are_millivolt_as_stored(training_set):
    batch = batches(training_set).training_batch(0, range(3))
    stored = np.asarray(training_set.signals_uv) / 1000
    for signal in batch.signal_mv_bcl.numpy():
        assert np.isclose(stored, signal, atol=1e-6).all(axis=(1, 2)).any()


def test_only_records_for_training_are_drawn(training_set):
    held_out = np.asarray(training_set.signals_uv)[training_set.splits > 0] / 1000
    batch = batches(training_set).training_batch(0, range(64))
    for signal in batch.signal_mv_bcl.numpy():
        assert not np.isclose(held_out, signal, atol=1e-6).all(axis=(1, 2)).any()


def test_rhythms_come_in_the_shares_asked_for(training_set):
    shares = {"AF": 0.8, "SR": 0.2}
    labels = batches(training_set, shares=shares).training_batch(0, range(400)).label_bk
    assert float(labels[:, 1].mean()) == pytest.approx(0.8, abs=0.06)


def test_labels_and_beats_are_hidden_now_and_then(training_set):
    batch = batches(training_set, label_dropout=0.5, beat_dropout=0.25).training_batch(
        0, range(400)
    )
    assert float((batch.label_bk.sum(dim=1) == 0).float().mean()) == pytest.approx(0.5, abs=0.08)
    hidden = (batch.beats_bcl == 0).all(dim=2).all(dim=1)
    assert float(hidden.float().mean()) == pytest.approx(0.25, abs=0.07)


def test_the_loss_on_held_out_records_is_always_over_the_same_noise(training_set):
    first = batches(training_set).valid_batch([6, 14])
    other = batches(training_set, seed=9).valid_batch([14])
    assert torch.equal(first.noise_bcl[1:], other.noise_bcl)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"label_names": ("AF", "SR", "normal")}, "labels: the set has .*, the model"),
        ({"rate_hz": 50.0}, "rate_hz: the set has 100.0, the model 50.0"),
        ({"leads": ("aVF", "V1", "V2", "V3", "V4", "V5", "V6", "I")}, "leads: the set has"),
    ],
)
def test_a_set_that_does_not_fit_the_model_is_refused(training_set, changed, complaint):
    with pytest.raises(TrainingSetError, match=complaint):
        Batches(training_set, replace(MODEL, **changed), STILL)


def test_a_share_of_an_unknown_label_is_refused(training_set):
    with pytest.raises(TrainingSetError, match="'VT', but the set has the labels SR, AF, normal"):
        batches(training_set, shares={"VT": 1.0})
