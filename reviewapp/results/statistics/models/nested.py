"""Tests between nested models."""

from dataclasses import dataclass

from scipy import stats

from .glmm import Glmm


@dataclass(frozen=True, kw_only=True)
class RatioTest:
    """A likelihood ratio test of nested models; ``reason`` says why there is none."""

    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    reason: str = ""


def ratio_test(full: Glmm, reduced: Glmm) -> RatioTest:
    """Twice the difference of the log-likelihoods against chi2 (Wilks 1938)."""
    if full.loglik is None or reduced.loglik is None:
        return RatioTest(reason=full.reason or reduced.reason)
    df = full.parameters - reduced.parameters
    if df < 1:
        return RatioTest(reason="the models have the same columns")
    chi2 = max(2 * (full.loglik - reduced.loglik), 0.0)
    return RatioTest(chi2=chi2, df=df, p=float(stats.chi2.sf(chi2, df)))
