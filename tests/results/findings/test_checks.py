import numpy as np
import pytest

from reviewapp.results.findings.checks import correct_of, find_checks
from reviewapp.results.findings.roc import find_roc

from .simulated import simulated


def test_checks_find_the_same_figures_by_other_means():
    table = simulated(readers=5, cases=40, accuracy=0.7, replicates=200)
    found = find_checks(table)
    assert found.area_bootstrap.value == pytest.approx(find_roc(table).mean.value)
    assert found.area_bootstrap.low < found.area_bootstrap.value < found.area_bootstrap.high
    assert found.accuracy_bootstrap.value == pytest.approx(found.accuracy_cluster_robust.value)
    assert found.area_bootstrap.seed == table.seed


def test_a_verdict_is_right_wrong_or_missing():
    table = simulated(readers=2, cases=10, missing=0.3)
    correct_rc = correct_of(table)
    assert np.isnan(correct_rc).tolist() == (~table.first.read_rc).tolist()
    right_rc = table.first.verdict_rc == table.truth_c
    assert (correct_rc == 1).tolist() == right_rc.tolist()
