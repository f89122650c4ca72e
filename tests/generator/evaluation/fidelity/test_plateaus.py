"""Clipped and flat signals, and hearts, which are neither."""

import numpy as np
import pytest

from generator.evaluation.fidelity.plateaus import (
    extremes_mv,
    longest_flat_s,
    share_at_common_limit,
    share_at_limit,
)
from tests.generator.evaluation.fidelity.beats import beating


def test_the_longest_flat_stretch_is_found_in_any_lead() -> None:
    signal = np.cumsum(np.full((1, 12, 1000), 0.01), axis=-1)
    assert longest_flat_s(signal, 100)[0] == 0
    signal[0, 4, 300:351] = signal[0, 4, 300]
    signal[0, 4, 700:721] = signal[0, 4, 700]
    assert longest_flat_s(signal, 100)[0] == pytest.approx(0.5)


def test_a_plateau_counts_from_three_samples() -> None:
    ramp = np.linspace(-1, 1, 1000) * np.ones((1, 1, 1))
    ramp[0, 0, 500:503] = 2
    assert share_at_limit(ramp)[0] == pytest.approx(100 * 3 / 1000)
    ramp[0, 0, 502] = 0
    assert share_at_limit(ramp)[0] == 0


def test_hearts_have_no_plateaus_and_clipped_ones_have() -> None:
    ecgs = beating(10, seed=1)
    assert share_at_limit(ecgs).max() < 0.05
    assert share_at_limit(np.clip(ecgs, -0.3, 0.3)).min() > 0.5


def test_clipping_gathers_the_extremes_at_one_level() -> None:
    ecgs, rows = beating(20, seed=2), np.arange(20)
    free = share_at_common_limit(extremes_mv(ecgs), rows)
    clipped = share_at_common_limit(extremes_mv(np.clip(ecgs, -0.7, 0.7)), rows)
    assert free < 0.06
    assert clipped > free + 0.2


def test_the_commonest_level_is_what_a_slow_loop_finds() -> None:
    stream = np.random.default_rng(3)
    extremes = stream.uniform(0.1, 2, size=(30, 4))
    logs = np.log(extremes.ravel())
    slow = max(((logs >= low) & (logs <= low + 0.01)).mean() for low in logs)
    assert share_at_common_limit(extremes, np.arange(30)) == pytest.approx(slow)


def test_leads_of_no_height_have_no_limit() -> None:
    assert share_at_common_limit(np.zeros((30, 24)), np.arange(30)) is None
