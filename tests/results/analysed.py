"""Each awkward study analysed once for all tests, with few replicates."""

from functools import cache

from reviewapp.results.analysis import Analysis, analyse

from .studies import STUDIES

REPLICATES = 20
SHAPES = [
    "no readers",
    "nobody read",
    "one reader",
    "two readers",
    "one answer",
    "missing readings",
]


@cache
def analysed(shape: str) -> Analysis:
    """The analysis of the study of that name."""
    return analyse(STUDIES[shape](), replicates=REPLICATES)
