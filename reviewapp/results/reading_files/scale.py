"""The scale of a column of values: its categories in order, and what they are as numbers."""

from collections.abc import Sequence

import numpy as np

from reviewapp.results.reading_table import Scale
from reviewapp.results.statistics.coding import MISSING, Codes

from .cells import number_of
from .gathering import Gathering


def scale_of(
    gathered: Gathering, *, declared: tuple[str, ...], decimal_comma: bool
) -> tuple[Scale, Codes]:
    """The scale of the column ``value``, and the code of each row on it, -1 missing.

    ``declared``: the categories in their order; else numbers in theirs, 1 and 1.0 being one. Words
    are nominal until their order is declared. Raises ReadingFileError at a value off the declared
    scale.
    """
    names = gathered.names("value")
    numbers = _numbers(names, decimal_comma)
    if declared:
        given = _numbers(declared, decimal_comma)
        scale = Scale(declared, None if given is None else tuple(given))
        place_of = _declared_places(gathered, scale, numbers)
    elif numbers is not None:
        used_q, places = np.unique(np.array(numbers, dtype=np.float64), return_inverse=True)
        scale = Scale(tuple(map(_label, used_q.tolist())), tuple(used_q.tolist()))
        place_of = places.tolist()
    else:
        ordered = sorted(names, key=str.casefold)
        scale = Scale(tuple(ordered), is_ordered=len(ordered) < 3)
        place = {name: code for code, name in enumerate(ordered)}
        place_of = [place[name] for name in names]
    # A missing reading is coded -1, which takes the last place.
    codes = np.array([*place_of, MISSING], dtype=np.int64)
    return scale, codes[gathered.code_n("value")]


def ranks_of(declared: tuple[str, ...]) -> Scale | None:
    """The declared scale of ratings, when it is 1, 2, ... as ranks are; else None."""
    given = _numbers(declared, decimal_comma=False)
    ranks = [float(rank) for rank in range(1, len(declared) + 1)]
    return Scale(declared, tuple(ranks)) if declared and given == ranks else None


def _declared_places(gathered: Gathering, scale: Scale, numbers: list[float] | None) -> list[int]:
    """The place on the declared scale of each label of the file: by its number, or its word."""
    by_word = {label.casefold(): code for code, label in enumerate(scale.levels)}
    by_number = {value: code for code, value in enumerate(scale.values or ())}
    places = []
    for code, name in enumerate(gathered.names("value")):
        found = by_word.get(name.casefold())
        if found is None and numbers is not None:
            found = by_number.get(numbers[code])
        if found is None:
            raise gathered.fault(
                f"{name!r} is not on the declared scale {', '.join(scale.levels)}",
                line=gathered.labels["value"].line_of(name),
                column="value",
                advice="Put it right, or declare it too with --categories",
            )
        places.append(found)
    return places


def _numbers(labels: Sequence[str], decimal_comma: bool) -> list[float] | None:
    """The labels as numbers, None unless all of them are."""
    try:
        return [number_of(label, decimal_comma=decimal_comma) for label in labels]
    except ValueError:
        return None


def _label(number: float) -> str:
    short = f"{number:g}"
    return short if float(short) == number else repr(number)
