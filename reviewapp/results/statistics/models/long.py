"""Readings of a study in long form: one row a reading, as the models take them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reviewapp.results.statistics.coding import Numbers

from .design import Factor


@dataclass(frozen=True, kw_only=True)
class LongReadings:
    """The first reading of each presentation, all arrays (rows,).

    ``synthetic_n`` is the origin (1 synthetic), ``verdict_n`` what the reader said (1 synthetic,
    NaN where there is no verdict), ``position_n`` the place in the reader's order from 1,
    ``seconds_n`` the active time (NaN where unknown). What a study doesn't have is None.
    """

    reader: Factor
    case: Factor
    synthetic_n: Numbers
    verdict_n: Numbers
    site: Factor | None = None
    rhythm: Factor | None = None
    position_n: Numbers | None = None
    seconds_n: Numbers | None = None

    @classmethod
    def of(
        cls,
        *,
        reader: Sequence[str],
        case: Sequence[str],
        synthetic: Sequence[int],
        verdict: Sequence[int | None],
        site: Sequence[str] | None = None,
        rhythm: Sequence[str] | None = None,
        position: Sequence[float | None] | None = None,
        seconds: Sequence[float | None] | None = None,
    ) -> "LongReadings":
        """The same from plain columns. Raises ValueError when they aren't of one length."""
        columns = (reader, case, synthetic, verdict, site, rhythm, position, seconds)
        if len({len(column) for column in columns if column is not None}) > 1:
            raise ValueError("each reading has a value in each column")
        return cls(
            reader=Factor.of(reader),
            case=Factor.of(case),
            synthetic_n=_numbers(synthetic),
            verdict_n=_numbers(verdict),
            site=Factor.of(site) if site is not None else None,
            rhythm=Factor.of(rhythm) if rhythm is not None else None,
            position_n=_numbers(position) if position is not None else None,
            seconds_n=_numbers(seconds) if seconds is not None else None,
        )

    @property
    def rows(self) -> int:
        """How many readings there are."""
        return int(self.synthetic_n.size)

    @property
    def correct_n(self) -> Numbers:
        """1 where the verdict is the origin, else 0; of readings that have a verdict."""
        return np.asarray(self.verdict_n == self.synthetic_n, dtype=np.float64)

    @property
    def groups(self) -> dict[str, Factor]:
        """The crossed random intercepts."""
        return {"reader": self.reader, "case": self.case}

    def with_verdict(self) -> "LongReadings":
        """The readings that have a verdict."""
        return self.where(np.isfinite(self.verdict_n))

    def where(self, kept_n: NDArray[np.bool_]) -> "LongReadings":
        """Some of the readings; readers, cases, sites and rhythms without any are dropped."""
        return replace(
            self,
            reader=self.reader.kept(kept_n),
            case=self.case.kept(kept_n),
            synthetic_n=self.synthetic_n[kept_n],
            verdict_n=self.verdict_n[kept_n],
            site=self.site.kept(kept_n) if self.site else None,
            rhythm=self.rhythm.kept(kept_n) if self.rhythm else None,
            position_n=self.position_n[kept_n] if self.position_n is not None else None,
            seconds_n=self.seconds_n[kept_n] if self.seconds_n is not None else None,
        )


def _numbers(values: Sequence[float | None] | Sequence[int] | Sequence[int | None]) -> Numbers:
    return np.array([np.nan if value is None else float(value) for value in values])
