"""What the atria do while the ventricles are taken away: the power of f waves.

Average beat subtraction (Slocum, Sahakian & Swiryn 1992, J Electrocardiol 25:1): the mean QRST of
the record is taken off at each beat, and what is left between 4 and 10 Hz is measured. In sinus
rhythm the P wave goes with the mean beat; there what is left is noise and change from beat to beat.
Shape legend: ``_t`` time, ``_bt`` beat x time, ``_b`` beat.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import welch
from scipy.signal.windows import tukey

from generator.evaluation.ecg_set import RATE_HZ
from generator.evaluation.features import reasons
from generator.evaluation.features.rhythm import Found
from generator.leads import TWELVE_LEADS

F_BAND_HZ: Final = (4.0, 10.0)
ATRIAL_BAND_HZ: Final = (2.0, 30.0)
"""What the share is of: above what the high-pass and the T waves leave, below muscle."""
BEFORE_S: Final = 0.24
AFTER_S: Final = 0.50
SEGMENT_S: Final = 2.56
SHORTEST_S: Final = 2 * SEGMENT_S
F_LEADS: Final = ("V1", "II")
F_NAMES: Final = ("f_wave_v1_mv", "f_wave_ii_mv", "f_wave_v1_share")


def f_wave_features(signal_mv_lt: NDArray[np.float64], beats_s: NDArray[np.float64]) -> Found:
    """RMS in mV of 4 to 10 Hz in V1 and II without the QRST, and its share in V1."""
    at_b = np.rint(beats_s * RATE_HZ).astype(np.int64)
    if (at_b[-1] - at_b[0]) / RATE_HZ < SHORTEST_S:
        return dict.fromkeys(F_NAMES, reasons.NO_TQ)
    found: Found = {}
    for lead in F_LEADS:
        left_t = without_beats(signal_mv_lt[TWELVE_LEADS.index(lead)], at_b)
        band, whole = _powers(left_t[at_b[0] : at_b[-1]])
        found[f"f_wave_{lead.lower()}_mv"] = float(np.sqrt(band))
        if lead == "V1":
            found["f_wave_v1_share"] = band / whole if whole > 0 else 0.0
    return found


def without_beats(signal_mv_t: NDArray[np.float64], at_b: NDArray[np.int64]) -> NDArray[np.float64]:
    """The signal with its mean beat taken off at each of the samples ``at_b``.

    A beat reaches half way into the shortest interval at most, so that none is taken off twice.
    Its own part in the mean is made up for: the mean of n beats holds 1/n of the f waves of each.
    """
    shortest = int(np.percentile(np.diff(at_b), 10))
    before = min(round(BEFORE_S * RATE_HZ), round(0.4 * shortest))
    after = min(round(AFTER_S * RATE_HZ), shortest - before)
    whole_b = at_b[(at_b >= before) & (at_b + after <= len(signal_mv_t))]
    beats_bt = np.stack([signal_mv_t[at - before : at + after] for at in whole_b])
    # The edges fade, else each beat would leave two steps
    template_t = tukey(before + after, 0.2) * (beats_bt.mean(axis=0) - np.median(beats_bt))
    left_t = signal_mv_t.copy()
    for at in at_b:
        start, stop = max(at - before, 0), min(at + after, len(left_t))
        left_t[start:stop] -= template_t[start - at + before : stop - at + before]
    return np.asarray(left_t * np.sqrt(len(whole_b) / max(len(whole_b) - 1, 1)))


def _powers(signal_mv_t: NDArray[np.float64]) -> tuple[float, float]:
    """Power in mV^2 of the f band and of the atrial band."""
    hz, density = welch(signal_mv_t, RATE_HZ, nperseg=round(SEGMENT_S * RATE_HZ))
    step_hz = float(hz[1])

    def within(band_hz: tuple[float, float]) -> float:
        return float(density[(hz >= band_hz[0]) & (hz <= band_hz[1])].sum()) * step_hz

    return within(F_BAND_HZ), within(ATRIAL_BAND_HZ)
