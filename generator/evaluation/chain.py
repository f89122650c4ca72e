"""One recording on its way into an evaluation: the chain of a training set, for all twelve leads.

Real and synthetic go through the same: first 10 s, high-pass, 100 Hz; but what imitates records
that went through it already goes through it no more. Nothing is repaired, so
that a fault of the leads can still be seen. Shape legend: ``_lt`` lead x time.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from generator.beat_finding import find_beats
from generator.evaluation.ecg_set import RATE_HZ, SAMPLES
from generator.leads import MODELLED_LEADS, TWELVE_LEADS, twelve_leads
from generator.recording import Recording
from generator.resampling import resample, without_baseline
from generator.signal_quality import fault_after_filters, fault_as_recorded


class UnfitError(ValueError):
    """A recording of less than 10 s, or without the leads that an evaluation needs."""


@dataclass(frozen=True, eq=False)
class Compared:
    """What an evaluation keeps of a recording."""

    signal_mv_lt: NDArray[np.float64]
    """(12, 1000) at 100 Hz."""
    beats_s: NDArray[np.float64]
    fault: str
    """The rule of signal_quality.py that it breaks, else ''."""


def compared(recording: Recording, *, as_drawn: bool = False) -> Compared:
    """The first 10 s of a recording, 12 leads in standard order.

    ``as_drawn`` leaves out the filters, for ECGs at 100 Hz whose maker learnt from filtered ones: a
    second pass would be a trace that no real ECG has.

    Leads that the file lacks follow from I and aVF. A sample that is not finite counts as 0, and
    its record as faulty. Raises UnfitError.
    """
    needed = ceil(SAMPLES / RATE_HZ * recording.rate_hz)
    cut_mv_lt = _standard(recording)[:, :needed]
    if cut_mv_lt.shape[-1] < needed:
        raise UnfitError("shorter than 10 s")
    modelled = [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]
    fault = fault_as_recorded(cut_mv_lt[modelled], recording.rate_hz)
    steady_mv_lt = np.nan_to_num(cut_mv_lt, posinf=0, neginf=0)
    if not as_drawn:
        steady_mv_lt = without_baseline(steady_mv_lt, recording.rate_hz)
    kept_mv_lt = steady_mv_lt if as_drawn else resample(steady_mv_lt, recording.rate_hz)
    kept_mv_lt = kept_mv_lt[:, :SAMPLES]
    fault = fault or fault_after_filters(kept_mv_lt[modelled], RATE_HZ)
    # At the rate of the file, as a training set does: the beats are a few ms surer there.
    beats_s = find_beats(steady_mv_lt, TWELVE_LEADS, recording.rate_hz)
    return Compared(kept_mv_lt, beats_s, fault or "")


def _standard(recording: Recording) -> NDArray[np.float64]:
    missing = [lead for lead in MODELLED_LEADS if lead not in recording.leads]
    if missing:
        raise UnfitError(f"without lead {', '.join(missing)}")
    if all(lead in recording.leads for lead in TWELVE_LEADS):
        order = [recording.leads.index(lead) for lead in TWELVE_LEADS]
        return recording.signal_mv_lt[order]
    return twelve_leads(recording.signal_mv_lt, recording.leads)
