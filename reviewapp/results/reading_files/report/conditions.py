"""Two conditions (modalities) read by the same readers: each, and their difference, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Numbers
from reviewapp.results.statistics.discrimination.areas import area_kernel, numbers_of
from reviewapp.results.statistics.discrimination.mean_area import extent_of, mean_area
from reviewapp.results.statistics.discrimination.two_conditions import (
    Comparison,
    ConditionTest,
    NoComparison,
    compare_areas,
    compare_shares,
)
from reviewapp.results.statistics.discrimination.u_statistic import Crossed, crossed_difference
from reviewapp.results.statistics.estimate import Estimate

from .named import Extra, Named

MOST_CONDITIONS: Final = 6
"""Of more conditions only so many are compared, each with each."""

DIFFERENCE: Final = "difference of means; Obuchowski-Rockette/Hillis"


@dataclass(frozen=True)
class Compared:
    """The first less the second condition."""

    first: str
    second: str
    figures: Mapping[str, Named]


def comparisons(tables: Mapping[str, ReadingTable]) -> tuple[Compared, ...]:
    """Every pair of conditions, the first ones only where there are many."""
    names = list(tables)[:MOST_CONDITIONS]
    return tuple(
        Compared(first, second, _compared(tables[first], tables[second]))
        for first, second in combinations(names, 2)
    )


def _compared(first: ReadingTable, second: ReadingTable) -> dict[str, Named]:
    both = (first, second)
    found: dict[str, Named] = {}
    ratings = [table.first.rating_rc for table in both]
    if all(np.isfinite(rating_rc).any() for rating_rc in ratings):
        found |= _areas("", "area", ratings, first)
        found["ustat_diff"] = Named("Difference of areas, Gallas", _gallas(ratings, first))
    if all((table.first.verdict_rc != MISSING).any() for table in both):
        said = [numbers_of(table.first.verdict_rc) for table in both]
        found |= _areas("balanced_", "balanced accuracy", said, first)
        for prefix, title, origin in (
            ("sens_", "sensitivity", SYNTHETIC),
            ("spec_", "specificity", REAL),
        ):
            correct_trc = np.where(np.isfinite(said), np.equal(said, first.truth_c), np.nan)
            shares = compare_shares(correct_trc=correct_trc[:, :, first.truth_c == origin])
            found |= _differences(prefix, title, shares)
    return found


def _areas(
    prefix: str, title: str, ratings: list[Numbers], table: ReadingTable
) -> dict[str, Named]:
    """Means of both conditions, with gaps if need be; the difference where there are none."""
    rating_trc = np.array(ratings)
    compared = compare_areas(truth_c=table.truth_c, rating_trc=rating_trc)
    means = [mean_area(truth_c=table.truth_c, rating_rc=rating_rc) for rating_rc in ratings]
    named = {
        f"{prefix}mean{place}": Named(f"Mean {title}, condition {place}", mean)
        for place, mean in enumerate(means, start=1)
    }
    return named | _differences(prefix, title, compared)


def _differences(prefix: str, title: str, compared: Comparison | NoComparison) -> dict[str, Named]:
    title = f"Difference of {title}"
    if isinstance(compared, NoComparison):
        nothing = Estimate.undefined(reason=compared.reason, method=DIFFERENCE)
        return {f"{prefix}diff": Named(title, nothing)}
    found = {}
    if prefix in ("sens_", "spec_"):
        for place, mean in enumerate(compared.means, start=1):
            found[f"{prefix}mean{place}"] = Named(f"Mean, condition {place}", mean)
    components = compared.components
    error: dict[str, Extra] = {
        "var_error": components.variance,
        "cov1": components.cov1,
        "cov2": components.cov2,
        "cov3": components.cov3,
    }
    found[f"{prefix}diff"] = _test(title, compared.rrrc, "F", error)
    found[f"{prefix}diff_frrc"] = _test(f"{title}, these readers", compared.frrc, "chi2", {})
    found[f"{prefix}diff_rrfc"] = _test(f"{title}, these cases", compared.rrfc, "F", {})
    return found


def _test(title: str, test: ConditionTest, statistic: str, more: Mapping[str, Extra]) -> Named:
    extra: dict[str, Extra] = {statistic: test.statistic, "df2": test.df2, "p": test.p_value}
    return Named(title, test.difference, {**extra, **more})


def _gallas(ratings: list[Numbers], table: ReadingTable) -> Estimate:
    rated_rc = np.asarray(np.isfinite(ratings).any(axis=0), dtype=np.bool_)
    first, second = (Crossed(*area_kernel(rating_rc, table.truth_c)) for rating_rc in ratings)
    return crossed_difference(first=first, second=second, extent=extent_of(rated_rc))
