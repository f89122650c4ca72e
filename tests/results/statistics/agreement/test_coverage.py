"""Do 95 % intervals hold the true figure 95 % of the time? The long run is in benchmarks/."""

import numpy as np
import pytest

from reviewapp.results.statistics.agreement.chance_corrected import fleiss_kappa, gwet_ac1
from reviewapp.results.statistics.agreement.icc import intraclass_correlation
from reviewapp.results.statistics.agreement.krippendorff import krippendorff_alpha

STUDIES = 200
READERS, CASES = 5, 50


def verdicts(generator, cases):
    """Five readers who call a case synthetic where its strength and noise pass 0.3."""
    noise_rc = generator.normal(0, 0.9, (READERS, cases))
    verdict_rc = (generator.normal(0, 1, cases) + noise_rc > 0.3).astype(int)
    return np.where(generator.random(verdict_rc.shape) < 0.1, -1, verdict_rc)


def share_held(estimate, data, truth):
    found = [estimate(data(np.random.default_rng(seed), CASES)) for seed in range(STUDIES)]
    return np.mean([one.low <= truth <= one.high for one in found])


@pytest.mark.parametrize("coefficient", [fleiss_kappa, gwet_ac1, krippendorff_alpha])
def test_intervals_over_cases_hold_the_figure_of_many_cases(coefficient):
    more = {"replicates": 300} if coefficient is krippendorff_alpha else {}
    large = verdicts(np.random.default_rng(0), 100_000)
    few = {"replicates": 2} if more else {}
    truth = coefficient(large, categories=2, **few).value
    held = share_held(lambda codes: coefficient(codes, categories=2, **more), verdicts, truth)
    assert 0.90 <= held <= 0.99


@pytest.mark.parametrize("form", ["ICC(1,1)", "ICC(3,k)"])
def test_intervals_of_icc_hold_the_known_share_of_variance(form):
    def scores(generator, cases):
        return generator.normal(0, 1, cases) + generator.normal(0, 0.9, (READERS, cases))

    truth = 1 / (1 + 0.81) if form == "ICC(1,1)" else 1 / (1 + 0.81 / READERS)
    held = share_held(lambda score: intraclass_correlation(score).forms[form], scores, truth)
    assert 0.90 <= held <= 0.99
