"""The readings of a study as long tables: one row a reading, one row a score."""

from collections.abc import Callable
from typing import Final

from reviewapp.readings.tool_use import TOOL_COUNTS
from reviewapp.results.dataset import Dataset, StudyPresentation, StudyReading
from reviewapp.results.spreadsheet import Value, write_csv
from reviewapp.results.times import MISSING
from reviewapp.studies.questionnaire import is_synthetic, verdict_rank

Read = Callable[[StudyPresentation, StudyReading], Value]


def _seconds(reading: StudyReading) -> float:
    """From first shown to stored."""
    return round((reading.submitted_at - reading.first_shown_at).total_seconds(), 3)


def _count_of(tool: str) -> Read:
    return lambda _, reading: reading.tool_use.counts.get(tool)


SHARED_COLUMNS: Final[dict[str, tuple[str, Read]]] = {
    "reader": ("pseudonym of the reader", lambda p, _: p.reader.code),
    "site": ("code of the reader's site", lambda p, _: p.reader.site),
    "presentation": ("token of the presentation, unique", lambda p, _: p.token),
    "repeat_of": (
        "token of the first presentation of the same case to the same reader; empty: no repeat",
        lambda p, _: p.repeat_of,
    ),
    "case": ("code of the case within the study", lambda p, _: p.case.code),
    "origin": ("the truth: real or synthetic", lambda p, _: p.case.origin),
    "case_rhythm": ("rhythm of the record as its source labels it", lambda p, _: p.case.rhythm),
    "practice": ("1: a practice case, never analysed", lambda p, _: p.is_practice),
    "outcome": ("read, abstained or unreadable", lambda _, r: r.outcome),
    "analysed": ("1: counts in the main figures", lambda p, _: not p.excluded_because),
    "excluded_because": (
        "why it does not count: practice, repeat, abstained or unreadable",
        lambda p, _: p.excluded_because,
    ),
}
"""Columns of both tables: meaning, and how each is read."""

READING_COLUMNS: Final[dict[str, tuple[str, Read]]] = {
    "position": ("place in the reader's order, from 1, practice first", lambda p, _: p.position),
    "block": ("block of the reader's order; 0 for practice", lambda p, _: p.block),
    "source": ("database or batch that the record came from", lambda p, _: p.case.source),
    "simulated": ("1: the record is from a simulator", lambda p, _: p.case.is_simulated),
    "record": ("pseudonymous id of the record in its source", lambda p, _: p.case.record),
    "patient": ("pseudonymous id of the patient, where known", lambda p, _: p.case.patient),
    "age": ("age in years, where known; 90 stands for over 89", lambda p, _: p.case.age),
    "sex": ("F or M, where known", lambda p, _: p.case.sex),
    "licence": ("licence of the record", lambda p, _: p.case.licence),
    "record_sha256": ("SHA-256 of the record's samples", lambda p, _: p.case.record_sha256),
    "signal_sha256": ("SHA-256 of the signal that was drawn", lambda p, _: p.case.signal_sha256),
    "reason": ("of an abstention or a report", lambda _, r: r.reason),
    "verdict": ("verdict on the six-level scale", lambda _, r: r.verdict),
    "verdict_rank": (
        "1 definitely real to 6 definitely synthetic",
        lambda _, r: verdict_rank(r.verdict) if r.verdict else None,
    ),
    "verdict_origin": ("the verdict as real or synthetic", lambda _, r: _origin(r)),
    "correct": (
        "1: the verdict is the origin, 0: it is not",
        lambda p, r: (_origin(r) == p.case.origin) if r.verdict else None,
    ),
    "first_shown_at": ("when the case was first shown, ISO 8601", lambda _, r: r.first_shown_at),
    "submitted_at": ("when the reading was stored, ISO 8601", lambda _, r: r.submitted_at),
    "seconds": (
        "from first shown to stored, pauses included, in s",
        lambda _, r: _seconds(r),
    ),
    "active_s": (
        "of these: page in sight, and input within the time that the protocol declares (30 s), "
        "in s; empty: see timing_missing",
        lambda _, r: r.time.active_s,
    ),
    "idle_s": ("of these: in sight, and no input for longer, in s", lambda _, r: r.time.idle_s),
    "hidden_s": (
        "of these: page out of sight, or left and come back to, in s",
        lambda _, r: r.time.hidden_s,
    ),
    "unseen_s": (
        "of these: the rest, in s: no page was open, it was open on another machine, or what was "
        "locked waited for a network",
        lambda _, r: r.time.unseen_s(_seconds(r)),
    ),
    "active_s_by_step": (
        "active time of each step, the last that of the step at which a case was set aside, in s",
        lambda _, r: r.time.active_s_by_step or None,
    ),
    "timing_missing": (
        "steps without times, each with the reason; "
        + "; ".join(f"{code}: {meaning}" for code, meaning in MISSING.items()),
        lambda _, r: r.time.missing,
    ),
    "app_version": ("version of this software", lambda _, r: r.app_version),
    "browser": ("the reader's browser as it names itself", lambda _, r: r.browser),
    "viewport": ("size of the browser window in CSS pixels", lambda _, r: r.viewport),
    "pixel_ratio": ("device pixels to a CSS pixel", lambda _, r: r.pixel_ratio),
    "mm_per_px": (
        "mm to a CSS pixel, as the reader measured it with a bank card; empty: not to scale",
        lambda _, r: r.mm_per_px,
    ),
    "displays": (
        "displays of the ECG in the order of their first showing: speed in mm/s, gain in mm/mV, "
        "layout, columns, order and paper, joined by _; empty where no script ran",
        lambda _, r: list(r.tool_use.displays) or None,
    ),
    **{
        f"use_{tool}": (f"{meaning}; empty where no script ran", _count_of(tool))
        for tool, meaning in TOOL_COUNTS.items()
    },
}
"""Columns of the readings only."""

