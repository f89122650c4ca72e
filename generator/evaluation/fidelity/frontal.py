"""What the model itself made of the limb leads: I and aVF, from which the other four follow.

Shape legend: ``_lt`` lead x time, in the order of ``TWELVE_LEADS``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import RATE_HZ
from generator.leads import TWELVE_LEADS

_QRS_S: Final = 0.06
_MIDDLE_DEG: Final = 30.0
"""The usual axis; angles are given within 180° of it, so that none is cut in two where many lie."""
_LEAST_SD_MV: Final = 1e-6


def correlation_of_i_and_avf(signal_mv_lt: NDArray[np.float64]) -> float | None:
    """Pearson's correlation over the whole record; None where one of them is flat."""
    lead_i, avf = _lead(signal_mv_lt, "I"), _lead(signal_mv_lt, "aVF")
    if min(lead_i.std(), avf.std()) < _LEAST_SD_MV:
        return None
    return float(np.corrcoef(lead_i, avf)[0, 1])


def qrs_axis_deg(signal_mv_lt: NDArray[np.float64], beats_s: NDArray[np.float64]) -> float | None:
    """Direction of the net QRS areas in I and aVF, in degrees from -150 to 210.

    aVF is lengthened by 2/sqrt(3), as Goldberger's leads are shorter than Einthoven's. None
    without a beat or with areas that cancel.
    """
    half = round(_QRS_S * RATE_HZ)
    centre_b = np.rint(beats_s * RATE_HZ).astype(np.int64)
    centre_b = centre_b[(centre_b >= half) & (centre_b < signal_mv_lt.shape[1] - half)]
    window = centre_b[:, None] + np.arange(-half, half + 1)
    across = float(_lead(signal_mv_lt, "I")[window].sum())
    down = float(_lead(signal_mv_lt, "aVF")[window].sum()) * 2 / 3**0.5
    if abs(across) + abs(down) == 0:
        return None
    angle_deg = float(np.degrees(np.arctan2(down, across)))
    return (angle_deg - _MIDDLE_DEG + 180) % 360 - 180 + _MIDDLE_DEG


def _lead(signal_mv_lt: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    return np.asarray(signal_mv_lt[TWELVE_LEADS.index(name)])
