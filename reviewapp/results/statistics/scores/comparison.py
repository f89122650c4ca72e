"""Scores of an ordered scale, real cases against synthetic ones: one item of the morphology."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reviewapp.results.statistics.bootstrap import REPLICATES
from reviewapp.results.statistics.coding import (
    MISSING,
    REAL,
    SYNTHETIC,
    Codes,
    Numbers,
    checked_truth,
)
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.multiplicity import holm

from .effects import (
    cliffs_delta,
    difference_of_means,
    p_of_no_difference,
    superiority_over_readers,
)
from .medians import case_means, difference_of_medians

Name = TypeVar("Name", bound=Hashable)

SUPERIORITY_TEST: Final = "two-sided t test that synthetic cases score higher as often as lower"
MANN_WHITNEY: Final = "two-sided Mann-Whitney test on case means, as the SE is 0"


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
    """One item of the morphology: real against synthetic.

    ``superiority`` is the chance that a synthetic case is scored above a real one, ties counting
    half; ``p_value`` tests that it is 1/2.
    """

    real: Scored
    synthetic: Scored
    difference: Estimate
    median_difference: Estimate
    superiority: Estimate
    p_value: float | None
    p_holm: float | None
    p_reason: str = ""
    p_method: str = SUPERIORITY_TEST

    @property
    def cliffs_delta(self) -> Estimate:
        """The effect size from -1 to 1: 2 x superiority - 1."""
        return cliffs_delta(self.superiority)


@dataclass(frozen=True)
class Part:
    """Some of the readers and some of the cases, as masks; None is all of them."""

    readers_r: NDArray[np.bool_] | None = None
    cases_c: NDArray[np.bool_] | None = None


def compare_scores(
    *,
    score_rc: Codes,
    truth_c: Codes,
    levels: int = 5,
    not_assessable: int = 0,
    seed: int = 0,
    replicates: int = REPLICATES,
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
    number_rc = np.where(score_rc >= 1, score_rc, np.nan).astype(np.float64)
    mean_c = case_means(number_rc)
    superiority = superiority_over_readers(number_rc, truth_c)
    p_value, p_method = p_of_no_difference(superiority), SUPERIORITY_TEST
    if p_value is None and superiority.value in (0, 1):
        p_value, p_method = _mann_whitney(mean_c, truth_c), MANN_WHITNEY
    return ScoreComparison(
        real=_scored(score_rc, mean_c, truth_c == REAL, levels, not_assessable),
        synthetic=_scored(score_rc, mean_c, truth_c == SYNTHETIC, levels, not_assessable),
        difference=difference_of_means(number_rc, truth_c),
        median_difference=difference_of_medians(
            number_rc, truth_c, seed=seed, replicates=replicates
        ),
        superiority=superiority,
        p_value=p_value,
        p_holm=None,
        p_reason=_why_no_p(superiority) if p_value is None else "",
        p_method=p_method,
    )


def compare_parts(
    *,
    scores: Mapping[str, Codes],
    truth_c: Codes,
    parts: Mapping[str, Part],
    levels: int = 5,
    not_assessable: int = 0,
    seed: int = 0,
    replicates: int = REPLICATES,
) -> dict[str, dict[str, ScoreComparison]]:
    """The comparison of every item (name: scores) in every part, such as each rhythm or site.

    First key: item, second: part. p values are adjusted by Holm over all items and parts.
    """
    found = {
        (item, label): compare_scores(
            score_rc=_rows(score_rc, part.readers_r)[:, _all_or(part.cases_c, truth_c.size)],
            truth_c=truth_c[_all_or(part.cases_c, truth_c.size)],
            levels=levels,
            not_assessable=not_assessable,
            seed=seed,
            replicates=replicates,
        )
        for item, score_rc in scores.items()
        for label, part in parts.items()
    }
    by_item: dict[str, dict[str, ScoreComparison]] = {item: {} for item in scores}
    for (item, label), comparison in adjusted(found).items():
        by_item[item][label] = comparison
    return by_item


def adjusted(comparisons: dict[Name, ScoreComparison]) -> dict[Name, ScoreComparison]:
    """The same comparisons with p values adjusted for their number by Holm's method."""
    tested = [(name, one.p_value) for name, one in comparisons.items() if one.p_value is not None]
    p_holm = holm(np.array([p for _, p in tested], dtype=np.float64))
    by_name = {name: float(p) for (name, _), p in zip(tested, p_holm, strict=True)}
    return {name: replace(one, p_holm=by_name.get(name)) for name, one in comparisons.items()}


def _rows(score_rc: Codes, readers_r: NDArray[np.bool_] | None) -> Codes:
    return score_rc if readers_r is None else score_rc[readers_r]


def _all_or(mask: NDArray[np.bool_] | None, size: int) -> NDArray[np.bool_]:
    return np.ones(size, dtype=np.bool_) if mask is None else mask


def _why_no_p(superiority: Estimate) -> str:
    return superiority.reason or superiority.interval_reason or "there is no standard error"


def _mann_whitney(mean_c: Numbers, truth_c: Codes) -> float:
    """The test of two samples of case means, which holds where readers tell all cases apart."""
    real_c, synthetic_c = (
        mean_c[np.isfinite(mean_c) & (truth_c == side)] for side in (REAL, SYNTHETIC)
    )
    return float(stats.mannwhitneyu(synthetic_c, real_c, alternative="two-sided").pvalue)


def _scored(
    score_rc: Codes, mean_c: Numbers, of_origin_c: NDArray[np.bool_], levels: int, absent: int
) -> Scored:
    """What the cases of one origin got."""
    own_rc = score_rc[:, of_origin_c]
    own_mean_c = mean_c[of_origin_c & np.isfinite(mean_c)]
    return Scored(
        readings=int((own_rc >= 1).sum()),
        cases=int(own_mean_c.size),
        not_assessable=int((own_rc == absent).sum()),
        counts=tuple(int((own_rc == level).sum()) for level in range(1, levels + 1)),
        median=float(np.median(own_mean_c)) if own_mean_c.size else None,
        mean=float(own_mean_c.mean()) if own_mean_c.size else None,
    )
