"""The random forest on features, as in the paper; its gaps are filled from the training side.

Shape legend: ``_n`` record, ``_f`` feature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline

from generator.evaluation.utility.labelled import Labelled

TREES: Final = 100
LEAF: Final = 3
"""Fewest records in a leaf: leaves of one make votes of a rare rhythm too few for the fixed 0.5."""


@dataclass(frozen=True, eq=False)
class FittedForest:
    """Says for each record how probable the positive rhythm is."""

    pipeline: Pipeline
    names: tuple[str, ...]
    """The features that it was given."""

    def __call__(self, tested: Labelled) -> NDArray[np.float64]:
        """Probabilities (n,)."""
        return self.of_values(tested.with_features(self.names).values_nf)

    def of_values(self, values_nf: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of feature values in the order of ``names``."""
        return np.asarray(self.pipeline.predict_proba(values_nf)[:, 1], dtype=np.float64)


def fit_forest(train: Labelled, seed: int, *, names: Sequence[str] | None = None) -> FittedForest:
    """A forest that gives both rhythms the same total weight, however rare one is.

    ``names`` are the features it may use, None for all. A gap takes the median of the training
    side, and another column says that there was one: that a P wave was not found tells more than
    a middling P wave would. Raises ValueError without a feature.
    """
    given = tuple(train.feature_names if names is None else names)
    if not given:
        raise ValueError("a forest needs one feature or more")
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    forest = RandomForestClassifier(
        TREES, min_samples_leaf=LEAF, class_weight="balanced", random_state=seed
    )
    pipeline = make_pipeline(imputer, forest)
    return FittedForest(pipeline.fit(train.with_features(given).values_nf, train.positive_n), given)
