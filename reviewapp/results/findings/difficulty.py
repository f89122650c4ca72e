"""How hard each case was, and the cases that looked most or least like what they are not."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import Origin, ReadingTable
from reviewapp.results.statistics.coding import MISSING, SYNTHETIC
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.models.case_difficulty import CaseDifficulty, case_difficulty


@dataclass(frozen=True, kw_only=True)
class CaseFinding:
    """One case: its difficulty, how many verdicts called it synthetic, and its mean rating."""

    code: str
    origin: Origin
    rhythm: str
    readings: int
    called_synthetic: int
    mean_rating: float | None
    difficulty: CaseDifficulty


@dataclass(frozen=True, kw_only=True)
class DifficultyFindings:
    """All cases by code; ``constant`` of them had the same verdict from everybody.

    ``alpha`` is Cronbach's of the set, ``alpha_varying`` without the constant cases.
    """

    cases: tuple[CaseFinding, ...]
    constant: int
    alpha: Estimate
    alpha_varying: Estimate

    def most_real(self, origin: Origin) -> tuple[CaseFinding, ...]:
        """The read cases of an origin, those that looked most real first.

        Of synthetic ones the most convincing stand first. By share of verdicts "synthetic", then
        by mean rating, then by code.
        """
        read = [case for case in self.cases if case.origin == origin and case.readings]
        return tuple(sorted(read, key=_how_synthetic))

    def most_synthetic(self, origin: Origin) -> tuple[CaseFinding, ...]:
        """The same from the other end: of synthetic ones the least convincing stand first."""
        return self.most_real(origin)[::-1]


def find_difficulty(table: ReadingTable) -> DifficultyFindings:
    """Every case of a table whose cases all have a known origin."""
    verdict_rc, truth_c = table.first.verdict_rc, table.truth_c
    right_rc = (verdict_rc == truth_c).astype(np.int64)
    correct_rc = np.where(verdict_rc == MISSING, MISSING, right_rc)
    found = case_difficulty(correct_rc=correct_rc, cases=tuple(case.code for case in table.cases))
    return DifficultyFindings(
        cases=tuple(
            _of_case(table, place, difficulty) for place, difficulty in enumerate(found.cases)
        ),
        constant=found.constant,
        alpha=found.alpha,
        alpha_varying=found.alpha_varying,
    )


def _of_case(table: ReadingTable, place: int, difficulty: CaseDifficulty) -> CaseFinding:
    case, rating_r = table.cases[place], table.first.rating_rc[:, place]
    verdict_r = table.first.verdict_rc[:, place]
    rated_r = np.isfinite(rating_r)
    return CaseFinding(
        code=case.code,
        origin="synthetic" if table.truth_c[place] == SYNTHETIC else "real",
        rhythm=case.rhythm,
        readings=int((verdict_r != MISSING).sum()),
        called_synthetic=int((verdict_r == SYNTHETIC).sum()),
        mean_rating=float(rating_r[rated_r].mean()) if rated_r.any() else None,
        difficulty=difficulty,
    )


def _how_synthetic(case: CaseFinding) -> tuple[float, float, str]:
    return case.called_synthetic / case.readings, case.mean_rating or 0.0, case.code
