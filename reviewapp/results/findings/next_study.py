"""How large the next study must be, from the variance that this one showed."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.discrimination.areas import area_figures
from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.results.statistics.discrimination.planning import (
    NO_COMPONENTS,
    Pilot,
    cases_for_equivalence,
    pilot_of,
    plan,
    power_of_equivalence,
    power_to_differ,
)

READERS: Final = (5, 8, 10, 15, 20, 30)
POWER: Final = 0.8
NO_VARIANCE: Final = "readers and cases show no variation"


@dataclass(frozen=True, kw_only=True)
class Design:
    """A study of so many readers on as many cases as this one had.

    ``equivalence``: power to show equivalence when nobody can tell; ``difference``: power to show
    a difference when the figure lies at the upper end of the band. ``cases`` are the fewest that
    show equivalence with a power of 80 %, None where 20,000 don't.
    """

    readers: int
    equivalence: float
    difference: float
    cases: int | None


@dataclass(frozen=True, kw_only=True)
class Plans:
    """Variance components of one endpoint and what they ask for; or the ``reason`` why not."""

    pilot: Pilot | None
    band: Band
    cases: int
    left_out: int
    designs: tuple[Design, ...]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NextStudy:
    """Plans by area and by accuracy; designs of as many readers as here, and of 5 to 30."""

    area: Plans
    accuracy: Plans


def find_next_study(table: ReadingTable) -> NextStudy:
    """Plans from a table whose cases all have a known origin."""
    verdict_rc = table.first.verdict_rc
    number_rc = np.where(verdict_rc == MISSING, np.nan, verdict_rc).astype(np.float64)
    return NextStudy(
        area=_plans(table.first.rating_rc, table.truth_c, table.area_band),
        accuracy=_plans(number_rc, table.truth_c, table.accuracy_band),
    )


def _plans(rating_rc: Numbers, truth_c: Codes, band: Band) -> Plans:
    """Of the cases that every reader with readings read; the others are left out, and counted."""
    rated_rc = np.isfinite(rating_rc)
    rated_rc, rating_rc = rated_rc[rated_rc.any(axis=1)], rating_rc[rated_rc.any(axis=1)]
    complete_c = rated_rc.all(axis=0) & (len(rated_rc) > 0)
    left_out = int(rated_rc.any(axis=0).sum() - complete_c.sum())
    rating_rc, truth_c = rating_rc[:, complete_c], truth_c[complete_c]
    cases = truth_c.size
    pilot = None
    if min(int((truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)) > 1:
        pilot = pilot_of(area_figures(rating_rc, truth_c), cases=cases)
    reason = "" if pilot else NO_COMPONENTS
    if pilot and pilot.readers + pilot.error + pilot.shared <= 0:
        reason = NO_VARIANCE
    return Plans(
        pilot=pilot,
        band=band,
        cases=cases,
        left_out=left_out,
        designs=() if reason or pilot is None else _designs(pilot, len(rating_rc), band),
        reason=reason,
    )


def _designs(pilot: Pilot, here: int, band: Band) -> tuple[Design, ...]:
    return tuple(
        Design(
            readers=readers,
            equivalence=power_of_equivalence(
                plan(pilot, readers=readers, cases=pilot.cases), truth=band.chance, band=band
            ),
            difference=power_to_differ(
                plan(pilot, readers=readers, cases=pilot.cases),
                truth=band.high,
                chance=band.chance,
                alpha=band.alpha,
            ),
            cases=cases_for_equivalence(
                pilot, readers=readers, truth=band.chance, band=band, power=POWER
            ),
        )
        for readers in sorted({here, *READERS})
    )
