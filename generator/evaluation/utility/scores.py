"""How well probabilities tell two rhythms apart, for many weightings of the records at once.

A replicate of a bootstrap is a weighting: how often each record was drawn.
Shape legend: ``_n`` record, ``_r`` replicate, ``_g`` group of records with one probability.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

AT: Final = 0.5
"""From this probability on a record counts as positive; fixed, never tuned."""
BALANCED_F1: Final = "balanced_f1"
F1: Final = "f1"
AUROC: Final = "auroc"
SENSITIVITY: Final = "sensitivity"
SPECIFICITY: Final = "specificity"
SCORES: Final = (BALANCED_F1, F1, AUROC, SENSITIVITY, SPECIFICITY)


def weighted_scores(
    positive_n: NDArray[np.bool_],
    probability_n: NDArray[np.float64],
    weight_rn: NDArray[np.float64],
) -> dict[str, NDArray[np.float64]]:
    """Each score by name, one value a weighting (r,); NaN where a rhythm has no weight.

    ``f1`` is 2 TP / (2 TP + FP + FN) of the positive rhythm as often as it occurs; ``balanced_f1``
    the same with both rhythms given equal weight, 2 s / (s + 1 - c + 1) for sensitivity s and
    specificity c, so that it can be compared between sets with other shares of the rhythms.
    """
    called_n = probability_n >= AT
    positive_r, negative_r = weight_rn @ positive_n, weight_rn @ ~positive_n
    true_r, false_r = weight_rn @ (called_n & positive_n), weight_rn @ (called_n & ~positive_n)
    sensitivity_r = _ratio(true_r, positive_r)
    fall_out_r = _ratio(false_r, negative_r)
    f1_r = _ratio(2 * true_r, true_r + false_r + positive_r)
    return {
        BALANCED_F1: 2 * sensitivity_r / (sensitivity_r + fall_out_r + 1),
        F1: np.where((positive_r > 0) & (negative_r > 0), f1_r, np.nan),
        AUROC: _auroc(positive_n, probability_n, weight_rn),
        SENSITIVITY: sensitivity_r,
        SPECIFICITY: 1 - fall_out_r,
    }


def _auroc(
    positive_n: NDArray[np.bool_],
    probability_n: NDArray[np.float64],
    weight_rn: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Mann & Whitney: the share of pairs in which the positive one is higher, ties half."""
    order = np.argsort(probability_n, kind="stable")
    _, starts_g = np.unique(probability_n[order], return_index=True)
    sorted_rn = weight_rn[:, order]
    positive_rg = np.add.reduceat(sorted_rn * positive_n[order], starts_g, axis=1)
    negative_rg = np.add.reduceat(sorted_rn * ~positive_n[order], starts_g, axis=1)
    lower_rg = np.cumsum(negative_rg, axis=1) - negative_rg / 2
    won_r = (positive_rg * lower_rg).sum(axis=1)
    return _ratio(won_r, positive_rg.sum(axis=1) * negative_rg.sum(axis=1))


def _ratio(part_r: NDArray[np.float64], whole_r: NDArray[np.float64]) -> NDArray[np.float64]:
    undefined_r = np.full(len(whole_r), np.nan)
    return np.asarray(np.divide(part_r, whole_r, out=undefined_r, where=whole_r > 0))
