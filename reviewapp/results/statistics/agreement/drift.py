"""Drift: do a reader's second readings lean to other categories than the first ones?"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Codes, Numbers

from .cohen import cross_table

MCNEMAR: Final = "exact McNemar test"
STUART_MAXWELL: Final = "Stuart-Maxwell test of equal margins"
NO_CHANGE: Final = "no pair changed its category, so that there is nothing to test"


@dataclass(frozen=True, kw_only=True)
class DriftTest:
    """p of no drift, with chi-squared and its degrees of freedom where the test has them."""

    p_value: float | None
    method: str
    chi2: float | None = None
    df: int | None = None
    reason: str = ""


def drift_test(codes_2c: Codes, *, categories: int) -> DriftTest:
    """Exact McNemar test with two categories, Stuart-Maxwell with more, of two rows of codes."""
    table_qq = cross_table(codes_2c, categories=categories)
    return mcnemar_exact(table_qq) if categories == 2 else stuart_maxwell(table_qq)


def mcnemar_exact(table_qq: Numbers) -> DriftTest:
    """Two-sided binomial test that pairs change either way alike (McNemar 1947, Psychometrika
    12:153), of a 2 x 2 table of counts."""
    up, down = int(table_qq[0, 1]), int(table_qq[1, 0])
    if up + down == 0:
        return DriftTest(p_value=None, method=MCNEMAR, reason=NO_CHANGE)
    p_value = float(stats.binomtest(up, up + down, 0.5).pvalue)
    return DriftTest(p_value=p_value, method=MCNEMAR)


def stuart_maxwell(table_qq: Numbers) -> DriftTest:
    """Test of equal margins of a square table of counts (Stuart 1955, Biometrika 42:412; Maxwell
    1970, Br J Psychiatry 116:651).

    chi2 = d' V^-1 d over all categories but one. Categories from and to which no pair changed are
    left out; a singular V, as of categories that change among themselves only, loses a degree of
    freedom for each such group.
    """
    changed_qq = table_qq - np.diag(np.diag(table_qq))
    used_q = (changed_qq.sum(axis=0) + changed_qq.sum(axis=1)) > 0
    changed_qq = changed_qq[np.ix_(used_q, used_q)]
    if not changed_qq.size:
        return DriftTest(p_value=None, method=STUART_MAXWELL, reason=NO_CHANGE)
    gap_q = changed_qq.sum(axis=1) - changed_qq.sum(axis=0)
    variance_qq = np.diag(changed_qq.sum(axis=1) + changed_qq.sum(axis=0))
    variance_qq = variance_qq - changed_qq - changed_qq.T
    df = int(np.linalg.matrix_rank(variance_qq))
    # The pseudo-inverse over all categories equals the inverse over all but one.
    chi2 = max(float(gap_q @ np.linalg.pinv(variance_qq, hermitian=True) @ gap_q), 0.0)
    p_value = float(stats.chi2.sf(chi2, df))
    return DriftTest(p_value=p_value, method=STUART_MAXWELL, chi2=chi2, df=df)
