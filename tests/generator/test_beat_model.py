"""Beats: regular in sinus rhythm, irregular in atrial fibrillation, the same for the same seed."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.beat_model import (
    SHORTEST_RR_S,
    BeatModel,
    BeatModelError,
    fit_beat_model,
)

SINUS = BeatModel(
    log_rr_mean=np.log(0.85),
    log_rr_deviation=0.15,
    log_variation_mean=np.log(0.02),
    log_variation_deviation=0.4,
    correlation=0.3,
    breath_share=0.5,
)
FIBRILLATION = BeatModel(
    log_rr_mean=np.log(0.7),
    log_rr_deviation=0.2,
    log_variation_mean=np.log(0.2),
    log_variation_deviation=0.25,
    correlation=0.1,
)


def drawn(model, count=400, duration_s=10.0):
    return [model.draw(duration_s, np.random.default_rng(seed)) for seed in range(count)]


def variation(times_s):
    intervals_s = np.diff(times_s)
    return intervals_s.std() / intervals_s.mean()


def test_the_same_stream_gives_the_same_beats():
    first, second = (SINUS.draw(10, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)


def test_beats_lie_within_the_record_and_never_too_close():
    for times_s in drawn(FIBRILLATION, 100):
        assert times_s.min() >= 0
        assert times_s.max() < 10
        assert np.diff(times_s).min() >= SHORTEST_RR_S - 1e-9


def test_sinus_rhythm_is_regular_and_fibrillation_is_not():
    assert np.median([variation(each) for each in drawn(SINUS)]) < 0.03
    assert np.median([variation(each) for each in drawn(FIBRILLATION)]) > 0.15


def test_intervals_in_fibrillation_have_no_memory():
    times_s = FIBRILLATION.draw(2000, np.random.default_rng(1))
    intervals_s = np.diff(times_s)
    assert abs(np.corrcoef(intervals_s[:-1], intervals_s[1:])[0, 1]) < 0.06


@pytest.mark.parametrize("model", [SINUS, FIBRILLATION])
def test_what_was_drawn_from_a_model_gives_the_model_again(model):
    again = fit_beat_model(drawn(model, 2000, 60.0), breath_share=model.breath_share)
    assert again.log_rr_mean == pytest.approx(model.log_rr_mean, abs=0.03)
    assert again.log_rr_deviation == pytest.approx(model.log_rr_deviation, abs=0.03)
    assert again.log_variation_mean == pytest.approx(model.log_variation_mean, abs=0.1)


def test_records_of_few_beats_tell_nothing():
    with pytest.raises(BeatModelError, match="only 0 records with 5 beats or more"):
        fit_beat_model([np.array([0.1, 0.9, 1.7])] * 20)


def test_perfectly_even_beats_can_be_fitted():
    model = fit_beat_model([np.arange(12) * 0.8 for _ in range(6)])
    assert np.isfinite(model.log_variation_mean)
    assert model.correlation == 0
