"""The leads that the network models, by name, and the twelve that an ECG shows.

Shape legend: ``_blt`` is record x lead x time; any number of leading axes will do.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

MODELLED_LEADS: Final = ("I", "V1", "V2", "V3", "V4", "V5", "V6", "aVF")
"""The eight independent leads, in the order of the published checkpoints' channels."""
TWELVE_LEADS: Final = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
"""The standard order, that of a batch."""
FROM_I_AND_AVF: Final[Mapping[str, tuple[float, float]]] = {
    "II": (0.5, 1.0),
    "III": (-0.5, 1.0),
    "aVR": (-0.75, -0.5),
    "aVL": (0.75, -0.5),
}
"""Each derived lead as (factor of I, factor of aVF): Einthoven (III = II - I) and Goldberger
(aVF = II - I/2, aVR = -(I + II)/2, aVL = I - II/2), solved for I and aVF."""


def twelve_leads(
    signal_mv_blt: NDArray[np.floating], leads: Sequence[str] = MODELLED_LEADS
) -> NDArray[np.float64]:
    """The twelve leads in :data:`TWELVE_LEADS` order, in mV, of shape (..., 12, time).

    ``leads`` names the second last axis of the signal, in any order. The signal must be in mV:
    the identities are linear without an offset, so after a scaling lead by lead they do not hold.
    Raises ValueError when a modelled lead is missing or the names do not fit the signal.
    """
    by_name = _split_by_name(signal_mv_blt, leads)
    lead_i, avf = by_name["I"], by_name["aVF"]
    for name, (of_i, of_avf) in FROM_I_AND_AVF.items():
        by_name[name] = of_i * lead_i + of_avf * avf
    return np.stack([by_name[name] for name in TWELVE_LEADS], axis=-2)


def modelled_leads(
    signal_mv_blt: NDArray[np.floating],
    leads: Sequence[str],
    wanted: Sequence[str] = MODELLED_LEADS,
) -> NDArray[np.float64]:
    """The leads ``wanted``, in that order, of a signal whose leads are named by ``leads``.

    Raises ValueError when a wanted lead is missing or the names do not fit the signal.
    """
    by_name = _split_by_name(signal_mv_blt, leads, needed=wanted)
    return np.stack([by_name[name] for name in wanted], axis=-2)


def _split_by_name(
    signal_mv_blt: NDArray[np.floating],
    leads: Sequence[str],
    needed: Sequence[str] = MODELLED_LEADS,
) -> dict[str, NDArray[np.float64]]:
    if len(set(leads)) != len(leads):
        raise ValueError(f"a lead is named twice: {', '.join(leads)}")
    if signal_mv_blt.ndim < 2 or signal_mv_blt.shape[-2] != len(leads):
        raise ValueError(f"{len(leads)} leads are named for a signal {signal_mv_blt.shape}")
    if missing := [name for name in needed if name not in leads]:
        raise ValueError(f"these leads are missing: {', '.join(missing)}")
    signal = np.asarray(signal_mv_blt, dtype=np.float64)
    return {name: signal[..., index, :] for index, name in enumerate(leads)}
