"""Codes of a questionnaire that the rest of the app relies on; labels may change, these do not."""

from typing import Final

KINDS: Final = ("choice", "scale", "number", "ticks", "text")
"""One of several; 1 to 5 or not assessable; a whole number; any of several; free text."""

VERDICTS: Final = (
    "definitely_real",
    "probably_real",
    "possibly_real",
    "possibly_synthetic",
    "probably_synthetic",
    "definitely_synthetic",
)
"""The six-level forced scale of origin, from rank 1 to rank 6."""

VERDICT: Final = "verdict"
"""Code of the question that every questionnaire asks in its last step."""

ALTERNATIVES: Final = ("abstained", "unreadable")
"""Steps that may stand in place of all others, each an outcome of its own, never "missing"."""

SCORES: Final = ("1", "2", "3", "4", "5")
NOT_ASSESSABLE: Final = "na"


def verdict_rank(verdict: str) -> int:
    """1 for definitely real to 6 for definitely synthetic. Raises ValueError for other codes."""
    if verdict not in VERDICTS:
        raise ValueError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    return VERDICTS.index(verdict) + 1


def is_synthetic(verdict: str) -> bool:
    """The binary verdict: ranks 4 to 6. Raises ValueError for codes off the scale."""
    return verdict_rank(verdict) > len(VERDICTS) // 2
