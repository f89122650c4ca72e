"""Intraclass correlation of numeric scores: the six forms of Shrout and Fleiss.

Shrout and Fleiss 1979, Psychol Bull 86:420; McGraw and Wong 1996, Psychol Methods 1:30.
Cases that any reader left out are left out, and counted.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import LEVEL, Estimate, Extent, Interval

from .complete import complete_cases
from .icc_intervals import MeanSquares, limits, mcgraw_wong_limits

Form = Literal["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]

FORMS: Final[tuple[Form, ...]] = (
    "ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"
)  # fmt: skip
TOO_FEW: Final = "an intraclass correlation needs two readers and two cases that all of them read"
NO_VARIATION: Final = "the scores don't vary as this form needs, so that it is 0/0"
NO_LIMITS: Final = "the residual or the variation between cases is too small for F limits"
OUT_OF_RANGE: Final = "beyond 1: an estimated variance is negative, as with few cases it can be"

ROUNDING: Final = 1e-12


@dataclass(frozen=True, kw_only=True)
class FTest:
    """The F test of no difference between cases; F is None where the residual is 0."""

    f: float | None
    df_between: int
    df_within: int
    p_value: float | None


@dataclass(frozen=True, kw_only=True)
class IntraclassCorrelations:
    """The six forms, their F tests, and how many cases were left out as incomplete.

    ``mcgraw_wong`` are other limits for ICC(2,k): ours step up those of ICC(2,1).
    """

    forms: dict[Form, Estimate]
    tests: dict[Form, FTest]
    dropped: int
    mcgraw_wong: Interval | None


def intraclass_correlation(score_rc: Numbers) -> IntraclassCorrelations:
    """The six intraclass correlations of numeric scores (readers, cases), NaN where missing.

    ICC(1,.): other readers for each case; ICC(2,.): these readers stand for others, agreement in
    absolute terms; ICC(3,.): these readers only, consistency. (.,1): one reading; (.,k): the mean
    of all readers. The intervals, of F distributions, speak for other cases.
    """
    score_rc, dropped = complete_cases(score_rc)
    readers, cases = score_rc.shape
    extent = Extent(readings=score_rc.size, readers=readers, cases=cases)
    note = f"{dropped} cases left out that not every reader scored" if dropped else ""
    if readers < 2 or cases < 2:
        forms = {
            form: Estimate.undefined(reason=TOO_FEW, method=_method(form), extent=extent, note=note)
            for form in FORMS
        }
        return IntraclassCorrelations(forms=forms, tests={}, dropped=dropped, mcgraw_wong=None)
    squares = mean_squares(score_rc)
    forms = {form: _estimate(form, squares, extent, note) for form in FORMS}
    return IntraclassCorrelations(
        forms=forms,
        tests={form: _f_test(form, squares) for form in FORMS},
        dropped=dropped,
        mcgraw_wong=mcgraw_wong_limits(squares, forms["ICC(2,k)"].value),
    )


def mean_squares(score_rc: Numbers) -> MeanSquares:
    """The two-way analysis of variance of complete scores (readers, cases), two of each or more."""
    readers, cases = score_rc.shape
    score_rc = score_rc - score_rc.mean()
    case_c, reader_r = score_rc.mean(axis=0), score_rc.mean(axis=1)
    residual = float(np.square(score_rc - case_c - reader_r[:, None]).sum())
    between_readers = cases * float(np.square(reader_r).sum())
    # What is left by rounding alone counts as nothing, or 0/0 would pass for a figure.
    floor = ROUNDING * max(float(np.square(score_rc).sum()), ROUNDING)
    parts = (readers * float(np.square(case_c).sum()), between_readers, residual)
    case, reader, error = (part if part > floor else 0.0 for part in parts)
    return MeanSquares(
        cases=cases,
        readers=readers,
        between_cases=case / (cases - 1),
        between_readers=reader / (readers - 1),
        error=error / ((cases - 1) * (readers - 1)),
        within_cases=(reader + error) / (cases * (readers - 1)),
    )


def _method(form: Form) -> str:
    source = "Shrout-Fleiss F interval"
    return f"{form}; {source}" + (", ICC(2,1) limits stepped up" if form == "ICC(2,k)" else "")


def _estimate(form: Form, squares: MeanSquares, extent: Extent, note: str) -> Estimate:
    method = _method(form)
    value = _value(form, squares)
    if value is None:
        return Estimate.undefined(reason=NO_VARIATION, method=method, extent=extent, note=note)
    if abs(value) > 1:
        note = " ".join(filter(None, (note, OUT_OF_RANGE)))
    interval = limits(form, squares, level=LEVEL)
    return Estimate(
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        method=method,
        extent=extent,
        interval_reason="" if interval else NO_LIMITS,
        note=note,
    )


def _value(form: Form, squares: MeanSquares) -> float | None:
    """The point estimate (Shrout and Fleiss 1979, table 4); None where it is 0/0."""
    case, k = squares.between_cases, squares.readers
    noise = squares.noise(form)
    readers = (squares.between_readers - squares.error) / squares.cases
    extra = readers if "(2" in form else 0.0
    single = case + (k - 1) * noise + k * extra
    below = case + extra if form.endswith("k)") else single
    scale = case + squares.between_readers + squares.error
    return (case - noise) / below if abs(below) > ROUNDING * scale else None


def _f_test(form: Form, squares: MeanSquares) -> FTest:
    """F of cases against what this form takes for noise."""
    noise = squares.noise(form)
    df_between = squares.cases - 1
    df_within = squares.noise_df(form)
    if noise == 0:
        return FTest(f=None, df_between=df_between, df_within=df_within, p_value=None)
    f = squares.between_cases / noise
    p_value = float(stats.f.sf(f, df_between, df_within))
    return FTest(f=f, df_between=df_between, df_within=df_within, p_value=p_value)
