"""The machine reader: can a classifier tell the synthetic records from the real ones?

Records are weighted so that each origin counts the same within each rhythm, and the area under
the curve is taken within a rhythm: rhythm alone must not give the origin away. Cross-validated
with all records of a patient in one fold; the scaler is fitted on the training side alone.

Shape legend: ``_nf`` record x feature, ``_n`` record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from generator.evaluation.fidelity.area import area_under_curve

FOLDS: Final = 5
_TREES: Final = 100
_SMALLEST_LEAF: Final = 2
_SHUFFLES: Final = 3
_STRENGTH: Final = 0.1
"""C of the logistic regression: 32 dimensions and often fewer than a hundred records."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ToBeTold:
    """Records of both origins with what the machine reads of them."""

    measured_nf: NDArray[np.float64]
    synthetic_n: NDArray[np.bool_]
    rhythms: Sequence[str]
    patients: Sequence[str]


@dataclass(frozen=True, kw_only=True, eq=False)
class MachineReading:
    """The origin as the machine judged it, each record by a model that never saw its patient."""

    score_n: NDArray[np.float64]
    """The higher, the more synthetic."""
    importance_f: NDArray[np.float64] | None
    """How much the area falls when a feature is shuffled within rhythm; None if not asked for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Read:
    """What one reader made of the records."""

    told: ToBeTold
    reading: MachineReading
    names: tuple[str, ...]
    """Of the columns; empty where a column means nothing to a person."""


def read_by_forest(told: ToBeTold, *, seed: int) -> MachineReading:
    """A random forest, which takes gaps as they are, and what it went by."""

    def new() -> RandomForestClassifier:
        return RandomForestClassifier(
            n_estimators=_TREES, min_samples_leaf=_SMALLEST_LEAF, random_state=seed
        )

    return _cross_validated(new, told, seed=seed, shuffles=_SHUFFLES)


def read_by_regression(told: ToBeTold, *, seed: int) -> MachineReading:
    """Logistic regression on standardised columns without gaps."""

    def new() -> Pipeline:
        return make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=1000))

    return _cross_validated(new, told, seed=seed, shuffles=0)


def weights_of(synthetic_n: NDArray[np.bool_], rhythms: Sequence[str]) -> NDArray[np.float64]:
    """One for each rhythm and origin together, times the records there are, over its records."""
    groups = [f"{rhythm}/{origin}" for rhythm, origin in zip(rhythms, synthetic_n, strict=True)]
    _, group_n, counts = np.unique(groups, return_inverse=True, return_counts=True)
    return np.asarray(len(groups) / (len(counts) * counts[group_n]), dtype=np.float64)


def _cross_validated(
    new: Callable[[], Any], told: ToBeTold, *, seed: int, shuffles: int
) -> MachineReading:
    score_n = np.zeros(len(told.synthetic_n))
    weight_n = weights_of(told.synthetic_n, told.rhythms)
    falls = []
    stream = np.random.default_rng([seed, 7])
    for train, test in _folds(told, seed):
        model = new()
        name = "sample_weight"
        if isinstance(model, Pipeline):
            name = f"{model.steps[-1][0]}__{name}"
        model.fit(told.measured_nf[train], told.synthetic_n[train], **{name: weight_n[train]})
        score_n[test] = model.predict_proba(told.measured_nf[test])[:, 1]
        if shuffles:
            falls.append(_falls(model, told, test, shuffles, stream))
    return MachineReading(
        score_n=score_n, importance_f=np.mean(falls, axis=0) if shuffles else None
    )


def _folds(told: ToBeTold, seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    groups = [f"{rhythm}/{origin}" for rhythm, origin in _kinds(told)]
    split = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    # A synthetic record may carry the name of a real patient: folds go by origin and name
    owners = [
        f"{origin}/{name}" for origin, name in zip(told.synthetic_n, told.patients, strict=True)
    ]
    return list(split.split(told.measured_nf, groups, owners))


def _kinds(told: ToBeTold) -> list[tuple[str, bool]]:
    return list(zip(told.rhythms, told.synthetic_n.tolist(), strict=True))


def _falls(
    model: Any,
    told: ToBeTold,
    test: NDArray[np.int64],
    shuffles: int,
    stream: np.random.Generator,
) -> NDArray[np.float64]:
    """Permutation importance (Breiman 2001) on the fold that the model did not see."""
    rhythm_n = np.asarray(told.rhythms)[test]
    measured = told.measured_nf[test]
    truth = told.synthetic_n[test]
    full = _mean_area(model.predict_proba(measured)[:, 1], truth, rhythm_n)
    falls = np.zeros(measured.shape[1])
    for column in range(measured.shape[1]):
        shuffled = np.repeat(measured[None], shuffles, axis=0)
        for copy in shuffled:
            for rhythm in np.unique(rhythm_n):
                rows = np.flatnonzero(rhythm_n == rhythm)
                copy[rows, column] = measured[stream.permutation(rows), column]
        score = model.predict_proba(shuffled.reshape(-1, measured.shape[1]))[:, 1]
        areas = [_mean_area(one, truth, rhythm_n) for one in score.reshape(shuffles, -1)]
        falls[column] = full - float(np.mean(areas))
    return falls


def _mean_area(
    score: NDArray[np.float64], truth: NDArray[np.bool_], rhythm_n: NDArray[Any]
) -> float:
    """Mean over rhythms; one with a single origin in the fold says nothing and counts 0.5."""
    kinds = [rhythm_n == rhythm for rhythm in np.unique(rhythm_n)]
    areas = [area_under_curve(score[here], truth[here]) for here in kinds]
    return float(np.mean([0.5 if area is None else area for area in areas]))
