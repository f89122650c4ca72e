"""The mean beat is the average over whole beats."""

import numpy as np

from generator.evaluation.privacy.beat_shapes import AFTER_S, BEFORE_S, mean_beats

RATE_HZ = 100.0


def test_beats_are_cut_around_the_r_peak_and_averaged():
    signal = np.zeros((1, 8, 1000))
    signal[0, 2, [200, 400, 600]] = 1.0, 2.0, 3.0
    beat = mean_beats(signal, [np.array([2.0, 4.0, 6.0])], RATE_HZ)[0]
    assert beat.shape == (8, round((BEFORE_S + AFTER_S) * RATE_HZ))
    assert beat[2, round(BEFORE_S * RATE_HZ)] == 2.0
    assert beat.sum() == 2.0


def test_beats_cut_by_the_ends_do_not_count():
    signal = np.ones((1, 8, 1000))
    told_s = [np.array([0.1, 3.0, 5.0, 9.9])]
    assert np.isnan(mean_beats(signal, told_s, RATE_HZ)).all()
    assert np.isfinite(mean_beats(signal, [np.array([0.25, 3.0, 9.6])], RATE_HZ)).all()
