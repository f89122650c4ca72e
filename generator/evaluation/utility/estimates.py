"""Scores with intervals: each replicate draws patients, and one of the trained classifiers.

So the interval holds the chance of who was tested and of how the classifier was seeded.
Shape legend: ``_s`` seed, ``_n`` record, ``_r`` replicate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.bootstrap import FEWEST_REPLICATES, resampled_by_patient
from generator.evaluation.utility.scores import SCORES, weighted_scores


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with its 95 % interval; None where it is undefined."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, eq=False)
class Replicates:
    """The same draws for all that is compared on the same records."""

    weight_rn: NDArray[np.float64]
    """How often each record was drawn."""
    luck_r: NDArray[np.float64]
    """From 0 to below 1: which of the seeds."""

    def of(self, mask_n: NDArray[np.bool_]) -> "Replicates":
        """The draws of some of the records: the patients drawn, as far as they have such."""
        return Replicates(self.weight_rn[:, mask_n], self.luck_r)

    def seed_of(self, seeds: int) -> NDArray[np.int64]:
        """The seed of each replicate, from 0 on."""
        return (self.luck_r * seeds).astype(np.int64)


def draw_replicates(patients: Sequence[str], *, replicates: int, seed: int) -> Replicates:
    """As many weightings of the records of these patients."""
    stream = np.random.default_rng(seed)
    drawn = resampled_by_patient(patients, replicates=replicates, stream=stream)
    weights = [np.bincount(indices, minlength=len(patients)) for indices in drawn]
    return Replicates(np.array(weights, dtype=np.float64), stream.uniform(size=replicates))


def estimates(
    positive_n: NDArray[np.bool_], probability_sn: NDArray[np.float64], replicates: Replicates
) -> dict[str, Estimate]:
    """Each score: the mean over the seeds, and the percentile interval."""
    means, drawn = _means_and_draws(positive_n, probability_sn, replicates)
    return {name: _estimate(means[name], drawn[name]) for name in SCORES}


def gains(
    positive_n: NDArray[np.bool_],
    before_sn: NDArray[np.float64],
    after_sn: NDArray[np.float64],
    replicates: Replicates,
) -> dict[str, Estimate]:
    """How much higher each score is ``after``: paired, the same patients and seeds in both."""
    means, drawn = _means_and_draws(positive_n, after_sn, replicates)
    other_means, other_drawn = _means_and_draws(positive_n, before_sn, replicates)
    return {
        name: _estimate(means[name] - other_means[name], drawn[name] - other_drawn[name])
        for name in SCORES
    }


def _means_and_draws(
    positive_n: NDArray[np.bool_], probability_sn: NDArray[np.float64], replicates: Replicates
) -> tuple[dict[str, float], dict[str, NDArray[np.float64]]]:
    once_rn = np.ones((1, len(positive_n)))
    whole = [weighted_scores(positive_n, each_n, once_rn) for each_n in probability_sn]
    means = {name: float(np.mean([scores[name][0] for scores in whole])) for name in SCORES}
    drawn = {name: np.full(len(replicates.luck_r), np.nan) for name in SCORES}
    seed_r = replicates.seed_of(len(probability_sn))
    for seed, probability_n in enumerate(probability_sn):
        mine = seed_r == seed
        scores = weighted_scores(positive_n, probability_n, replicates.weight_rn[mine])
        for name in SCORES:
            drawn[name][mine] = scores[name]
    return means, drawn


def _estimate(value: float, drawn_r: NDArray[np.float64]) -> Estimate:
    if not np.isfinite(value):
        return Estimate()
    defined_r = drawn_r[np.isfinite(drawn_r)]
    if len(defined_r) < max(FEWEST_REPLICATES, len(drawn_r) // 2):
        return Estimate(value=value)
    low, high = np.quantile(defined_r, [0.025, 0.975])
    return Estimate(value=value, low=float(low), high=float(high))
