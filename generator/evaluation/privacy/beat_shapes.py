"""The mean beat of a record: what its heart looks like, whatever its rhythm.

Shape legend: ``_nlt`` record x modelled lead x time, ``_lt`` lead x time, ``_np`` record x place.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import EcgSet
from generator.leads import MODELLED_LEADS, TWELVE_LEADS

BEFORE_S: Final = 0.25
AFTER_S: Final = 0.40
"""From the P wave to the T wave's end at rates at which the next P wave is not there yet."""
FEWEST_BEATS: Final = 3
"""Fewer do not average noise out."""


def modelled(ecgs: EcgSet) -> NDArray[np.float64]:
    """The eight independent leads of a set in mV, (n, 8, 1000)."""
    rows = [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]
    return ecgs.signals_mv_nlt[:, rows]


def mean_beats(
    signals_nlt: NDArray[np.float64],
    beats_s: Sequence[NDArray[np.float64]],
    rate_hz: float,
    *,
    margin_s: float = 0.0,
) -> NDArray[np.float64]:
    """The mean beat of each record, (n, leads, places); NaN where it has no three whole ones.

    From ``BEFORE_S`` before the R peak to ``AFTER_S`` after it, and ``margin_s`` more on each side.
    """
    before = round((BEFORE_S + margin_s) * rate_hz)
    after = round((AFTER_S + margin_s) * rate_hz)
    found_nlt = np.full((*signals_nlt.shape[:2], before + after), np.nan)
    for row, (signal_lt, told_s) in enumerate(zip(signals_nlt, beats_s, strict=True)):
        places = [round(float(each) * rate_hz) for each in told_s]
        whole = [at for at in places if before <= at <= signal_lt.shape[1] - after]
        if len(whole) >= FEWEST_BEATS:
            found_nlt[row] = np.mean(
                [signal_lt[:, at - before : at + after] for at in whole], axis=0
            )
    return found_nlt
