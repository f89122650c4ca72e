import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from reviewapp.results.statistics.agreement.icc import (
    FORMS,
    NO_LIMITS,
    TOO_FEW,
    intraclass_correlation,
    mean_squares,
)

SCORES = np.random.default_rng(1).normal(size=(1, 12)) + np.random.default_rng(2).normal(
    0, 0.7, (4, 12)
)


def test_mean_squares_are_those_of_the_analysis_of_variance():
    pandas = pytest.importorskip("pandas")
    reader, case = np.indices(SCORES.shape)
    frame = pandas.DataFrame({"y": SCORES.ravel(), "r": reader.ravel(), "c": case.ravel()})
    table = anova_lm(ols("y ~ C(r) + C(c)", frame).fit())
    squares = mean_squares(SCORES)
    found = squares.between_readers, squares.between_cases, squares.error
    assert found == pytest.approx(table["mean_sq"].tolist())


def test_readers_who_differ_by_a_constant_are_consistent_but_do_not_agree():
    shifted = SCORES + np.arange(4)[:, None] * 2
    plain, moved = intraclass_correlation(SCORES).forms, intraclass_correlation(shifted).forms
    assert moved["ICC(3,1)"].value == pytest.approx(plain["ICC(3,1)"].value)
    assert moved["ICC(2,1)"].value < plain["ICC(2,1)"].value - 0.1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_neither_order_nor_unit_matters(seed):
    generator = np.random.default_rng(seed)
    unit, shift = generator.uniform(0.1, 50), generator.uniform(-100, 100)
    moved = SCORES[generator.permutation(4)][:, generator.permutation(12)] * unit + shift
    plain, other = intraclass_correlation(SCORES).forms, intraclass_correlation(moved).forms
    for form in FORMS:
        numbers = [(one.value, one.low, one.high) for one in (plain[form], other[form])]
        assert numbers[0] == pytest.approx(numbers[1], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 4), st.integers(0, 4), st.integers(1, 3))
def test_any_scores_give_a_figure_or_a_reason(seed, readers, cases, levels):
    generator = np.random.default_rng(seed)
    score_rc = generator.integers(0, levels, (readers, cases)).astype(float)
    score_rc[generator.random(score_rc.shape) < 0.1] = np.nan
    for form, one in intraclass_correlation(score_rc).forms.items():
        assert one.value is None or one.value <= 1 + 1e-9 or (form == "ICC(2,k)" and one.note)


def test_incomplete_cases_are_left_out_and_counted():
    holes = SCORES.copy()
    holes[0, :2] = np.nan
    found = intraclass_correlation(holes)
    assert (found.dropped, found.forms["ICC(2,1)"].extent.cases) == (2, 10)
    assert (
        found.forms["ICC(2,1)"].value
        == intraclass_correlation(SCORES[:, 2:]).forms["ICC(2,1)"].value
    )
    assert "2 cases left out" in found.forms["ICC(2,1)"].note


def test_degenerate_scores_have_reasons():
    perfect = intraclass_correlation(np.tile(SCORES[0], (3, 1)))
    assert {one.value for one in perfect.forms.values()} == {1}
    assert perfect.forms["ICC(2,1)"].interval_reason == NO_LIMITS
    assert perfect.tests["ICC(3,1)"].f is None
    flat = intraclass_correlation(np.full((3, 5), 0.1))
    assert all(one.value is None for one in flat.forms.values())
    alone = intraclass_correlation(SCORES[:1])
    assert alone.forms["ICC(1,1)"].reason == TOO_FEW
