"""How well features separate synthetic from real cases, with intervals that hold for all of them.

The area under the ROC curve (AUC) of a value is the probability that a synthetic case has the
larger one, plus half that of a tie. Under the null hypothesis of no leak the origins could as well
be shuffled. So they are: the spread of each AUC over the shuffles gives its interval, and the
largest standardised deviation over all features in one shuffle tells how far the most extreme of
them strays by chance (Westfall and Young 1993, Resampling-Based Multiple Testing, "max T"). All
intervals together exclude 0.5 in at most 5 % of studies without a leak, however many features
there are and however they depend on one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau, norm, rankdata

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEVEL: Final = 0.95
"""Of all intervals of one family together."""

SHUFFLES: Final = 1999
"""With the true labelling 2,000, so that 5 % is a whole number of them."""

FOLDS: Final = 5
SPLITS: Final = 10
"""How often cases are split anew into folds; the AUC is over the pairs of all splits."""

RIDGE: Final = 0.1
"""Penalty of the classifier on features of unit variance, relative to their mean square."""

ORDER_LEVEL: Final = 0.999
"""Of the one interval that is about order, not origin: serial numbers miss it by far."""

_SAME: Final = 1e-12


@dataclass(frozen=True)
class Separation:
    """An AUC within its interval, and its p value adjusted for all features of the family.

    ``is_constant``: every case has the same value, so that 0.5 is exact and nothing is to test.
    """

    auc: float
    low: float
    high: float
    p: float
    is_constant: bool = False

    @property
    def excludes_chance(self) -> bool:
        """Does the interval exclude 0.5?"""
        return not self.low <= 0.5 <= self.high


SAME_FOR_ALL: Final = Separation(0.5, 0.5, 0.5, 1.0, is_constant=True)


@dataclass(frozen=True)
class Family:
    """Separations that were tested together, and how far beyond its spread each had to stray."""

    members: Mapping[str, Separation]
    reach: float

    def smallest_auc_caught(self, *, real: int, synthetic: int) -> float:
        """The AUC from which on a continuous feature would have excluded chance, at most 1.

        Its standard error without a leak is sqrt((n + 1) / (12 n1 n0)) (Mann and Whitney 1947).
        """
        se = sqrt((real + synthetic + 1) / (12 * real * synthetic))
        return min(0.5 + self.reach * se, 1.0)


def separate(
    tables: Mapping[str, Numbers], synthetic_c: Flags, *, seed: int, shuffles: int = SHUFFLES
) -> Family:
    """The AUC of every table of features, as one family.

    A table is (cases, features): of one feature its AUC, of several that of a linear classifier on
    cases that it was not fitted to, and 0.5 where no feature varies. The same seed gives the same
    figures. Raises ValueError for a table of other cases, values that are not finite, or fewer
    than two cases of an origin.
    """
    _refuse_unfit(tables, synthetic_c)
    labels_lc = shuffled_labels(synthetic_c, seed=seed, shuffles=shuffles)
    auc_l = {
        name: _table_auc(_varying(table_cf), labels_lc, seed=seed)
        for name, table_cf in tables.items()
    }
    return _simultaneous(auc_l)


def shuffled_labels(synthetic_c: Flags, *, seed: int, shuffles: int) -> Flags:
    """The true labelling, then ``shuffles`` random ones with as many synthetic cases."""
    generator = np.random.default_rng(seed)
    repeated_lc = np.broadcast_to(synthetic_c, (shuffles, synthetic_c.size))
    return np.vstack([synthetic_c[None, :], generator.permuted(repeated_lc, axis=1)])


def concordance(first: Numbers, second: Numbers) -> Separation:
    """The probability that of two items the later one in ``first`` is larger in ``second``.

    0.5 when the one says nothing about the other, 1 when both count up together: (tau + 1) / 2
    of Kendall's tau, with the normal interval of its null distribution (Kendall 1938).
    """
    n = first.size
    if n < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return SAME_FOR_ALL
    tau, p = (float(number) for number in kendalltau(first, second))
    se = sqrt(2 * (2 * n + 5) / (9 * n * (n - 1))) / 2
    half = float(norm.ppf((1 + ORDER_LEVEL) / 2)) * se
    centre = (tau + 1) / 2
    return Separation(centre, max(centre - half, 0.0), min(centre + half, 1.0), p)


def _refuse_unfit(tables: Mapping[str, Numbers], synthetic_c: Flags) -> None:
    synthetic, cases = int(synthetic_c.sum()), synthetic_c.size
    if min(synthetic, cases - synthetic) < 2:
        raise ValueError("separating takes two cases of each origin")
    for name, table_cf in tables.items():
        if table_cf.ndim != 2 or table_cf.shape[0] != cases:
            raise ValueError(f"{name} has shape {table_cf.shape}, for {cases} cases")
        if not np.isfinite(table_cf).all():
            raise ValueError(f"{name} holds numbers that are not finite")


def _varying(table_cf: Numbers) -> Numbers:
    """The features that vary, with mean 0 and variance 1."""
    centred_cf = table_cf - table_cf.mean(axis=0)
    spread_f = centred_cf.std(axis=0)
    # Relative to the values: a sum of equal numbers differs from them by rounding.
    varies_f = spread_f > _SAME * np.maximum(np.abs(table_cf).max(axis=0, initial=0.0), 1.0)
    standardised_cf: Numbers = centred_cf[:, varies_f] / spread_f[varies_f]
    return standardised_cf


def _table_auc(table_cf: Numbers, labels_lc: Flags, *, seed: int) -> Numbers:
    """The AUC of one table under each labelling."""
    if table_cf.shape[1] == 0:
        return np.full(labels_lc.shape[0], 0.5)
    if table_cf.shape[1] == 1:
        wins_l, pairs_l = _wins(table_cf, labels_lc)
        return wins_l / pairs_l
    return _cross_validated_auc(table_cf, labels_lc, seed=seed)


def _cross_validated_auc(table_cf: Numbers, labels_lc: Flags, *, seed: int) -> Numbers:
    """AUC of a ridge classifier (least squares on the labels) over cases left out.

    Two cases are compared only where the same fit scored both: over several fits the share of
    synthetic cases among those left in would enter the scores, and pull the AUC below 0.5.
    """
    generator = np.random.default_rng([seed, 1])  # another stream than that of the shuffles
    wins_l, pairs_l = np.zeros(labels_lc.shape[0]), np.zeros(labels_lc.shape[0])
    cases = table_cf.shape[0]
    for _ in range(SPLITS):
        fold_c = generator.permutation(cases) % min(FOLDS, cases // 2)
        for fold in range(fold_c.max() + 1):
            out_c = fold_c == fold
            scores_cl = _ridge_scores(table_cf[~out_c], labels_lc[:, ~out_c], table_cf[out_c])
            wins, pairs = _wins(scores_cl, labels_lc[:, out_c])
            wins_l += wins
            pairs_l += pairs
    return np.where(pairs_l > 0, wins_l / np.maximum(pairs_l, 1), 0.5)


def _ridge_scores(fit_cf: Numbers, labels_lc: Flags, score_cf: Numbers) -> Numbers:
    """Scores of the cases ``score_cf`` under a fit to each labelling of ``fit_cf``.

    The smaller of the two equivalent systems is solved: of features, or of cases.
    """
    mean_f = fit_cf.mean(axis=0)
    fit_cf, score_cf = fit_cf - mean_f, score_cf - mean_f
    target_cl = labels_lc.T - labels_lc.mean(axis=1)
    cases, features = fit_cf.shape
    penalty = RIDGE * max(float((fit_cf**2).sum()) / features, _SAME)
    if features <= cases:
        system = fit_cf.T @ fit_cf + penalty * np.eye(features)
        weights_fl = np.linalg.solve(system, fit_cf.T @ target_cl)
    else:
        system = fit_cf @ fit_cf.T + penalty * np.eye(cases)
        weights_fl = fit_cf.T @ np.linalg.solve(system, target_cl)
    scores_cl: Numbers = score_cf @ weights_fl
    return scores_cl


def _wins(scores_cl: Numbers, labels_lc: Flags) -> tuple[Numbers, Numbers]:
    """Pairs in which the synthetic case scores higher (a tie is half), and all pairs.

    One column of scores serves for every labelling.
    """
    ranks_cl = rankdata(np.round(scores_cl, 12), axis=0)
    synthetic_l = labels_lc.sum(axis=1).astype(np.float64)
    rank_sum_l = (ranks_cl * labels_lc.T).sum(axis=0)
    pairs_l = synthetic_l * (labels_lc.shape[1] - synthetic_l)
    return rank_sum_l - synthetic_l * (synthetic_l + 1) / 2, pairs_l


def _simultaneous(auc_l: Mapping[str, Numbers]) -> Family:
    """Intervals and p values of a family of AUCs, each given under every labelling."""
    away_l = {name: np.abs(values - 0.5) for name, values in auc_l.items()}
    # Over the true labelling too: treated unlike the shuffles, it would stand out by that alone.
    spread = {name: float(np.sqrt((away**2).mean())) for name, away in away_l.items()}
    standard_l = [away_l[name] / spread[name] for name in away_l if spread[name] > _SAME]
    if not standard_l:
        alone = float(norm.ppf((1 + LEVEL) / 2))
        return Family(dict.fromkeys(auc_l, SAME_FOR_ALL), alone)
    largest_l = np.sort(np.max(standard_l, axis=0))
    reach = float(largest_l[ceil(LEVEL * largest_l.size) - 1])
    members = {}
    for name, values in auc_l.items():
        if spread[name] <= _SAME:
            members[name] = SAME_FOR_ALL
            continue
        auc, half = float(values[0]), reach * spread[name]
        p = float((largest_l >= away_l[name][0] / spread[name] - _SAME).mean())
        members[name] = Separation(auc, max(auc - half, 0.0), min(auc + half, 1.0), p)
    return Family(members, reach)
