"""Scores of an ordered scale, real cases against synthetic ones.

Readings of one case are not independent, so every test and interval here is on case means: the
mean of a case's scores over the readers who gave one. A case counts once, however many read it;
the intervals speak for other cases scored by these readers.
"""

from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import (
    MISSING,
    REAL,
    SYNTHETIC,
    Codes,
    Numbers,
    checked_truth,
)
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import superiority, t_estimate
from reviewapp.results.statistics.multiplicity import holm

WELCH: Final = "difference of means of case means, synthetic minus real; Welch t interval"
SUPERIORITY: Final = (
    "P(synthetic case scores higher) + half of ties, on case means; Newcombe method 5"
)
MANN_WHITNEY: Final = "two-sided Mann-Whitney test on case means"


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The scores that the cases of one origin got; medians and means are over case means."""

    readings: int
    cases: int
    not_assessable: int
    counts: tuple[int, ...]
    median: float | None
    mean: float | None


@dataclass(frozen=True, kw_only=True)
class ScoreComparison:
    """One item of the morphology: real against synthetic."""

    real: Scored
    synthetic: Scored
    difference: Estimate
    superiority: Estimate
    p_value: float | None
    p_holm: float | None
    p_reason: str = ""
    p_method: str = MANN_WHITNEY


def compare_scores(
    *, score_rc: Codes, truth_c: Codes, levels: int = 5, not_assessable: int = 0
) -> ScoreComparison:
    """Compare scores 1..levels (readers, cases) by origin (cases,); -1 is a missing score.

    ``not_assessable`` is the code of that answer: counted apart, and left out of every figure.
    ``p_holm`` is empty until :func:`adjusted` sees all items. Raises ValueError on other codes.
    """
    if (
        score_rc.size
        and not np.isin(score_rc, [MISSING, not_assessable, *range(1, levels + 1)]).all()
    ):
        raise ValueError(f"scores run from 1 to {levels}")
    checked_truth(truth_c, score_rc)
    sides = {
        origin: _scored(score_rc[:, truth_c == origin], levels, not_assessable)
        for origin in (REAL, SYNTHETIC)
    }
    (real, real_mean_c), (synthetic, synthetic_mean_c) = sides[REAL], sides[SYNTHETIC]
    extent = Extent.of(np.where(score_rc == not_assessable, MISSING, score_rc))
    p_value, p_reason = _mann_whitney(real_mean_c, synthetic_mean_c)
    return ScoreComparison(
        real=real,
        synthetic=synthetic,
        difference=_difference(real_mean_c, synthetic_mean_c, extent),
        superiority=_superiority(real_mean_c, synthetic_mean_c, extent),
        p_value=p_value,
        p_holm=None,
        p_reason=p_reason,
    )


def adjusted(comparisons: dict[str, ScoreComparison]) -> dict[str, ScoreComparison]:
    """The same comparisons with p values adjusted for their number by Holm's method."""
    tested = [(name, one.p_value) for name, one in comparisons.items() if one.p_value is not None]
    p_holm = holm(np.array([p for _, p in tested], dtype=np.float64))
    by_name = {name: float(p) for (name, _), p in zip(tested, p_holm, strict=True)}
    return {name: replace(one, p_holm=by_name.get(name)) for name, one in comparisons.items()}


def _scored(score_rc: Codes, levels: int, not_assessable: int) -> tuple[Scored, Numbers]:
    """What the cases of one origin got, and the mean score of each case that has one."""
    given_rc = score_rc >= 1
    given_c = given_rc.sum(axis=0)
    total_c = np.where(given_rc, score_rc, 0).sum(axis=0)
    mean_c = total_c[given_c > 0] / given_c[given_c > 0]
    counts = tuple(int((score_rc == level).sum()) for level in range(1, levels + 1))
    scored = Scored(
        readings=int(given_c.sum()),
        cases=int(mean_c.size),
        not_assessable=int((score_rc == not_assessable).sum()),
        counts=counts,
        median=float(np.median(mean_c)) if mean_c.size else None,
        mean=float(mean_c.mean()) if mean_c.size else None,
    )
    return scored, mean_c


def _lacking(real_c: Numbers, synthetic_c: Numbers) -> str:
    sides = (("real", real_c), ("synthetic", synthetic_c))
    return " and ".join(f"no {name} case has a score" for name, side_c in sides if not side_c.size)


def _difference(real_c: Numbers, synthetic_c: Numbers, extent: Extent) -> Estimate:
    reason = _lacking(real_c, synthetic_c)
    if reason:
        return Estimate.undefined(reason=reason, method=WELCH, extent=extent)
    value = float(synthetic_c.mean() - real_c.mean())
    if min(real_c.size, synthetic_c.size) < 2:
        reason = "an interval needs two cases of each origin"
        return Estimate(value=value, method=WELCH, extent=extent, interval_reason=reason)
    parts = [float(side_c.var(ddof=1)) / side_c.size for side_c in (real_c, synthetic_c)]
    variance = sum(parts)
    sizes = (real_c.size, synthetic_c.size)
    spread = sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    return t_estimate(
        value=value,
        se=sqrt(variance),
        df=variance**2 / spread if spread > 0 else inf,
        method=WELCH,
        extent=extent,
        no_spread="the cases show no variation, so that the SE is 0",
    )


def _superiority(real_c: Numbers, synthetic_c: Numbers, extent: Extent) -> Estimate:
    reason = _lacking(real_c, synthetic_c)
    if reason:
        return Estimate.undefined(reason=reason, method=SUPERIORITY, extent=extent)
    above = np.sign(np.subtract.outer(synthetic_c, real_c))
    value = float((above + 1).mean() / 2)
    low, high = superiority(value, synthetic_c.size, real_c.size)
    return Estimate(
        value=value, low=min(low, value), high=max(high, value), method=SUPERIORITY, extent=extent
    )


def _mann_whitney(real_c: Numbers, synthetic_c: Numbers) -> tuple[float | None, str]:
    reason = _lacking(real_c, synthetic_c)
    if reason:
        return None, reason
    if np.ptp(np.concatenate([real_c, synthetic_c])) == 0:
        return None, "all cases have the same mean score"
    return float(stats.mannwhitneyu(synthetic_c, real_c, alternative="two-sided").pvalue), ""
