"""One recording on its way into a training set: checked, filtered, at 100 Hz, its beats found.

Shape legend: ``_lt`` lead x time, ``_n`` beat.
"""

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.beat_finding import find_beats
from generator.leads import MODELLED_LEADS, modelled_leads
from generator.lost_voltages import LeadScales, RatiosError, with_voltages
from generator.recording import Place, Recording, UnreadableError
from generator.resampling import RATE_HZ, resample, without_baseline
from generator.signal_quality import fault_after_filters, fault_as_recorded
from generator.training_set import MAX_BEATS

DURATION_S: Final = 10.0
SAMPLES: Final = round(DURATION_S * RATE_HZ)
HEART_RATE_WITHIN: Final = 0.1
"""Beats are doubted when their rate differs by more than this share from a stated one."""


class RefusedError(ValueError):
    """A recording that does not enter the set; the message is the reason that is counted."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A record that a table names, before its signal is read; small and picklable."""

    record: str
    patient: str
    source: str
    licence: str
    rhythm: str
    """SR, AF, other; for people and counts. What a network learns from are the labels."""
    labels: tuple[int, ...]
    """Indices of the labels that are set."""
    place: Place
    split: int = 0
    """Index into training_set.SPLITS."""
    age: str = ""
    sex: str = ""
    rhythm_detail: str = ""
    heart_rate_bpm: float | None = None
    """As the table states it, to doubt the beats that were found."""
    voltages_lost: bool = False
    scales: LeadScales | None = None
    """Of the record that lends its voltages, where they are lost."""

    def at(self, split: int) -> "Candidate":
        """The same candidate in that split."""
        return replace(self, split=split)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What the set keeps of a recording."""

    signal_uv_lt: NDArray[np.int16]
    """(8, 1000), MODELLED_LEADS, microvolt at 100 Hz."""
    beats_n: NDArray[np.float64]
    """Samples at 100 Hz, with fractions; empty when no beats could be trusted."""


@dataclass(frozen=True)
class Refusal:
    """A record that does not enter the set."""

    reason: str
    """One of few, to be counted."""
    example: str
    """Which record, or file and fault; the first of each reason is told."""


def prepare_candidate(candidate: Candidate) -> Prepared | Refusal:
    """What the set keeps of a candidate, or why it is refused; in any process."""
    try:
        recording = candidate.place.read()
        if candidate.scales:
            recording = with_voltages(recording, candidate.scales)
        return prepare(recording, candidate.heart_rate_bpm)
    except UnreadableError as error:
        return Refusal("unreadable file", str(error))
    except RatiosError as error:
        reason = "voltages lost, and no ratios make the limb leads agree"
        return Refusal(reason, f"{candidate.record}: {error}")
    except RefusedError as refused:
        return Refusal(str(refused), candidate.record)


def prepare(recording: Recording, heart_rate_bpm: float | None = None) -> Prepared:
    """The first 10 s of a recording as the set keeps them.

    Raises RefusedError with the reason: a lead is missing, it is too short, or a rule of
    signal_quality.py is broken.
    """
    cut = _first_seconds(recording)
    rate_hz = cut.rate_hz
    if fault := fault_as_recorded(_modelled(cut.signal_mv_lt, cut.leads), rate_hz):
        raise RefusedError(fault)
    # Leads that are not modelled may be broken; beats are looked for in the sound ones alone.
    sound = [index for index, each in enumerate(cut.signal_mv_lt) if np.isfinite(each).all()]
    steady_mv_lt = without_baseline(cut.signal_mv_lt[sound], rate_hz)
    leads = tuple(cut.leads[index] for index in sound)
    kept_mv_lt = resample(_modelled(steady_mv_lt, leads), rate_hz)[:, :SAMPLES]
    if fault := fault_after_filters(kept_mv_lt, RATE_HZ):
        raise RefusedError(fault)
    beats_s = _trusted(find_beats(steady_mv_lt, leads, rate_hz), heart_rate_bpm)
    return Prepared(np.rint(kept_mv_lt * 1000).astype(np.int16), beats_s * RATE_HZ)


def _first_seconds(recording: Recording) -> Recording:
    # Rounded up: 10 s at 128.5 Hz must not end before the last of 1000 samples
    needed = ceil(DURATION_S * recording.rate_hz)
    if recording.signal_mv_lt.shape[-1] < needed:
        raise RefusedError("shorter than 10 s")
    if missing := [name for name in MODELLED_LEADS if name not in recording.leads]:
        raise RefusedError(f"without lead {', '.join(missing)}")
    return replace(recording, signal_mv_lt=recording.signal_mv_lt[:, :needed])


def _modelled(signal_mv_lt: NDArray[np.float64], leads: tuple[str, ...]) -> NDArray[np.float64]:
    try:
        return modelled_leads(signal_mv_lt, leads)
    except ValueError as error:
        raise RefusedError("leads named twice") from error


def _trusted(beats_s: NDArray[np.float64], heart_rate_bpm: float | None) -> NDArray[np.float64]:
    """The beats, or none where there are too many or the stated heart rate is another."""
    if len(beats_s) > MAX_BEATS or len(beats_s) < 2:
        return np.empty(0)
    if heart_rate_bpm:
        found_bpm = 60 / float(np.diff(beats_s).mean())
        if abs(found_bpm / heart_rate_bpm - 1) > HEART_RATE_WITHIN:
            return np.empty(0)
    return beats_s
