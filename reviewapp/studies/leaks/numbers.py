"""What the samples themselves say, apart from the shape: grid, limb leads, offset, edges, band.

Each of them told real from synthetic with AUC 1.00 or near it in material that was published for
a blind test. None of them can be seen on paper once the signal chain has done its work.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.harmonise import STEP_UV
from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.studies.leaks.separation import Numbers

NUMBER_FEATURES: Final = (
    "sample grid",
    "limb-lead residual",
    "offset",
    "first step",
    "last step",
    "spectrum above the band",
)

EMPTY_ABOVE_HZ: Final = 42.5
"""Where the low-pass of the chain ends: above lies nothing but the rounding to the grid."""


def number_features(signal_uv: NDArray[np.float64], rate_hz: float) -> Numbers:
    """One value for each of NUMBER_FEATURES, of a signal in microvolt of shape (12, samples).

    - sample grid: mean distance from the grid of 5 microvolt, in steps;
    - limb-lead residual: mean deviation from Einthoven's and Goldberger's equations beyond
      the rounding that the chain declares, in steps;
    - offset: median over the leads of |median| / standard deviation;
    - first step, last step: the first and last step of the signal relative to its usual step;
    - spectrum above the band: mean power above 42.5 Hz in decibels of the grid's step.
      Not relative to the signal: what is left there is rounding, whose share would only tell of
      the amplitude.
    """
    steps_lt = signal_uv / STEP_UV
    slopes_lt = np.abs(np.diff(steps_lt, axis=1))
    usual_l = slopes_lt.mean(axis=1) + 1e-9
    spread_l = steps_lt.std(axis=1) + 1e-9
    return np.array(
        [
            np.abs(steps_lt - np.rint(steps_lt)).mean(),
            _limb_lead_deviation(steps_lt),
            np.median(np.abs(np.median(steps_lt, axis=1)) / spread_l),
            (slopes_lt[:, 0] / usual_l).mean(),
            (slopes_lt[:, -1] / usual_l).mean(),
            10 * np.log10(_mean_power_above(steps_lt, rate_hz) + 1e-6),
        ]
    )


def _limb_lead_deviation(steps_lt: Numbers) -> float:
    """Mean of |III - (II - I)| and the same of the augmented leads, in steps.

    On the grid the augmented leads are rounded up from halves; that half is no deviation.
    """
    lead = dict(zip(STANDARD_LEADS, steps_lt, strict=True))
    one, two = lead["I"], lead["II"]
    is_on_grid = bool((steps_lt == np.rint(steps_lt)).all())
    gaps = [lead["III"] - (two - one)]
    for name, doubled in (("aVR", -one - two), ("aVL", 2 * one - two), ("aVF", 2 * two - one)):
        rounding = doubled % 2 if is_on_grid else 0.0
        gaps.append(lead[name] - (doubled + rounding) / 2)
    return float(np.mean([np.abs(gap).mean() for gap in gaps]))


def _mean_power_above(steps_lt: Numbers, rate_hz: float) -> float:
    """Mean power a bin above EMPTY_ABOVE_HZ, in squared steps, away from the window's leakage."""
    samples = steps_lt.shape[1]
    centred_lt = steps_lt - steps_lt.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(centred_lt * np.blackman(samples), axis=1)) ** 2 / samples
    above = np.fft.rfftfreq(samples, 1 / rate_hz) > EMPTY_ABOVE_HZ
    return float(spectrum[:, above].mean()) if above.any() else 0.0
