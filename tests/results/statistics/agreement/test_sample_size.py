import numpy as np
import pytest

from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.sample_size import kappa_sample_size

PLAN = {"share_first": 0.4, "share_second": 0.5, "kappa_true": 0.7, "kappa_null": 0.4}


def test_more_power_or_a_smaller_difference_needs_more_cases():
    plain = kappa_sample_size(**PLAN).value
    assert kappa_sample_size(**PLAN, power=0.9).value > plain
    assert kappa_sample_size(**PLAN, two_sided=False).value < plain
    assert kappa_sample_size(**PLAN | {"kappa_null": 0.5}).value > plain


def test_so_many_cases_have_the_power_that_was_planned():
    n = int(kappa_sample_size(**PLAN, two_sided=False).value)
    chance = 0.4 * 0.5 + 0.6 * 0.5
    both = (0.7 * (1 - chance) + chance - 1 + 0.9) / 2
    cells = [both, 0.4 - both, 0.5 - both, 1 - 0.9 + both]
    generator = np.random.default_rng(1)
    drawn = generator.choice(4, p=cells, size=(500, n))
    estimates = [cohen_kappa(1 - np.stack([cell // 2, cell % 2]), categories=2) for cell in drawn]
    rejected = [(one.value - 0.4) / one.se > 1.645 for one in estimates]
    assert np.mean(rejected) == pytest.approx(0.8, abs=0.07)


def test_what_cannot_be_planned_has_a_reason():
    assert "no difference" in kappa_sample_size(**PLAN | {"kappa_null": 0.7}).reason
    assert "can't reach" in kappa_sample_size(**PLAN | {"share_first": 0.05}).reason
    with pytest.raises(ValueError, match="between 0 and 1"):
        kappa_sample_size(**PLAN | {"share_first": 0})
