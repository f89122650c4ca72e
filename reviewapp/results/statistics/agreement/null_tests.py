"""Is there more agreement than by chance? A test of kappa = 0, and never an interval."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Codes

from .chance_corrected import NO_PAIR, NO_VARIATION, category_counts, fleiss_kappa
from .cohen import cohen_kappa, null_se

FLEISS_NULL: Final = "z test of Fleiss kappa = 0 (Fleiss, Nee and Landis 1979)"
COHEN_NULL: Final = "z test of Cohen kappa = 0 (Fleiss, Cohen and Everitt 1969)"


@dataclass(frozen=True, kw_only=True)
class NullTest:
    """z and its two-sided p value; None where ``reason`` says why."""

    z: float | None
    p_value: float | None
    method: str
    reason: str = ""


def fleiss_null_test(codes_rc: Codes, *, categories: int) -> NullTest:
    """Test of Fleiss's kappa = 0 by its null variance (Fleiss, Nee and Landis 1979, Psychol Bull
    86:974, eq. 12); every case must have been read equally often, by two readers or more."""
    counts_cq = category_counts(codes_rc, categories=categories)
    readings_c = counts_cq.sum(axis=1)
    if not readings_c.size or readings_c.max() < 2:
        return NullTest(z=None, p_value=None, method=FLEISS_NULL, reason=NO_PAIR)
    if np.ptp(readings_c) > 0:
        reason = "the cases weren't all read equally often"
        return NullTest(z=None, p_value=None, method=FLEISS_NULL, reason=reason)
    kappa = fleiss_kappa(codes_rc, categories=categories).value
    if kappa is None:
        return NullTest(z=None, p_value=None, method=FLEISS_NULL, reason=NO_VARIATION)
    share_q = counts_cq.sum(axis=0) / counts_cq.sum()
    varied = float((share_q * (1 - share_q)).sum())
    skew = float((share_q * (1 - share_q) * (1 - 2 * share_q)).sum())
    pairs = readings_c.size * readings_c[0] * (readings_c[0] - 1)
    return _tested(kappa, sqrt(2 * (varied**2 - skew) / pairs) / varied, FLEISS_NULL)


def cohen_null_test(codes_rc: Codes, *, categories: int) -> NullTest:
    """Test of Cohen's kappa = 0, of two rows of codes, by :func:`.cohen.null_se`."""
    estimate = cohen_kappa(codes_rc, categories=categories)
    se = null_se(codes_rc, categories=categories)
    if estimate.value is None or se is None:
        reason = estimate.reason or estimate.interval_reason
        return NullTest(z=None, p_value=None, method=COHEN_NULL, reason=reason)
    return _tested(estimate.value, se, COHEN_NULL)


def _tested(kappa: float, se: float, method: str) -> NullTest:
    z = kappa / se
    return NullTest(z=z, p_value=float(2 * stats.norm.sf(abs(z))), method=method)
