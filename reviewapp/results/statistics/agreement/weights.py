"""How much two different categories of a scale agree: 1 on the diagonal, less beside it."""

from typing import Literal

import numpy as np

from reviewapp.results.statistics.coding import Numbers

Weighting = Literal["identity", "linear", "quadratic"]


def agreement_weights(weighting: Weighting, categories: int) -> Numbers:
    """Weights (categories x categories) for categories at equal steps, in their declared order.

    identity: 1 for the same category only; linear: 1 - |k - l| / (q - 1); quadratic:
    1 - (k - l)^2 / (q - 1)^2 (Cohen 1968, Psychol Bull 70:213).
    """
    step_qq = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories)))
    if weighting == "identity":
        return np.eye(categories)
    power = 1 if weighting == "linear" else 2
    return np.asarray(1 - (step_qq / (categories - 1)) ** power, dtype=np.float64)
