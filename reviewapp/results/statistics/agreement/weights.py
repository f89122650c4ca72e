"""How much two different categories of a scale agree: 1 on the diagonal, less beside it."""

from typing import Final, Literal

import numpy as np

from reviewapp.results.statistics.coding import Numbers

Weighting = Literal[
    "identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"
]
POWERS: Final[dict[str, float]] = {"linear": 1, "quadratic": 2, "radical": 0.5}

Weights = Weighting | Numbers
"""A weighting by name, or a matrix of agreement weights (categories, categories)."""


def agreement_weights(
    weights: Weights, categories: int, *, values_q: Numbers | None = None
) -> Numbers:
    """Agreement weights (categories, categories), 1 on the diagonal and 0 for the worst pair.

    ``values_q``: the numeric values of the categories; without them they stand at equal steps,
    1..categories. identity: 1 for the same category only; linear and quadratic: Cohen 1968
    (Psychol Bull 70:213); the others: Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.,
    chapter 3.5. Gwet's ordinal weights aren't Krippendorff's ordinal metric. Raises ValueError
    where a matrix or the values don't fit the scale, or give weights that aren't numbers.
    """
    if not isinstance(weights, str):
        return _checked(np.asarray(weights, dtype=np.float64), categories)
    if weights == "identity":
        return np.eye(categories)
    value_q = np.arange(1.0, categories + 1) if values_q is None else values_q
    if value_q.shape != (categories,):
        raise ValueError(f"{categories} categories have {value_q.size} values")
    disagreement_qq = _disagreement(weights, value_q)
    return _checked(1 - disagreement_qq / disagreement_qq.max(), categories)


def weights_of_disagreement(disagreement_qq: Numbers) -> Numbers:
    """Agreement weights from disagreement weights such as Cohen's of 1968: 1 - d / max(d)."""
    return np.asarray(1 - disagreement_qq / disagreement_qq.max(), dtype=np.float64)


def weights_title(name: str, weights: Weights) -> str:
    """The name of a coefficient with that of its weights, where it has other than identity."""
    if not isinstance(weights, str):
        return f"{name}, weights as given"
    return name if weights == "identity" else f"{name}, {weights} weights"


def _disagreement(weighting: Weighting, value_q: Numbers) -> Numbers:
    """Disagreement up to a factor (categories, categories), 0 on the diagonal."""
    step_qq = np.abs(np.subtract.outer(value_q, value_q))
    sum_qq = np.add.outer(value_q, value_q)
    low, high = value_q.min(), value_q.max()
    if weighting in POWERS:
        disagreement_qq = step_qq ** POWERS[weighting]
    elif weighting == "ratio":
        disagreement_qq = _ratio(step_qq, sum_qq) ** 2
    elif weighting == "circular":
        disagreement_qq = np.sin(np.pi * step_qq / (high - low + 1)) ** 2
    elif weighting == "bipolar":
        disagreement_qq = _ratio(step_qq**2, (sum_qq - 2 * low) * (2 * high - sum_qq))
    else:  # ordinal: pairs of categories that lie between the two, themselves included
        place_q = np.argsort(np.argsort(value_q))
        between_qq = np.abs(np.subtract.outer(place_q, place_q)) + 1
        disagreement_qq = between_qq * (between_qq - 1) / 2
    return np.asarray(disagreement_qq, dtype=np.float64)


def _ratio(above_qq: Numbers, below_qq: Numbers) -> Numbers:
    """above / below, and 0 where both are 0: a category agrees with itself."""
    return np.divide(above_qq, below_qq, out=np.zeros_like(above_qq), where=above_qq > 0)


def _checked(weights_qq: Numbers, categories: int) -> Numbers:
    if weights_qq.shape != (categories, categories):
        raise ValueError(f"{categories} categories don't fit weights {weights_qq.shape}")
    if not np.isfinite(weights_qq).all():
        raise ValueError("these weights aren't defined for the values of the scale")
    return weights_qq
