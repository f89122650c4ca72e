import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from reviewapp.results.statistics.models.design import INTERCEPT, Design, Factor, treatment
from reviewapp.results.statistics.models.figures import BOUNDARY
from reviewapp.results.statistics.models.glmm import attenuation, fit_glmm

from .simulated import study
from .twins import quadrature_loglik


def fit(readings, terms=None, **options):
    return fit_glmm(
        successes_n=readings.correct_n,
        design=Design.of(readings.rows, terms or {}),
        groups=readings.groups,
        **options,
    )


def numbers(model):
    figures = {**model.coefficients, **model.deviations}
    return {name: (one.value, one.se) for name, one in figures.items()} | {"": (model.loglik, 0)}


def test_one_random_intercept_is_as_by_quadrature():
    rng = np.random.default_rng(4)
    group, period = (grid.ravel() for grid in np.indices((12, 3)))
    trials = np.full(36, 60.0)
    chance = 1 / (1 + np.exp(-rng.normal(0, 0.7, 12)[group] - 0.4 * period))
    successes = rng.binomial(60, chance).astype(float)
    design = Design.of(36, {"period": {"period": period.astype(float)}})
    model = fit_glmm(
        successes_n=successes, trials_n=trials, design=design, groups={"herd": Factor.of(group)}
    )
    data = {"x": design.x_np, "y": successes, "trials": trials, "group": group}
    exact = optimize.minimize(
        lambda t: -quadrature_loglik(t[:2], np.exp(t[2]), **data), [0.0, 0.4, -0.5]
    )
    found = [*(one.value for one in model.coefficients.values()), model.deviations["herd"].value]
    assert found == pytest.approx([*exact.x[:2], np.exp(exact.x[2])], abs=3e-3)
    assert model.loglik == pytest.approx(-exact.fun, abs=0.05)
    ses = np.sqrt(np.diag(exact.hess_inv))[:2]
    assert [one.se for one in model.coefficients.values()] == pytest.approx(ses, rel=0.05)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_neither_the_order_of_rows_nor_the_names_of_levels_matter(seed):
    readings = study(seed=3)
    shuffled = np.random.default_rng(seed).permutation(readings.rows)
    again = fit_glmm(
        successes_n=readings.correct_n[shuffled],
        design=Design.of(readings.rows, {"x": {"x": readings.synthetic_n[shuffled]}}),
        groups={
            "case": Factor.of(
                [f"{(code * 7919) % 97}" for code in readings.case.codes_n[shuffled]]
            ),
            "reader": Factor.of([-code for code in readings.reader.codes_n[shuffled]]),
        },
    )
    first = numbers(fit(readings, {"x": {"x": readings.synthetic_n}}))
    for name, got in numbers(again).items():
        assert got == pytest.approx(first[name], abs=2e-6)


def test_the_scale_of_a_column_only_scales_its_coefficient():
    readings = study(seed=3)
    small, large = (
        fit(readings, {"p": {"p": readings.position_n * unit}}).coefficients["p"]
        for unit in (1e-3, 1e3)
    )
    assert small.value == pytest.approx(1e6 * large.value, rel=1e-5)
    assert small.se == pytest.approx(1e6 * large.se, rel=1e-5)


def test_wrong_for_right_turns_the_sign():
    readings = study(seed=6)
    for link in ("logit", "probit"):
        right, wrong = (
            fit_glmm(
                successes_n=outcome,
                design=Design.of(readings.rows, {}),
                groups=readings.groups,
                link=link,
            )
            for outcome in (readings.correct_n, 1 - readings.correct_n)
        )
        assert right.coefficients[INTERCEPT].value == pytest.approx(
            -wrong.coefficients[INTERCEPT].value, abs=1e-6
        )
        assert right.loglik == pytest.approx(wrong.loglik, abs=1e-8)


def test_no_variation_between_readers_is_a_boundary_and_no_failure():
    readings = study()
    model = fit_glmm(
        successes_n=(readings.position_n % 2),  # each reader is right in every other position
        design=Design.of(readings.rows, {}),
        groups=readings.groups,
    )
    assert model.deviations["reader"].value == 0
    assert model.deviations["reader"].interval_reason == BOUNDARY
    assert model.coefficients[INTERCEPT].se > 0


def test_a_site_that_is_always_right_separates():
    readings = study()
    site = readings.site
    correct = np.where(site.codes_n == 1, 1.0, readings.correct_n)
    model = fit_glmm(
        successes_n=correct,
        design=Design.of(readings.rows, {"site": treatment("site ", site)}),
        groups=readings.groups,
    )
    assert model.reason.startswith("separation")
    assert "site S1" in model.reason
    assert all(one.reason == model.reason for one in model.coefficients.values())


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_one_outcome_throughout_has_a_reason(outcome):
    readings = study()
    model = fit_glmm(
        successes_n=np.full(readings.rows, outcome),
        design=Design.of(readings.rows, {}),
        groups=readings.groups,
    )
    assert model.reason == "every reading has the same outcome"
    assert model.loglik is None


def test_readers_always_right_or_always_wrong_have_a_reason():
    readings = study()
    model = fit_glmm(
        successes_n=(readings.reader.codes_n < 4).astype(float),
        design=Design.of(readings.rows, {}),
        groups=readings.groups,
    )
    assert "without bound" in model.reason


def test_one_reader_and_no_reading_have_reasons():
    readings = study()
    assert "one reader only" in fit(readings.where(readings.reader.codes_n == 0)).reason
    assert fit(readings.where(np.zeros(readings.rows, bool))).reason == "there is no reading"


def test_a_column_that_follows_from_others_is_undefined_and_the_rest_stands():
    readings = study()
    columns = {"a": readings.synthetic_n, "b": 1 - readings.synthetic_n}
    model = fit(readings, {"t": columns})
    assert model.coefficients["b"].value is None
    assert model.coefficients["a"].value is not None


def test_a_contrast_is_what_another_reference_gives():
    readings = study(seed=8)
    labels = [readings.site.levels[code] for code in readings.site.codes_n]
    from_s0, from_s1 = (
        fit(readings, {"site": treatment("", Factor.of(labels, reference=one))}, df=7)
        for one in ("S0", "S1")
    )
    contrast = from_s0.contrast({"S2": 1, "S1": -1})
    direct = from_s1.coefficients["S2"]
    assert contrast.value == pytest.approx(direct.value, abs=1e-6)
    assert contrast.se == pytest.approx(direct.se, rel=1e-5)
    assert contrast.df == 7
    ratio = from_s0.contrast({"S2": 1}, exponent=True)
    assert ratio.value == pytest.approx(np.exp(from_s0.coefficients["S2"].value))
    assert from_s0.contrast({"S9": 1}).reason


def test_averaged_over_readers_and_cases_effects_are_smaller():
    assert 0 < attenuation(fit(study())) < 1


def test_more_successes_than_trials_are_refused():
    readings = study()
    with pytest.raises(ValueError, match="within"):
        fit_glmm(
            successes_n=readings.correct_n + 1,
            design=Design.of(readings.rows, {}),
            groups=readings.groups,
        )
