from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from reviewapp.results.statistics.models.design import INTERCEPT, Design, Factor
from reviewapp.results.statistics.models.lmm import fit_lmm

from .simulated import study

READINGS = study(readers=6, cases=15, seed=4)
LOG_S = np.log(READINGS.seconds_n)


def fit(y=LOG_S, readings=READINGS, **columns):
    columns = columns or {"x": readings.synthetic_n}
    design = Design.of(readings.rows, {"t": columns})
    return fit_lmm(y_n=y, design=design, groups=readings.groups, df=5)


def test_it_is_as_statsmodels_does_it_with_dense_matrices():
    table = pd.DataFrame({"y": LOG_S, "x": READINGS.synthetic_n, "one": 1})
    table["reader"], table["case"] = READINGS.reader.codes_n, READINGS.case.codes_n
    parts = {"reader": "0 + C(reader)", "case": "0 + C(case)"}
    exact = MixedLM.from_formula("y ~ x", table, groups="one", vc_formula=parts).fit()
    found = fit()
    values = [one.value for one in found.coefficients.values()]
    assert values == pytest.approx(exact.fe_params.to_numpy(), abs=1e-4)
    ses = [one.se for one in found.coefficients.values()]
    assert ses == pytest.approx(exact.bse_fe.to_numpy(), rel=2e-3)
    assert found.loglik == pytest.approx(exact.llf, abs=1e-3)
    assert found.deviations["residual"].value ** 2 == pytest.approx(exact.scale, rel=1e-3)


def test_balanced_readers_are_the_analysis_of_variance():
    reader = np.repeat(np.arange(5), 8)
    y = np.random.default_rng(1).normal(size=40) + reader
    found = fit_lmm(y_n=y, design=Design.of(40, {}), groups={"reader": Factor.of(reader)})
    means = y.reshape(5, 8).mean(axis=1)
    assert found.coefficients[INTERCEPT].value == pytest.approx(y.mean())
    assert found.coefficients[INTERCEPT].se == pytest.approx(means.std(ddof=1) / np.sqrt(5))
    assert found.satterthwaite[INTERCEPT] == pytest.approx(4, rel=1e-5)  # readers less 1
    within = y.reshape(5, 8).var(axis=1, ddof=1).mean()
    assert found.deviations["residual"].value == pytest.approx(np.sqrt(within))


def test_the_order_of_rows_does_not_matter():
    order = np.random.default_rng(1).permutation(READINGS.rows)
    groups = {name: Factor(f.codes_n[order], f.levels) for name, f in READINGS.groups.items()}
    again = fit_lmm(
        y_n=LOG_S[order],
        design=Design.of(READINGS.rows, {"t": {"x": READINGS.synthetic_n[order]}}),
        groups=dict(reversed(groups.items())),
    )
    for name, one in fit().coefficients.items():
        assert again.coefficients[name].value == pytest.approx(one.value, abs=1e-8)
        assert again.coefficients[name].se == pytest.approx(one.se, rel=1e-6)
        assert again.satterthwaite[name] == pytest.approx(fit().satterthwaite[name], rel=1e-4)


def test_a_shift_and_a_scale_of_y_do_what_they_should():
    moved, plain = fit(100 + 10 * LOG_S), fit()
    assert moved.coefficients["x"].value == pytest.approx(10 * plain.coefficients["x"].value)
    assert moved.deviations["reader"].value == pytest.approx(
        10 * plain.deviations["reader"].value, rel=1e-6
    )


def test_no_variation_between_readers_is_a_boundary():
    centred = LOG_S.reshape(6, 15) - LOG_S.reshape(6, 15).mean(axis=1, keepdims=True)
    found = fit(centred.ravel())
    assert found.deviations["reader"].value == 0
    assert found.coefficients["x"].se > 0


def test_what_can_not_be_fitted_has_a_reason():
    assert "do not vary" in fit(np.full(READINGS.rows, 2.0)).reason
    assert "explain every reading" in fit(np.where(READINGS.reader.codes_n < 3, 1.0, 2.0)).reason
    one = READINGS.where(READINGS.reader.codes_n == 0)
    assert "one reader only" in fit(LOG_S[:15], one).reason
    few = READINGS.where(np.isin(READINGS.reader.codes_n, (0, 1)) & (READINGS.case.codes_n < 2))
    found = fit(LOG_S[:4], few)
    assert "too few" in found.reason
    assert found.satterthwaite[INTERCEPT] is None


@pytest.mark.parametrize("case_sd", [0.0, 0.01, 0.3])
def test_15_000_rows_take_a_moment(case_sd):
    many = study(readers=30, cases=500)
    rng = np.random.default_rng(3)
    y = rng.normal(size=15_000) + rng.normal(0, case_sd, 500)[many.case.codes_n]
    start_s = perf_counter()
    found = fit(y, many)
    assert perf_counter() - start_s < 10  # a quarter of a second where this was written
    assert found.deviations["case"].value == pytest.approx(case_sd, abs=0.05)
