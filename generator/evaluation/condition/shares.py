"""A share with its interval, where every record is a patient of its own."""

from dataclasses import dataclass
from math import sqrt

from generator.evaluation.condition.thresholds import FEWEST_ASKED

_Z_95 = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many, with the 95 % interval."""

    hits: int
    n: int
    value: float
    low: float
    high: float


def share_of(hits: int, n: int) -> Share | None:
    """The share with Wilson's (1927) score interval; None of too few.

    Wilson's, for a bootstrap of all or none would give an interval of no width.
    """
    if n < FEWEST_ASKED:
        return None
    value, z2 = hits / n, _Z_95**2
    middle = (value + z2 / (2 * n)) / (1 + z2 / n)
    reach = _Z_95 * sqrt(value * (1 - value) / n + z2 / (4 * n**2)) / (1 + z2 / n)
    low, high = max(middle - reach, 0.0), min(middle + reach, 1.0)
    return Share(hits=hits, n=n, value=value, low=low, high=high)
