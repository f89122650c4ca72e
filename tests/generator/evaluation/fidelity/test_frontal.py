"""Axis and correlation of I and aVF of known hearts."""

import numpy as np
import pytest

from generator.evaluation.fidelity.frontal import correlation_of_i_and_avf, qrs_axis_deg
from generator.leads import TWELVE_LEADS

BEATS_S = np.arange(0.5, 9.6, 0.8)


def _heart(angle_deg: float) -> np.ndarray:
    """QRS of a dipole at this angle: I is its cosine, aVF its sine shortened after Goldberger."""
    signal = np.zeros((12, 1000))
    at = np.rint(BEATS_S * 100).astype(int)
    signal[TWELVE_LEADS.index("I"), at] = np.cos(np.radians(angle_deg))
    signal[TWELVE_LEADS.index("aVF"), at] = np.sin(np.radians(angle_deg)) * 3**0.5 / 2
    return signal


@pytest.mark.parametrize("angle_deg", [-149, -30, 0, 60, 90, 180, 209])
def test_the_axis_is_the_dipole_s(angle_deg) -> None:
    assert qrs_axis_deg(_heart(angle_deg), BEATS_S) == pytest.approx(angle_deg)


def test_without_beats_or_qrs_there_is_no_axis() -> None:
    assert qrs_axis_deg(_heart(60), np.empty(0)) is None
    assert qrs_axis_deg(np.zeros((12, 1000)), BEATS_S) is None


def test_the_correlation_is_that_of_the_two_leads() -> None:
    assert correlation_of_i_and_avf(_heart(60)) == pytest.approx(1)
    assert correlation_of_i_and_avf(_heart(-60)) == pytest.approx(-1)
    assert correlation_of_i_and_avf(_heart(0)) is None
