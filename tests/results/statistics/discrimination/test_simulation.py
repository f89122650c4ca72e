import numpy as np
import pytest

from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.results.statistics.discrimination.simulation import (
    StudyModel,
    simulated_power_of_equivalence,
    simulated_study,
)


def test_a_simulated_study_has_the_accuracy_and_the_correlation_asked_for():
    model = StudyModel(accuracy=0.7, reader_sd=0, case_share=0.4, bias_sd=0)
    generator = np.random.default_rng(0)
    truth_c, decision_rc = simulated_study(model, readers=40, cases=4000, generator=generator)
    verdict_rc = decision_rc > 0
    balanced = (verdict_rc[:, truth_c == 1].mean() + 1 - verdict_rc[:, truth_c == 0].mean()) / 2
    between = np.corrcoef(decision_rc[:, truth_c == 1])
    assert balanced == pytest.approx(0.7, abs=0.01)
    assert between[np.triu_indices(40, 1)].mean() == pytest.approx(0.4, abs=0.03)


def test_readers_differ_as_much_as_asked_for():
    generator = np.random.default_rng(1)
    model = StudyModel(reader_sd=0.05, bias_sd=0)
    truth_c, decision_rc = simulated_study(model, readers=400, cases=3000, generator=generator)
    correct_r = ((decision_rc > 0) == truth_c).mean(axis=1)
    assert correct_r.std() == pytest.approx(0.05, abs=0.008)


def test_the_same_seed_gives_the_same_power_and_more_cases_more_of_it():
    def power(cases):
        return simulated_power_of_equivalence(
            StudyModel(), readers=6, cases=cases, band=Band(), studies=60, seed=2
        )

    assert power(60) == power(60) < power(200)


def test_impossible_readers_are_refused():
    with pytest.raises(ValueError, match="accuracy"):
        StudyModel(accuracy=1.0)
