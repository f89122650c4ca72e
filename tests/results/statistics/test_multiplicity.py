import numpy as np
import pytest

from reviewapp.results.statistics.multiplicity import adjusted_p, holm

ALL = ("bonferroni", "holm", "hochberg", "bh", "by")


@pytest.mark.parametrize("adjustment", ALL)
def test_adjusted_p_values_are_those_of_r(known_answers, adjustment):
    known = known_answers("benjamini_hochberg1995")
    found = adjusted_p(np.array(known.data["p"]), adjustment)
    assert found == pytest.approx(known.expected[adjustment], abs=1e-9)


def slow_holm(p_values):
    """Steps down from the smallest p value, one by one."""
    found, floor = [0.0] * len(p_values), 0.0
    for step, place in enumerate(np.argsort(p_values)):
        floor = max(floor, min(1.0, (len(p_values) - step) * p_values[place]))
        found[place] = floor
    return found


@pytest.mark.parametrize("seed", range(20))
def test_holm_equals_its_slow_twin_and_stands_between_hochberg_and_bonferroni(seed):
    p = np.random.default_rng(seed).random(seed % 9).round(1) ** 2
    assert holm(p) == pytest.approx(slow_holm(p))
    assert (adjusted_p(p, "hochberg") <= holm(p) + 1e-12).all()
    assert (holm(p) <= adjusted_p(p, "bonferroni") + 1e-12).all()
    assert (adjusted_p(p, "bh") <= adjusted_p(p, "by") + 1e-12).all()


def test_the_order_of_the_input_is_kept_and_none_is_none():
    assert holm(np.array([0.04, 0.01])) == pytest.approx([0.04, 0.02])
    assert all(adjusted_p(np.array([]), one).size == 0 for one in ALL)


def test_what_is_no_p_value_is_refused():
    with pytest.raises(ValueError, match=r"within 0\.\.1"):
        holm(np.array([0.5, np.nan]))
