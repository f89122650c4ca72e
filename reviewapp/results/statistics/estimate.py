"""A number with its interval, or the reason why there is none.

Every figure of a study leaves the statistics as an :class:`Estimate`, so that no page and no
export ever meets NaN, an infinity or a number without its method.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Final, NamedTuple

import numpy as np

from .coding import MISSING, Codes

LEVEL: Final = 0.95
"""Confidence level of every interval that does not say otherwise."""

FEW_READERS: Final = 5
"""Below this many readers an interval over readers is labelled unreliable."""


class Interval(NamedTuple):
    """Two confidence limits."""

    low: float
    high: float

    def clipped(self, *, low: float, high: float) -> "Interval":
        """The same interval within the range that the figure can take."""
        return Interval(max(self.low, low), min(self.high, high))


@dataclass(frozen=True, kw_only=True)
class Extent:
    """What a figure rests on: readings present, of so many readers and cases, and those missing."""

    readings: int = 0
    readers: int = 0
    cases: int = 0
    missing: int = 0

    @classmethod
    def of(cls, codes_rc: Codes) -> "Extent":
        """The extent of a reader x case table; readers and cases without a reading don't count."""
        present_rc = codes_rc != MISSING
        readings = int(present_rc.sum())
        readers = int(np.count_nonzero(present_rc.any(axis=1)))
        cases = int(np.count_nonzero(present_rc.any(axis=0)))
        return cls(
            readings=readings, readers=readers, cases=cases, missing=readers * cases - readings
        )


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One figure of a study.

    ``value`` is None exactly when ``reason`` says why it is undefined. ``low`` and ``high`` are
    both None exactly when ``interval_reason`` (or ``reason``) says why there is no interval.
    ``note`` warns of what limits the figure. Raises ValueError where these rules are broken or a
    number isn't finite.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    method: str
    extent: Extent
    se: float | None = None
    df: float | None = None
    reason: str = ""
    interval_reason: str = ""
    note: str = ""
    seed: int | None = None

    def __post_init__(self) -> None:
        numbers = (self.value, self.low, self.high, self.se, self.df)
        if not all(number is None or isfinite(number) for number in numbers):
            raise ValueError(f"an estimate holds finite numbers or None, not {numbers}")
        if (self.value is None) != bool(self.reason):
            raise ValueError("an estimate has a value or a reason why it has none, never both")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has two limits or none")
        if (self.low is None) != bool(self.interval_reason or self.reason):
            raise ValueError("an estimate has an interval or a reason why it has none, never both")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the lower limit {self.low} lies above the upper one {self.high}")

    @property
    def n(self) -> int:
        """Readings that the figure rests on."""
        return self.extent.readings

    @classmethod
    def undefined(
        cls, *, reason: str, method: str, extent: Extent | None = None, note: str = ""
    ) -> "Estimate":
        """A figure that doesn't exist, and why."""
        return cls(value=None, method=method, extent=extent or Extent(), reason=reason, note=note)
