"""Which features the forest leans on: what is lost when one is shuffled among the records.

Permutation importance (Breiman 2001, Machine Learning 45:5), as loss of AUROC on the tested side.
Features that say the same stand in for each other, so groups are shuffled together as well.
Shape legend: ``_n`` record, ``_f`` feature.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.utility.forest import FittedForest
from generator.evaluation.utility.labelled import Labelled
from generator.evaluation.utility.scores import AUROC, weighted_scores


def shuffled_losses(
    forests: Sequence[FittedForest],
    tested: Labelled,
    groups: Mapping[str, Sequence[str]],
    *,
    permutations: int,
    seed: int,
) -> dict[str, float]:
    """The mean loss of AUROC by group of features, over forests and permutations.

    ``tested`` has both rhythms.
    """
    stream = np.random.default_rng(seed)
    orders = [stream.permutation(len(tested)) for _ in range(permutations)]
    losses: dict[str, list[float]] = {name: [] for name in groups}
    for forest in forests:
        variants = [tested.values_nf] + [
            _shuffled(tested, names, order) for names in groups.values() for order in orders
        ]
        # One call for all variants: each call has a cost of its own, whatever it is asked.
        probabilities = forest.of_values(np.concatenate(variants)).reshape(len(variants), -1)
        whole, *rest = (_auroc(tested, probability_n) for probability_n in probabilities)
        for place, name in enumerate(groups):
            mine = rest[place * permutations : (place + 1) * permutations]
            losses[name] += [whole - auroc for auroc in mine]
    return {name: float(np.mean(values)) for name, values in losses.items()}


def _shuffled(
    tested: Labelled, names: Sequence[str], order_n: NDArray[np.int64]
) -> NDArray[np.float64]:
    columns = [tested.feature_names.index(name) for name in names]
    values_nf = tested.values_nf.copy()
    values_nf[:, columns] = values_nf[order_n][:, columns]
    return values_nf


def _auroc(tested: Labelled, probability_n: NDArray[np.float64]) -> float:
    once = np.ones((1, len(tested)))
    return float(weighted_scores(tested.positive_n, probability_n, once)[AUROC][0])
