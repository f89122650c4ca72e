import pytest
from scipy import stats

from reviewapp.results.statistics.models.accuracy_model import fit_correct
from reviewapp.results.statistics.models.design import Design, treatment
from reviewapp.results.statistics.models.nested import ratio_test

from .simulated import study


def test_the_ratio_test_is_twice_the_difference_of_log_likelihoods():
    readings = study()
    null = fit_correct(readings, Design.of(readings.rows, {}))
    terms = {"site": treatment("site ", readings.site)}
    full = fit_correct(readings, Design.of(readings.rows, terms))
    test = ratio_test(full, null)
    assert test.chi2 == pytest.approx(2 * (full.loglik - null.loglik))
    assert test.df == 2
    assert test.p == pytest.approx(stats.chi2.sf(test.chi2, 2))
    assert ratio_test(null, null).reason == "the models have the same columns"


def test_without_a_model_there_is_no_test_but_its_reason():
    readings = study()
    nobody = readings.where(readings.reader.codes_n > 99)
    empty = fit_correct(nobody, Design.of(0, {}))
    assert ratio_test(empty, empty).reason == "there is no reading"
    assert ratio_test(empty, empty).p is None
