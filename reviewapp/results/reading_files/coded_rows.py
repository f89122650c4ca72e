"""Gathered rows as codes and numbers; readers and cases in the natural order of their names.

Shape legend: ``_n`` rows of the file.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.results.reading_table import Scale
from reviewapp.results.statistics.coding import MISSING, SYNTHETIC, Codes, Numbers

from .gathering import Gathering
from .reading_file import Options
from .scale import ranks_of, scale_of
from .two_labels import Coding, codings_of

DIGITS: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, kw_only=True)
class CodedRows:
    """The rows of a file, (rows,): codes are -1 and numbers NaN where a cell is empty."""

    readers: tuple[str, ...]
    cases: tuple[str, ...]
    reader_n: Codes
    case_n: Codes
    truth_n: Codes
    verdict_n: Codes
    value_n: Codes
    rating_n: Numbers
    value_scale: Scale | None
    rating_scale: Scale | None
    positive: str

    @property
    def is_read_n(self) -> NDArray[np.bool_]:
        """Whether a row is a reading at all, and not only the place of a missing one."""
        said = (self.verdict_n != MISSING) | (self.value_n != MISSING)
        return np.asarray(said | np.isfinite(self.rating_n))


def coded_rows(gathered: Gathering, *, options: Options, decimal_comma: bool) -> CodedRows:
    """Code the rows. Raises ReadingFileError at labels that can't be understood."""
    binary = tuple(name for name in ("truth", "verdict") if name in gathered.columns)
    codings = codings_of(gathered, binary, positive=options.positive) if binary else {}
    scale, value_n = None, gathered.code_n("value")
    if "value" in gathered.columns:
        scale, value_n = scale_of(
            gathered, declared=options.categories, decimal_comma=decimal_comma
        )
    readers, reader_n = _in_order(gathered, "reader")
    cases, case_n = _in_order(gathered, "case")
    return CodedRows(
        readers=readers,
        cases=cases,
        reader_n=reader_n,
        case_n=case_n,
        truth_n=_recoded(gathered, "truth", codings.get("truth", {})),
        verdict_n=_recoded(gathered, "verdict", codings.get("verdict", {})),
        value_n=value_n,
        rating_n=gathered.number_n("rating"),
        value_scale=scale,
        rating_scale=_rating_scale(gathered, options),
        positive=_positive(codings.get("truth", {})),
    )


def natural(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """A key that puts r2 before r10."""
    parts = DIGITS.split(name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], name


def _in_order(gathered: Gathering, column: str) -> tuple[tuple[str, ...], Codes]:
    names = gathered.names(column)
    ordered = tuple(sorted(names, key=natural))
    place = {name: code for code, name in enumerate(ordered)}
    codes = np.array([place[name] for name in names], dtype=np.int64)
    return ordered, codes[gathered.code_n(column)] if names else gathered.code_n(column)


def _recoded(gathered: Gathering, column: str, coding: Coding) -> Codes:
    codes = [coding[name] for name in gathered.names(column)]
    # A missing cell is coded -1, which takes the last place.
    return np.array([*codes, MISSING], dtype=np.int64)[gathered.code_n(column)]


def _rating_scale(gathered: Gathering, options: Options) -> Scale | None:
    """Declared ranks of ratings. Raises ReadingFileError where the declaration fits nothing."""
    if not options.categories or "value" in gathered.columns:
        return None
    scale = ranks_of(options.categories)
    rating_n = gathered.number_n("rating")
    rating_n = rating_n[np.isfinite(rating_n)]
    if scale is None or not np.isin(rating_n, scale.values or ()).all():
        raise gathered.fault(
            f"--categories declares {', '.join(options.categories)}, which doesn't fit the ratings",
            advice="Ratings are declared as ranks, such as --categories 1,2,3,4,5,6, and all "
            "ratings must be among them; without the option ratings are any numbers",
        )
    return scale


def _positive(coding: Coding) -> str:
    return next((name for name, code in coding.items() if code == SYNTHETIC), "")
