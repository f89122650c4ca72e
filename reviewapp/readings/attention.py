"""What a reader's browser tells of attention, and the time that follows from it. Pure.

A step's `attention` is JSON: how long it stood before the reader, and runs of what happened then,
in milliseconds since it was shown:

    {"span": 61200, "runs": [["pointer", 310, 2950], ["hidden", 5000, 9000], ["key", 9400, 9400]]}

Input says that something was pressed, moved, turned or written, never what or where. A hidden page
is a tab in the background, a minimised window, a locked screen, or a page that was left.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

INPUT: Final = frozenset({"key", "pointer", "wheel", "input"})
HIDDEN: Final = "hidden"
BLURRED: Final = "blurred"
"""Another window has the keyboard. Kept and not counted: the ECG may still be in sight."""

KINDS: Final = INPUT | {HIDDEN, BLURRED}
MOST_RUNS: Final = 1000
LONGEST_TEXT: Final = 60_000
LONGEST_MS: Final = 10**10  # 115 days

Interval = tuple[int, int]


class UnreadableError(ValueError):
    """What was sent tells of no attention; the message says why."""


class Run(NamedTuple):
    """One kind of thing that went on from one moment to another, in ms since the step was shown."""

    kind: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True)
class Attention:
    """How long a step stood before its reader, and what went on meanwhile."""

    span_ms: int
    runs: tuple[Run, ...]

    @classmethod
    def from_text(cls, text: str) -> "Attention":
        """What a page sent. Raises UnreadableError."""
        if len(text) > LONGEST_TEXT:
            raise UnreadableError(f"longer than {LONGEST_TEXT} characters")
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            raise UnreadableError("no JSON") from None
        return cls.from_json(document)

    @classmethod
    def from_json(cls, document: object) -> "Attention":
        """The inverse of `to_json`. Raises UnreadableError."""
        match document:
            case {"span": span, "runs": list(runs)} if len(runs) <= MOST_RUNS:
                span_ms = _moment(span, 0, LONGEST_MS)
                return cls(span_ms, tuple(_run(run, span_ms) for run in runs))
        raise UnreadableError("no span with its runs, or too many of them")

    def to_json(self) -> dict[str, Any]:
        """As JSON values: what was sent, and nothing that was added to it."""
        return {"span": self.span_ms, "runs": [list(run) for run in self.runs]}


@dataclass(frozen=True)
class Spent:
    """A span, whole: active, hidden and idle time add up to it, in ms."""

    active_ms: int
    hidden_ms: int
    idle_ms: int


def spend(attention: Attention, idle_after_ms: int) -> Spent:
    """Divide the span of `attention`.

    Hidden is hidden, whatever else went on. Of the rest the reader was active for `idle_after_ms`
    from every input on, from the beginning, and from every return to the page; otherwise idle.
    """
    runs = attention.runs
    hidden = [(run.from_ms, run.to_ms) for run in runs if run.kind == HIDDEN]
    lively = [
        (0, idle_after_ms),
        *((run.from_ms, run.to_ms + idle_after_ms) for run in runs if run.kind in INPUT),
        *((to_ms, to_ms + idle_after_ms) for _, to_ms in hidden),
    ]
    hidden_ms = _length(hidden, attention.span_ms)
    not_idle_ms = _length([*hidden, *lively], attention.span_ms)
    return Spent(not_idle_ms - hidden_ms, hidden_ms, attention.span_ms - not_idle_ms)


def _length(intervals: Iterable[Interval], span_ms: int) -> int:
    """Length of the union of `intervals` within [0, span_ms]."""
    length, reached = 0, 0
    for start, end in sorted(intervals):
        until = min(end, span_ms)
        if until > reached:
            length, reached = length + until - max(start, reached), until
    return length


def _run(run: object, span_ms: int) -> Run:
    match run:
        case [str(kind), start, end] if kind in KINDS:
            from_ms = _moment(start, 0, span_ms)
            return Run(kind, from_ms, _moment(end, from_ms, span_ms))
    raise UnreadableError("a run of no known kind")


def _moment(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise UnreadableError(f"a moment outside {least} to {most} ms")
    return value
