"""The columns of the tables: name, kind, meaning, and how each is read from a reading."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from reviewapp.readings.tool_use import TOOL_COUNTS
from reviewapp.results.dataset import StudyPresentation, StudyReading
from reviewapp.results.exports.spreadsheet import Value
from reviewapp.results.times import MISSING
from reviewapp.studies.questionnaire import is_synthetic, verdict_rank

Kind = Literal["text", "whole", "real", "flag", "moment", "texts", "reals"]
"""Text, whole number, number, yes or no, moment, list of texts, list of numbers."""

Read = Callable[[StudyPresentation, StudyReading], Value]


@dataclass(frozen=True)
class Column:
    """One column; no kind but text holds text, so that a file may be typed."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class ReadColumn(Column):
    """A column of which each cell comes from one reading."""

    read: Read = lambda _, __: None


def _column(name: str, kind: Kind, meaning: str, read: Read, unit: str = "") -> ReadColumn:
    return ReadColumn(name, kind, meaning, unit, read)


def _of_case(name: str, kind: Kind, meaning: str, field: str, unit: str = "") -> ReadColumn:
    def read(shown: StudyPresentation, _: StudyReading) -> Value:
        value: Value = getattr(shown.case, field)
        return value

    return ReadColumn(name, kind, meaning, unit, read)


def seconds_of(reading: StudyReading) -> float:
    """From first shown to stored, in s."""
    return round((reading.submitted_at - reading.first_shown_at).total_seconds(), 3)


def verdict_origin(reading: StudyReading) -> str:
    """The verdict as real or synthetic; "" without one."""
    if not reading.verdict:
        return ""
    return "synthetic" if is_synthetic(reading.verdict) else "real"


def rank_of(reading: StudyReading) -> int | None:
    """1 definitely real to 6 definitely synthetic; None without a verdict."""
    return verdict_rank(reading.verdict) if reading.verdict else None


def correct_of(shown: StudyPresentation, reading: StudyReading) -> bool | None:
    """Is the verdict the origin? None without a verdict."""
    return verdict_origin(reading) == shown.case.origin if reading.verdict else None


def _count_of(tool: str) -> Read:
    return lambda _, reading: reading.tool_use.counts.get(tool)


SHARED_COLUMNS: Final = (
    _column("reader", "text", "pseudonym of the reader", lambda p, _: p.reader.code),
    _column("site", "text", "code of the reader's site", lambda p, _: p.reader.site),
    _column("presentation", "text", "token of the presentation, unique", lambda p, _: p.token),
    _column(
        "repeat_of",
        "text",
        "token of the first presentation of the same case to the same reader; empty: no repeat",
        lambda p, _: p.repeat_of,
    ),
    _column("case", "text", "code of the case within the study", lambda p, _: p.case.code),
    _column("origin", "text", "the truth: real or synthetic", lambda p, _: p.case.origin),
    _column(
        "case_rhythm",
        "text",
        "rhythm of the record as its source labels it",
        lambda p, _: p.case.rhythm,
    ),
    _column("practice", "flag", "1: a practice case, never analysed", lambda p, _: p.is_practice),
    _column("outcome", "text", "read, abstained or unreadable", lambda _, r: r.outcome),
    _column(
        "analysed", "flag", "1: counts in the main figures", lambda p, _: not p.excluded_because
    ),
    _column(
        "excluded_because",
        "text",
        "why it does not count: practice, repeat, abstained or unreadable",
        lambda p, _: p.excluded_because,
    ),
)
"""Columns of readings and scores."""

POSITION_COLUMNS: Final = (
    _column(
        "position",
        "whole",
        "place in the reader's order, from 1, practice first",
        lambda p, _: p.position,
    ),
    _column("block", "whole", "block of the reader's order; 0 for practice", lambda p, _: p.block),
)

RECORD_COLUMNS: Final = (
    _of_case("source", "text", "database or batch that the record came from", "source"),
    _of_case("simulated", "flag", "1: the record is from a simulator", "is_simulated"),
    _of_case("record", "text", "pseudonymous id of the record in its source", "record"),
    _of_case("patient", "text", "pseudonymous id of the patient, where known", "patient"),
    _of_case("age", "whole", "age in years, where known; 90 stands for over 89", "age", "a"),
    _of_case("sex", "text", "F or M, where known", "sex"),
    _of_case("licence", "text", "licence of the record", "licence"),
    _of_case("record_sha256", "text", "SHA-256 of the record's samples", "record_sha256"),
    _of_case("signal_sha256", "text", "SHA-256 of the signal that was drawn", "signal_sha256"),
)
"""What is known of the record: most of it tells the origin."""

