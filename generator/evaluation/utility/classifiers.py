"""The classifiers that are tried: the paper's forest, with and without rhythm, and a network."""

from collections.abc import Sequence
from typing import Final

from generator.evaluation.utility.forest import FittedForest, fit_forest
from generator.evaluation.utility.labelled import Labelled
from generator.evaluation.utility.signal_network import fit_signal_network
from generator.evaluation.utility.thresholds import FEWEST_TO_TEACH_NETWORK, RHYTHM_FEATURES
from generator.evaluation.utility.trials import Classifier


def rhythm_features(names: Sequence[str]) -> tuple[str, ...]:
    """Those of the features that follow from the beats' times alone."""
    return tuple(name for name in names if name in RHYTHM_FEATURES)


def other_features(names: Sequence[str]) -> tuple[str, ...]:
    """Those that need the waves."""
    return tuple(name for name in names if name not in RHYTHM_FEATURES)


def _fit_on_rhythm(train: Labelled, seed: int) -> FittedForest:
    return fit_forest(train, seed, names=rhythm_features(train.feature_names))


def _fit_on_waves(train: Labelled, seed: int) -> FittedForest:
    return fit_forest(train, seed, names=other_features(train.feature_names))


FOREST: Final = Classifier(name="forest", title="forest, all features", fit=fit_forest)
WAVES_FOREST: Final = Classifier(
    name="waves_forest",
    title="forest, without rhythm features",
    fit=_fit_on_waves,
)
RHYTHM_FOREST: Final = Classifier(
    name="rhythm_forest",
    title="forest, rhythm features alone",
    fit=_fit_on_rhythm,
)
NETWORK: Final = Classifier(
    name="network",
    title="network on signals",
    fit=fit_signal_network,
    fewest_to_teach=FEWEST_TO_TEACH_NETWORK,
)
CLASSIFIERS: Final = (FOREST, WAVES_FOREST, RHYTHM_FOREST, NETWORK)
