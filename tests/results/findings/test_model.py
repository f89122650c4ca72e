import pytest

from reviewapp.results.findings.long_form import long_form
from reviewapp.results.findings.model import find_model

from .simulated import simulated


def test_the_bootstrap_comes_near_the_mixed_model_shrunk_to_the_average():
    table = simulated(readers=8, cases=80, accuracy=0.65, sites=1, replicates=200)
    found = find_model(table, long_form(table))
    name = "rhythm SR"
    expected = found.accuracy.model.coefficients[name].value * found.attenuation
    assert found.bootstrap[name].value == pytest.approx(expected, abs=0.15)
    assert set(found.bootstrap) == set(found.accuracy.model.coefficients)
    assert found.accuracy.omitted == {"site": "the readings have one site only"}


def test_one_reader_has_no_mixed_model_and_the_reason():
    table = simulated(readers=1, cases=20, sites=1)
    found = find_model(table, long_form(table))
    assert found.attenuation is None
    assert "one reader only" in found.accuracy.model.reason
    assert found.detection.d_prime.reason
