"""Which of a column's two labels is the positive one: 1, synthetic, diseased."""

from collections.abc import Mapping
from typing import Final

from reviewapp.results.statistics.coding import REAL, SYNTHETIC

from .faults import ReadingFileError
from .gathering import Gathering

KNOWN_PAIRS: Final = (
    ("real", "synthetic"),
    ("0", "1"),
    ("0.0", "1.0"),
    ("false", "true"),
    ("f", "t"),
    ("no", "yes"),
    ("n", "y"),
    ("negative", "positive"),
    ("normal", "abnormal"),
    ("healthy", "diseased"),
    ("non-diseased", "diseased"),
    ("absent", "present"),
)
"""Pairs of labels whose positive one needs no asking, the negative one first."""

Coding = Mapping[str, int]


def codings_of(
    gathered: Gathering, columns: tuple[str, ...], *, positive: str
) -> dict[str, Coding]:
    """The code (0 negative, 1 positive) of each label of these columns.

    ``positive`` is the label that the researcher declared, or "". A column without it takes a pair
    that everybody knows, or the labels of the columns before it. Raises ReadingFileError at a label
    that is neither.
    """
    found: dict[str, Coding] = {}
    declared = positive.strip().casefold()
    for column in columns:
        names = [name.casefold() for name in gathered.names(column)]
        coding = _declared(names, declared) or _known(names) or _of_another(names, found)
        if coding is None:
            raise _unknown(gathered, column, declared)
        found[column] = {name: coding[name.casefold()] for name in gathered.names(column)}
    if declared and not any(declared in map(str.casefold, found[column]) for column in columns):
        raise gathered.fault(
            f"the label {positive!r} of --positive stands in none of the columns "
            + " and ".join(map(repr, columns)),
            advice="Give a label that the file uses",
        )
    return found


def _declared(names: list[str], positive: str) -> Coding | None:
    others = set(names) - {positive}
    if positive not in names or len(others) > 1:
        return None
    return {positive: SYNTHETIC, **dict.fromkeys(others, REAL)}


def _known(names: list[str]) -> Coding | None:
    for negative, positive in KNOWN_PAIRS:
        if set(names) <= {negative, positive}:
            return {negative: REAL, positive: SYNTHETIC}
    return None


def _of_another(names: list[str], found: Mapping[str, Coding]) -> Coding | None:
    for coding in found.values():
        folded = {name.casefold(): code for name, code in coding.items()}
        if set(names) <= set(folded):
            return folded
    return None


def _unknown(gathered: Gathering, column: str, declared: str) -> ReadingFileError:
    names = gathered.names(column)
    line = gathered.labels[column].line_of
    if len(names) > 2:
        return gathered.fault(
            f"{names[2]!r} is a third label, after {names[0]!r} and {names[1]!r}",
            line=line(names[2]),
            column=column,
            advice="A truth or verdict has two labels: put this one right, or leave the cell "
            "empty where there is no reading; confidence on a scale belongs in a column 'rating'",
        )
    stands_in_the_way = f" (--positive {declared} is not among them)" if declared else ""
    return gathered.fault(
        f"which of {' and '.join(map(repr, names))} is positive can't be told{stands_in_the_way}",
        line=line(names[0]),
        column=column,
        advice=f"Say so with --positive, such as --positive {names[-1]}",
    )