SCORE_COLUMNS: Final = {
    "item": "code of the morphology item",
    "score": "1 physiologically impossible to 5 textbook-typical; empty: not assessable",
    "not_assessable": "1: the reader chose “not assessable”",
}

ANSWER_PREFIX: Final = "answer_"
"""Before the code of each other question, so that none collides with a column above."""


def answer_codes(dataset: Dataset) -> list[str]:
    """Codes of the questions that are neither a score nor the verdict, in order."""
    kept = [q.code for q in dataset.questionnaire.questions if q.kind != "scale"]
    extra = [q.code for step in dataset.questionnaire.alternatives for q in step.questions]
    return [code for code in dict.fromkeys([*kept, *extra]) if code != "verdict"]


def readings_csv(dataset: Dataset) -> bytes:
    """One row a reading, practice and repeats among them and marked; lists are JSON."""
    columns = SHARED_COLUMNS | READING_COLUMNS
    codes = answer_codes(dataset)
    return write_csv(
        [*columns, *(f"{ANSWER_PREFIX}{code}" for code in codes)],
        (
            [
                *(read(shown, reading) for _, read in columns.values()),
                *(reading.answers.get(code) for code in codes),
            ]
            for shown, reading in _readings(dataset)
        ),
    )


def scores_csv(dataset: Dataset) -> bytes:
    """One row a score, in the order of the questionnaire."""
    return write_csv(
        [*SHARED_COLUMNS, *SCORE_COLUMNS],
        (
            [
                *(read(shown, reading) for _, read in SHARED_COLUMNS.values()),
                item,
                reading.scores[item],
                reading.scores[item] is None,
            ]
            for shown, reading in _readings(dataset)
            for item in dataset.questionnaire.scale_codes
            if item in reading.scores
        ),
    )


def _readings(dataset: Dataset) -> list[tuple[StudyPresentation, StudyReading]]:
    return [(p, p.reading) for p in dataset.presentations if p.reading is not None]


def _origin(reading: StudyReading) -> str:
    if not reading.verdict:
        return ""
    return "synthetic" if is_synthetic(reading.verdict) else "real"
