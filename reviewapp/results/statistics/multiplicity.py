"""Several tests at once: adjusted p values."""

from typing import Final, Literal

import numpy as np
from statsmodels.stats.multitest import multipletests

from .coding import Numbers

Adjustment = Literal["bonferroni", "holm", "hochberg", "bh", "by"]

STATSMODELS: Final[dict[Adjustment, str]] = {
    "bonferroni": "bonferroni",
    "hochberg": "simes-hochberg",
    "bh": "fdr_bh",
    "by": "fdr_by",
}


def adjusted_p(p_values: Numbers, adjustment: Adjustment) -> Numbers:
    """p values adjusted for their number, in input order.

    bonferroni, holm (1979, Scand J Stat 6:65) and hochberg (1988, Biometrika 75:800) keep the
    chance of any false finding; bh (Benjamini and Hochberg 1995, JRSS B 57:289) and by (Benjamini
    and Yekutieli 2001, Ann Stat 29:1165) the share of false ones among the findings. Computed by
    statsmodels, but for Holm, where it runs the garbage collector, a tenth of a second each time.
    Raises ValueError when a p value isn't within 0..1.
    """
    if p_values.size and not ((p_values >= 0) & (p_values <= 1)).all():
        raise ValueError("a p value lies within 0..1")
    if not p_values.size:
        return p_values
    if adjustment == "holm":
        return _stepped_down(p_values)
    corrected = multipletests(p_values, method=STATSMODELS[adjustment])[1]
    return np.asarray(np.minimum(corrected, 1.0), dtype=np.float64)


def holm(p_values: Numbers) -> Numbers:
    """p values adjusted by Holm's step-down method; see :func:`adjusted_p`."""
    return adjusted_p(p_values, "holm")


def _stepped_down(p_values: Numbers) -> Numbers:
    order = np.argsort(p_values)
    factors = np.arange(p_values.size, 0, -1)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return adjusted
