import numpy as np
import pytest

from reviewapp.results.statistics.models.cluster_bootstrap import cluster_bootstrap
from reviewapp.results.statistics.models.design import INTERCEPT, Design
from reviewapp.results.statistics.models.glmm import attenuation, fit_glmm

from .simulated import study

READINGS = study(readers=15, cases=60, seed=5)


def bootstrap(readings=READINGS, **options):
    return cluster_bootstrap(
        successes_n=readings.correct_n,
        design=Design.of(readings.rows, {"x": {"x": readings.synthetic_n}}),
        reader=readings.reader,
        case=readings.case,
        **{"seed": 1, "replicates": 600, **options},
    )


def test_the_estimate_is_the_ordinary_logistic_regression():
    found = bootstrap()
    shares = [READINGS.correct_n[READINGS.synthetic_n == one].mean() for one in (0, 1)]
    logits = np.log(np.divide(shares, np.subtract(1, shares)))
    assert found[INTERCEPT].value == pytest.approx(logits[0])
    assert found["x"].value == pytest.approx(logits[1] - logits[0])


def test_it_agrees_with_the_mixed_model_brought_to_the_same_scale():
    model = fit_glmm(
        successes_n=READINGS.correct_n,
        design=Design.of(READINGS.rows, {"x": {"x": READINGS.synthetic_n}}),
        groups=READINGS.groups,
    )
    for name, one in bootstrap().items():
        scaled = model.coefficients[name].value * attenuation(model)
        assert one.value == pytest.approx(scaled, abs=0.03)
        assert one.se == pytest.approx(model.coefficients[name].se * attenuation(model), rel=0.3)


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    assert bootstrap() == bootstrap()
    assert bootstrap()["x"].low != bootstrap(seed=2)["x"].low
    assert bootstrap()["x"].seed == 1


def test_cases_drawn_within_origin_keep_the_number_of_each():
    strata = np.arange(60) % 2
    assert bootstrap(case_strata_c=strata)["x"].low != bootstrap()["x"].low


def test_replicates_that_lose_a_column_are_dropped_and_counted():
    one_case = np.where(READINGS.case.codes_n == 0, 1.0, 0.0)
    found = cluster_bootstrap(
        successes_n=READINGS.correct_n,
        design=Design.of(READINGS.rows, {"x": {"x": one_case}}),
        reader=READINGS.reader,
        case=READINGS.case,
        seed=1,
        replicates=600,
    )
    dropped = int(found["x"].note.split()[0])
    assert dropped / 600 == pytest.approx(np.exp(-1), abs=0.06)


def test_one_reader_has_a_reason():
    found = bootstrap(READINGS.where(READINGS.reader.codes_n == 0))
    assert "one reader" in found["x"].reason
