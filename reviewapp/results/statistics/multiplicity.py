"""Several tests at once: adjusted p values."""

import numpy as np

from .coding import Numbers


def holm(p_values: Numbers) -> Numbers:
    """p values adjusted by Holm's step-down method (Holm 1979, Scand J Stat 6:65), in input order.

    Raises ValueError when a p value isn't within 0..1.
    """
    if p_values.size and not ((p_values >= 0) & (p_values <= 1)).all():
        raise ValueError("a p value lies within 0..1")
    order = np.argsort(p_values)
    factors = np.arange(p_values.size, 0, -1)
    stepped = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    adjusted = np.empty_like(stepped)
    adjusted[order] = stepped
    return adjusted
