"""Intervals, amplitudes, ST level, axis and R progression of the median beat.

Shape legend: ``_lt`` lead x time, ``_l`` lead, ``_blt`` beat x lead x time.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.features import reasons
from generator.evaluation.features.codebook import PLAUSIBLE
from generator.evaluation.features.delineation import STEP_MS, Waves, delineate, level_mv_l
from generator.evaluation.features.mean_beat import INDEPENDENT, MeanBeat, likeness
from generator.evaluation.features.rhythm import Found
from generator.leads import TWELVE_LEADS

ST_AFTER_J_MS: Final = 60.0
P_ALIKE: Final = 0.6
"""So much alike the beats must be where a P wave would stand."""
P_WITHIN_MS: Final = 200.0
"""Before the QRS; as far as the P waves of normal PR intervals reach."""
BEFORE_P_MS: Final = 20.0
"""P stands on the line from so long before its onset to the PR segment, which is zero level."""
P_SMALLEST_MV: Final = 0.03
"""Height of the smallest P wave, in the spatial sum of lead II and V1."""
CHEST: Final = ("V1", "V2", "V3", "V4", "V5", "V6")
SMALLEST_QRS_MV: Final = 0.05
SMALLEST_AXIS_MV_MS: Final = 1.0
PR_NAMES: Final = ("pr_ms", "p_ii_mv", "p_v1_mv")
QT_NAMES: Final = ("qt_ms", "qtc_fridericia_ms", "qtc_bazett_ms")
T_NAMES: Final = ("t_ii_mv", "t_v2_mv", "t_v5_mv")


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """A median beat with its waves and each lead counted from its zero level."""

    beat: MeanBeat
    waves: Waves
    from_level_mv_lt: NDArray[np.float64]
    qrs_on: int
    qrs_off: int

    def at_mv(self, lead: str, from_fiducial_ms: float) -> float:
        """The lead there, as the mean over 12 ms."""
        last = self.from_level_mv_lt.shape[-1] - 4
        at = min(max(self.beat.fiducial + round(from_fiducial_ms / STEP_MS), 3), last)
        near_t = self.from_level_mv_lt[TWELVE_LEADS.index(lead), at - 3 : at + 4]
        return float(near_t.mean())

    def qrs_mv(self, lead: str) -> NDArray[np.float64]:
        """The QRS of the lead."""
        row = self.from_level_mv_lt[TWELVE_LEADS.index(lead)]
        return np.asarray(row[self.qrs_on : self.qrs_off + 1])


def morphology_features(beat: MeanBeat, rr_mean_ms: float) -> Found:
    """Everything that the median beat shows, or why it does not."""
    waves = delineate(beat)
    if waves.qrs_on_ms is None or waves.qrs_off_ms is None:
        return dict.fromkeys(MORPHOLOGY_NAMES, reasons.NO_QRS)
    qrs_on = beat.fiducial + round(waves.qrs_on_ms / STEP_MS)
    given = Measured(
        beat=beat,
        waves=waves,
        from_level_mv_lt=beat.median_mv_lt - level_mv_l(beat, qrs_on)[:, None],
        qrs_on=qrs_on,
        qrs_off=beat.fiducial + round(waves.qrs_off_ms / STEP_MS),
    )
    return {
        **_p_wave(given),
        "qrs_ms": waves.qrs_off_ms - waves.qrs_on_ms,
        **_t_wave(given, waves.qrs_on_ms, rr_mean_ms),
        **_st_levels(given, waves.qrs_off_ms),
        "axis_deg": _axis(given),
        **_progression(given),
        "r_ii_mv": _r_and_s(given, "II")[0],
        "r_v1_mv": _r_and_s(given, "V1")[0],
        "s_v1_mv": _r_and_s(given, "V1")[1],
        "s_v2_mv": _r_and_s(given, "V2")[1],
        "r_v5_mv": _r_and_s(given, "V5")[0],
    }


def p_likeness(given: Measured) -> float:
    """How alike the beats are where P would stand, -1 to 1, over all independent leads.

    P waves come at a fixed time before the QRS, f waves at any: so beats correlate with the mean of
    the others in sinus rhythm and hardly in fibrillation. Each stretch is freed of the line
    between its ends, which takes the tail of T before it away.
    """
    since = max(given.qrs_on - round(P_WITHIN_MS / STEP_MS), 0)
    stretch_blt = given.beat.beats_mv_blt[:, INDEPENDENT, since : given.qrs_on]
    if stretch_blt.shape[-1] < 20 / STEP_MS:
        return 0.0
    along = np.linspace(0, 1, stretch_blt.shape[-1])
    first, last = stretch_blt[..., :5].mean(-1), stretch_blt[..., -5:].mean(-1)
    line_blt = first[..., None] * (1 - along) + last[..., None] * along
    return likeness(stretch_blt - line_blt)


def _p_wave(given: Measured) -> Found:
    waves, alike = given.waves, p_likeness(given)
    found: Found = {"p_likeness": alike, "p_present": 0.0}
    found |= dict.fromkeys(PR_NAMES, reasons.NO_P)
    onset, peak = waves.p_on_ms, waves.p_peak_ms
    if alike < P_ALIKE or onset is None or peak is None:
        return found
    ii_mv, v1_mv = (
        given.at_mv(lead, peak) - given.at_mv(lead, onset - BEFORE_P_MS) / 2
        for lead in ("II", "V1")
    )
    if peak >= (waves.qrs_on_ms or 0.0) or np.hypot(ii_mv, v1_mv) < P_SMALLEST_MV:
        return found
    return {
        "p_likeness": alike,
        "p_present": 1.0,
        "pr_ms": (waves.qrs_on_ms or 0.0) - onset,
        "p_ii_mv": ii_mv,
        "p_v1_mv": v1_mv,
    }


def _t_wave(given: Measured, qrs_on_ms: float, rr_mean_ms: float) -> Found:
    peak, end = given.waves.t_peak_ms, given.waves.t_off_ms
    if peak is None or end is None:
        return dict.fromkeys((*QT_NAMES, *T_NAMES), reasons.NO_T)
    qt_ms, rr_s = end - qrs_on_ms, rr_mean_ms / 1000
    low_ms, high_ms = PLAUSIBLE["qt_ms"]
    if not low_ms <= qt_ms <= high_ms:  # then what was found is not T, and has no height either
        return dict.fromkeys((*QT_NAMES, *T_NAMES), reasons.implausible(low_ms, high_ms))
    return {
        "qt_ms": qt_ms,
        "qtc_fridericia_ms": qt_ms / rr_s ** (1 / 3),
        "qtc_bazett_ms": qt_ms / rr_s**0.5,
        "t_ii_mv": given.at_mv("II", peak),
        "t_v2_mv": given.at_mv("V2", peak),
        "t_v5_mv": given.at_mv("V5", peak),
    }


def _st_levels(given: Measured, qrs_off_ms: float) -> Found:
    return {
        f"st_{lead.lower()}_mv": given.at_mv(lead, qrs_off_ms + ST_AFTER_J_MS)
        for lead in ("II", "V2", "V5")
    }


def _axis(given: Measured) -> float | str:
    """From the net areas of the QRS in I and aVF, degrees; aVF by 2/sqrt(3), as it is augmented.

    (Novosel et al. 1999, J Electrocardiol 32:131, weigh I and aVF so.)
    """
    lead_i, avf = (float(given.qrs_mv(lead).sum()) * STEP_MS for lead in ("I", "aVF"))
    down = 2 / np.sqrt(3) * avf
    if np.hypot(lead_i, down) < SMALLEST_AXIS_MV_MS:
        return reasons.NO_AXIS
    return float(np.degrees(np.arctan2(down, lead_i)))


def _r_and_s(given: Measured, lead: str) -> tuple[float, float]:
    """Heights above and depth below zero level in the QRS, both positive, in mV."""
    qrs = given.qrs_mv(lead)
    return max(float(qrs.max()), 0.0), max(-float(qrs.min()), 0.0)


def _progression(given: Measured) -> Found:
    shares: list[float | str] = []
    for lead in CHEST:
        up, down = _r_and_s(given, lead)
        whole = up + down
        shares.append(up / whole if whole >= SMALLEST_QRS_MV else reasons.NO_QRS_IN_LEAD)
    found: Found = {
        f"r_share_{lead.lower()}": share for lead, share in zip(CHEST, shares, strict=True)
    }
    return found | {"transition_lead": transition_lead(shares)}


def transition_lead(shares: list[float | str]) -> float | str:
    """Where R first becomes as large as S on the way from V1 to V6, e.g. 3.5 between V3 and V4."""
    for number, (one, two) in enumerate(pairwise(shares), start=1):
        if isinstance(one, str) or isinstance(two, str):
            return reasons.NO_QRS_IN_LEAD
        if one < 0.5 <= two:
            return number + (0.5 - one) / (two - one)
    return reasons.NO_TRANSITION


MORPHOLOGY_NAMES: Final = (
    "p_present",
    "p_likeness",
    *PR_NAMES,
    "qrs_ms",
    *QT_NAMES,
    *(f"st_{lead}_mv" for lead in ("ii", "v2", "v5")),
    *T_NAMES,
    "axis_deg",
    *(f"r_share_{lead.lower()}" for lead in CHEST),
    "transition_lead",
    "r_ii_mv",
    "r_v1_mv",
    "s_v1_mv",
    "s_v2_mv",
    "r_v5_mv",
)
