"""Do the leads of an ECG belong together?

Shape legend: ``_nlt`` record x lead x time, in the order of ``TWELVE_LEADS``; ``_nll`` lead x lead.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.leads import MODELLED_LEADS, TWELVE_LEADS

IDENTITIES: Final[Mapping[str, tuple[str, float, str, float]]] = {
    "III": ("II", 1.0, "I", -1.0),
    "aVR": ("I", -0.5, "II", -0.5),
    "aVL": ("I", 1.0, "II", -0.5),
    "aVF": ("II", 1.0, "I", -0.5),
}
"""Einthoven's and Goldberger's laws: each lead as the sum of two others with these factors."""
_LEAST_SD_MV: Final = 1e-6


def identity_errors_uv(signals_mv_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much each record misses each of ``IDENTITIES``: root mean square in µV, (n, 4)."""
    errors = []
    for lead, (one, of_one, other, of_other) in IDENTITIES.items():
        lawful = of_one * _lead(signals_mv_nlt, one) + of_other * _lead(signals_mv_nlt, other)
        missed = _lead(signals_mv_nlt, lead) - lawful
        errors.append(1000 * np.sqrt((missed**2).mean(axis=-1)))
    return np.stack(errors, axis=-1)


def correlations(signals_mv_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson's correlation of each modelled lead with each other, (n, 8, 8).

    A flat lead correlates with none: 0.
    """
    chosen = signals_mv_nlt[:, [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]]
    centred = chosen - chosen.mean(axis=-1, keepdims=True)
    deviation = centred.std(axis=-1, keepdims=True)
    scaled = np.where(deviation > _LEAST_SD_MV, centred / np.maximum(deviation, _LEAST_SD_MV), 0)
    return np.asarray(scaled @ scaled.transpose(0, 2, 1) / scaled.shape[-1], dtype=np.float64)


def lead_errors(
    correlations_nll: NDArray[np.float64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Of each modelled lead the mean absolute difference of its mean correlations, (8,)."""
    gap_ll = np.abs(correlations_nll[first].mean(axis=0) - correlations_nll[second].mean(axis=0))
    np.fill_diagonal(gap_ll, 0)
    return np.asarray(gap_ll.sum(axis=1) / (len(gap_ll) - 1), dtype=np.float64)


def lead_spreads(
    correlations_nll: NDArray[np.float64], rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Of each modelled lead how much its correlations differ from record to record: SD, (8,).

    The mean over the seven other leads; that with itself never differs.
    """
    deviation_ll = correlations_nll[rows].std(axis=0)
    return np.asarray(deviation_ll.sum(axis=1) / (len(deviation_ll) - 1), dtype=np.float64)


def _lead(signals_mv_nlt: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    return signals_mv_nlt[:, TWELVE_LEADS.index(name)]
