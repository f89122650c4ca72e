"""What a single cell says: nothing, or a number."""

from math import isfinite, nan
from typing import Final

MISSING_MARKS: Final = frozenset({"", "na", "n/a", "#n/a", "nan", "null"})
"""Cells that mean "no reading", in any case of letters; R and pandas write them."""


def is_missing(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return text.casefold() in MISSING_MARKS


def number_of(text: str, *, decimal_comma: bool = False) -> float:
    """The number in a cell, NaN for a missing one. Raises ValueError where it is none.

    ``decimal_comma``: the file's cells aren't separated by commas, so that 0,75 is a number.
    """
    if is_missing(text):
        return nan
    if decimal_comma and "." not in text:
        text = text.replace(",", ".")
    if "_" in text:
        raise ValueError(f"{text!r} is no number")
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text!r} is no finite number")
    return number