VERDICT_COLUMNS: Final = (
    _column("reason", "text", "of an abstention or a report", lambda _, r: r.reason),
    _column("verdict", "text", "verdict on the six-level scale", lambda _, r: r.verdict),
    _column(
        "verdict_rank",
        "whole",
        "1 definitely real to 6 definitely synthetic",
        lambda _, r: rank_of(r),
    ),
    _column(
        "verdict_origin", "text", "the verdict as real or synthetic", lambda _, r: verdict_origin(r)
    ),
    _column("correct", "flag", "1: the verdict is the origin, 0: it is not", correct_of),
)

TIME_COLUMNS: Final = (
    _column(
        "first_shown_at",
        "moment",
        "when the case was first shown, ISO 8601",
        lambda _, r: r.first_shown_at,
    ),
    _column(
        "submitted_at",
        "moment",
        "when the reading was stored, ISO 8601",
        lambda _, r: r.submitted_at,
    ),
    _column(
        "seconds",
        "real",
        "from first shown to stored, pauses included, in s",
        lambda _, r: seconds_of(r),
        "s",
    ),
    _column(
        "active_s",
        "real",
        "of these: page in sight, and input within the time that the protocol declares (30 s), "
        "in s; empty: see timing_missing",
        lambda _, r: r.time.active_s,
        "s",
    ),
    _column(
        "idle_s",
        "real",
        "of these: in sight, and no input for longer, in s",
        lambda _, r: r.time.idle_s,
        "s",
    ),
    _column(
        "hidden_s",
        "real",
        "of these: page out of sight, or left and come back to, in s",
        lambda _, r: r.time.hidden_s,
        "s",
    ),
    _column(
        "unseen_s",
        "real",
        "of these: the rest, in s: no page was open, it was open on another machine, or what was "
        "locked waited for a network",
        lambda _, r: r.time.unseen_s(seconds_of(r)),
        "s",
    ),
    _column(
        "active_s_by_step",
        "reals",
        "active time of each step, the last that of the step at which a case was set aside, in s",
        lambda _, r: r.time.active_s_by_step or None,
        "s",
    ),
    _column(
        "timing_missing",
        "text",
        "steps without times, each with the reason; "
        + "; ".join(f"{code}: {meaning}" for code, meaning in MISSING.items()),
        lambda _, r: r.time.missing,
    ),
)

MACHINE_COLUMNS: Final = (
    _column("app_version", "text", "version of this software", lambda _, r: r.app_version),
    _column("browser", "text", "the reader's browser as it names itself", lambda _, r: r.browser),
    _column(
        "viewport", "text", "size of the browser window in CSS pixels", lambda _, r: r.viewport
    ),
    _column("pixel_ratio", "real", "device pixels to a CSS pixel", lambda _, r: r.pixel_ratio),
    _column(
        "mm_per_px",
        "real",
        "mm to a CSS pixel, as the reader measured it with a bank card; empty: not to scale",
        lambda _, r: r.mm_per_px,
        "mm",
    ),
    _column(
        "displays",
        "texts",
        "displays of the ECG in the order of their first showing: speed in mm/s, gain in mm/mV, "
        "layout, columns, order and paper, joined by _; empty where no script ran",
        lambda _, r: list(r.tool_use.displays) or None,
    ),
    *(
        _column(
            f"use_{tool}", "whole", f"{meaning}; empty where no script ran", _count_of(tool)
        )
        for tool, meaning in TOOL_COUNTS.items()
    ),
)  # fmt: skip

READING_COLUMNS: Final = (
    *POSITION_COLUMNS,
    *RECORD_COLUMNS,
    *VERDICT_COLUMNS,
    *TIME_COLUMNS,
    *MACHINE_COLUMNS,
)
"""Columns of the readings only."""

SCORE_COLUMNS: Final = (
    Column("item", "text", "code of the morphology item"),
    Column(
        "score",
        "whole",
        "1 physiologically impossible to 5 textbook-typical; empty: not assessable",
    ),
    Column("not_assessable", "flag", "1: the reader chose “not assessable”"),
)
