"""Do the limb leads stand where they are said to stand?

Einthoven: III = II - I. Goldberger: aVR = -(I + II) / 2, aVL = I - II / 2, aVF = II - I / 2.
They hold, but for rounding, in every 12-lead ECG, so they betray a wrong lead order. They say
nothing about V1-V6: there the declaration is all there is.

Shape legend: ``_lt`` is lead x time.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.refusals import PoolInputError

FROM_I_AND_II: Final = {
    "III": (-1.0, 1.0),
    "aVR": (-0.5, -0.5),
    "aVL": (1.0, -0.5),
    "aVF": (-0.5, 1.0),
}
"""Each derived lead as (factor of I, factor of II)."""
MAX_RESIDUAL: Final = 0.25
"""Largest median residual, relative to the lead: rounding gives below 0.01, a swap above 0.7."""


def limb_lead_residuals(signal_lt: NDArray[np.float64]) -> dict[str, float]:
    """For each derived lead of a (12, samples) signal, residual over amplitude (both rms, no mean).

    An ECG in which both vanish has residual 0.
    """
    centred_lt = signal_lt - signal_lt.mean(axis=1, keepdims=True)
    lead = dict(zip(STANDARD_LEADS, centred_lt, strict=True))
    residuals = {}
    for name, (of_i, of_ii) in FROM_I_AND_II.items():
        expected = of_i * lead["I"] + of_ii * lead["II"]
        amplitude = max(_rms(lead[name]), _rms(expected))
        residuals[name] = _rms(lead[name] - expected) / amplitude if amplitude else 0.0
    return residuals


def check_limb_leads(where: str, signals_lt: Iterable[NDArray[np.float64]]) -> None:
    """Raise PoolInputError when the median residual of a derived lead is beyond MAX_RESIDUAL.

    Signals have shape (12, samples) in standard order; those with NaN are left out, they are
    refused one by one.
    """
    each = [limb_lead_residuals(signal) for signal in signals_lt if np.isfinite(signal).all()]
    if not each:
        return
    medians = {name: float(np.median([one[name] for one in each])) for name in FROM_I_AND_II}
    broken = {name: median for name, median in medians.items() if median > MAX_RESIDUAL}
    if broken:
        equations = ", ".join(
            f"{_equation(name)} (off by {median:.0%})" for name, median in broken.items()
        )
        raise PoolInputError(
            f"{where}: in the declared lead order these limb-lead identities fail: {equations}. "
            "The field 'lead_order' is wrong; declare the order in which the array was saved"
        )


def _equation(name: str) -> str:
    return {
        "III": "III = II - I",
        "aVR": "aVR = -(I + II)/2",
        "aVL": "aVL = I - II/2",
        "aVF": "aVF = II - I/2",
    }[name]


def _rms(values: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
