"""One feature of one rhythm: real beside synthetic, and beside what real halves do.

Shape legend: ``_n`` row of the cohort's table, real ones first; ``_rn`` replicate x row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.bootstrap import resampled_by_patient
from generator.evaluation.feature_table import Feature, FeatureTable
from generator.evaluation.fidelity.cohort import (
    Cohort,
    Contrast,
    Rows,
    Statistic,
    allowance_for_worst,
    contrast,
)
from generator.evaluation.fidelity.distributions import (
    kolmogorov_smirnov,
    ks_replicates,
    spread_of,
    wasserstein,
)
from generator.evaluation.fidelity.thresholds import FEWEST, LEAST_SPREADS

Replicates = tuple[NDArray[np.float64], NDArray[np.float64]]
"""How often each real and each synthetic row of a cohort is drawn, replicate x row."""
_FEWEST_OF_A_PAIR: Final = FEWEST // 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """A feature's distribution on both sides; what cannot be measured is None."""

    feature: Feature
    rhythm: str
    real_n: NDArray[np.float64]
    """Measured values of real records."""
    synthetic_n: NDArray[np.float64]
    missing_real: float
    """Share of records without a value."""
    missing_synthetic: float
    missing: Contrast | None
    """Difference of the shares that are missing."""
    wasserstein: float | None
    """Of all records, in the feature's unit."""
    spread: float | None
    spread_is: str
    in_spreads: Contrast | None
    """Wasserstein in real spreads, at equal numbers, beside real halves."""
    ks: float | None
    ks_low: float | None
    ks_high: float | None
    ks_halves: Contrast | None


Comparisons = tuple[Comparison, ...]


def compare(
    cohort: Cohort, real: FeatureTable, synthetic: FeatureTable, replicates: Replicates
) -> Comparisons:
    """Each feature of the two tables in this cohort."""
    return tuple(
        _compare(feature, cohort, _column(feature, real, synthetic), replicates)
        for feature in real.features
    )


def replicates_of(cohort: Cohort, *, count: int, stream: np.random.Generator) -> Replicates:
    """Resampled patients of the real rows; synthetic records are resampled one by one."""
    synthetic = [str(row) for row in cohort.synthetic]
    return (
        _counts(cohort.patients, count, stream),
        _counts(synthetic, count, stream),
    )


def worst(compared: Comparisons, measure: str = "in_spreads") -> tuple[Comparison, float] | None:
    """The comparison with the greatest excess, the first of equals, and what chance allows it.

    None where no feature is defined.
    """
    there = [(one, found) for one in compared if (found := getattr(one, measure))]
    if not there:
        return None
    allowance = allowance_for_worst([found for _, found in there])
    return max(there, key=lambda each: float(each[1].excess))[0], allowance


def _column(feature: Feature, real: FeatureTable, other: FeatureTable) -> NDArray[np.float64]:
    return np.concatenate([real.column(feature.name), other.column(feature.name)])


def _compare(
    feature: Feature, cohort: Cohort, value_n: NDArray[np.float64], replicates: Replicates
) -> Comparison:
    there_n = ~np.isnan(value_n)
    real_rows, synthetic_rows = cohort.real[there_n[cohort.real]], cohort.synthetic
    synthetic_rows = synthetic_rows[there_n[synthetic_rows]]
    real_n, synthetic_n = value_n[real_rows], value_n[synthetic_rows]
    enough = min(len(real_n), len(synthetic_n)) >= FEWEST
    spread, spread_is = _spread(feature, real_n, synthetic_n) if enough else (None, "")
    low, high = _ks_interval(cohort, value_n, replicates) if enough else (None, None)
    scaled_n = value_n / spread if spread else value_n
    return Comparison(
        feature=feature,
        rhythm=cohort.rhythm,
        real_n=real_n,
        synthetic_n=synthetic_n,
        missing_real=_share_missing(there_n, cohort.real),
        missing_synthetic=_share_missing(there_n, cohort.synthetic),
        missing=contrast(cohort, lambda a, b: float(abs(there_n[a].mean() - there_n[b].mean()))),
        wasserstein=wasserstein(real_n, synthetic_n) if enough else None,
        spread=spread,
        spread_is=spread_is,
        in_spreads=contrast(cohort, _of_present(wasserstein, scaled_n)) if enough else None,
        ks=kolmogorov_smirnov(real_n, synthetic_n) if enough else None,
        ks_low=low,
        ks_high=high,
        ks_halves=contrast(cohort, _of_present(kolmogorov_smirnov, value_n)) if enough else None,
    )


def _spread(
    feature: Feature, real_n: NDArray[np.float64], synthetic_n: NDArray[np.float64]
) -> tuple[float, str]:
    spread, spread_is = spread_of(real_n, synthetic_n)
    least = LEAST_SPREADS.get(feature.name, 0.0)
    return (least, "declared") if spread < least else (spread, spread_is)


def _of_present(
    distance: Callable[[NDArray[np.float64], NDArray[np.float64]], float],
    value_n: NDArray[np.float64],
) -> Statistic:
    def of(first: Rows, second: Rows) -> float | None:
        one, other = value_n[first], value_n[second]
        one, other = one[~np.isnan(one)], other[~np.isnan(other)]
        if min(len(one), len(other)) < _FEWEST_OF_A_PAIR:
            return None
        return distance(one, other)

    return of


def _ks_interval(
    cohort: Cohort, value_n: NDArray[np.float64], replicates: Replicates
) -> tuple[float, float]:
    first_n, second_n = value_n[cohort.real], value_n[cohort.synthetic]
    here, there = ~np.isnan(first_n), ~np.isnan(second_n)
    found = ks_replicates(
        first_n[here], second_n[there], replicates[0][:, here], replicates[1][:, there]
    )
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def _counts(
    patients: tuple[str, ...] | list[str], count: int, stream: np.random.Generator
) -> NDArray[np.float64]:
    if not patients:
        return np.zeros((count, 0))
    drawn = resampled_by_patient(patients, replicates=count, stream=stream)
    return np.stack([np.bincount(rows, minlength=len(patients)) for rows in drawn]).astype(float)


def _share_missing(there_n: NDArray[np.bool_], rows: Rows) -> float:
    return float(1 - there_n[rows].mean()) if len(rows) else 0.0
