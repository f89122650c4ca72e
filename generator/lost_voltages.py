"""Records whose leads were each divided by their own deviation: what can be had back of the mV.

Limb leads obey Einthoven and Goldberger only at the right ratios, so their ratios are known up to
one factor. That factor, and the deviations of V1 to V6, are borrowed from a real record of the same
rhythm; set.json says of which records. Shape legend: ``_lt`` lead x time, ``_l`` lead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.leads import TWELVE_LEADS, twelve_leads
from generator.recording import Recording

LIMB_LEADS: Final = ("I", "II", "III", "aVR", "aVL", "aVF")
CHEST_LEADS: Final = ("V1", "V2", "V3", "V4", "V5", "V6")
LARGEST_MISFIT: Final = 0.05
"""Of the identities, as a share of the limb leads; beyond it the leads were not only scaled."""
_IDENTITIES: Final = np.array(
    [
        # I, II, III, aVR, aVL, aVF
        [1, -1, 1, 0, 0, 0],  # Einthoven: III = II - I
        [0.5, 0.5, 0, 1, 0, 0],  # Goldberger: aVR = -(I + II) / 2
        [-0.5, 0, 0.5, 0, 1, 0],  # aVL = (I - III) / 2
        [0, -0.5, -0.5, 0, 0, 1],  # aVF = (II + III) / 2
    ]
)


class RatiosError(ValueError):
    """Limb leads that no ratios bring into agreement with Einthoven and Goldberger."""


@dataclass(frozen=True)
class LeadScales:
    """How large a record's leads are: what a record without voltages borrows."""

    record: str
    limb_mv: float
    """Root of the summed variances of the six limb leads."""
    chest_mv: tuple[float, ...]
    """The deviation of V1 to V6."""


def scales_of(record: str, signal_mv_lt: NDArray[np.floating]) -> LeadScales:
    """The scales of a signal (8, samples) in MODELLED_LEADS order, in mV."""
    deviation_l = dict(zip(TWELVE_LEADS, twelve_leads(signal_mv_lt).std(axis=-1), strict=True))
    limb_mv = float(np.sqrt(sum(deviation_l[name] ** 2 for name in LIMB_LEADS)))
    return LeadScales(record, limb_mv, tuple(float(deviation_l[name]) for name in CHEST_LEADS))


def with_voltages(recording: Recording, scales: LeadScales) -> Recording:
    """The recording in mV: limb ratios recovered, the rest borrowed.

    Raises RatiosError where the ratios cannot be had, KeyError where a lead is missing.
    """
    row = {name: index for index, name in enumerate(recording.leads)}
    signal_lt = recording.signal_mv_lt - recording.signal_mv_lt.mean(axis=-1, keepdims=True)
    limb_lt = signal_lt[[row[name] for name in LIMB_LEADS]]
    ratio_l = limb_ratios(limb_lt)
    size = np.sqrt((ratio_l**2 * limb_lt.var(axis=-1)).sum())
    restored_lt = signal_lt.copy()
    for name, ratio in zip(LIMB_LEADS, ratio_l, strict=True):
        restored_lt[row[name]] *= ratio * scales.limb_mv / size
    for name, chest_mv in zip(CHEST_LEADS, scales.chest_mv, strict=True):
        restored_lt[row[name]] *= chest_mv / signal_lt[row[name]].std()
    return replace(recording, signal_mv_lt=restored_lt)


def limb_ratios(limb_lt: NDArray[np.float64]) -> NDArray[np.float64]:
    """The six factors, of norm 1, that make scaled limb leads (6, samples) agree once more.

    The identities are linear in the factors: sum over k of identity[e, k] factor[k] lead[k, t] = 0
    for each identity e and time t; the factors are the null vector, the last right singular vector.
    Raises RatiosError where there is none, more than one, or one with mixed signs.
    """
    # The 4 t x 6 system has the same singular vectors as its 6 x 6 Gram matrix.
    moments = limb_lt @ limb_lt.T / limb_lt.shape[-1]
    gram = (_IDENTITIES.T @ _IDENTITIES) * moments
    _, squared, right = np.linalg.svd(gram)
    factor_l: NDArray[np.float64] = right[-1] * np.sign(right[-1].sum())
    misfit = np.sqrt(squared[-1] / (factor_l**2 * np.diag(moments)).sum())
    if misfit > LARGEST_MISFIT:
        raise RatiosError(f"the limb leads miss the identities by {misfit:.0%} at best")
    if squared[-2] < 4 * squared[-1] or (factor_l <= 0).any():
        raise RatiosError("the identities leave the limb ratios open")
    return factor_l


def choose_donor(donors: Sequence[LeadScales], key: int) -> LeadScales:
    """The donor of a record whose hash is ``key``. Raises IndexError when there are none."""
    return donors[key % len(donors)]
