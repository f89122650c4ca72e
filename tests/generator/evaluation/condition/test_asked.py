"""Rules and shares, side by side."""

import numpy as np

from generator.evaluation.condition.asked import Side, classifier_checks, rule_table, rules_from
from tests.generator.evaluation.condition.made_up import a_table, plain_table

POSITIVE = np.arange(12) % 2 == 1


def a_side(features, fewest_patients=6):
    return Side(
        origin="real", features=features, positive_n=POSITIVE, fewest_patients=fewest_patients
    )


def test_too_few_patients_calibrate_nothing():
    assert list(rules_from(a_side(plain_table(12)))) == ["irregular_rr", "no_p_wave", "f_waves"]
    assert rules_from(a_side(plain_table(12), fewest_patients=4)) == {}


def test_a_sign_that_was_never_measured_is_left_out():
    features = a_table([20.0, 200.0] * 6, [1, 0] * 6, [np.nan] * 12)
    assert list(rules_from(a_side(features))) == ["irregular_rr", "no_p_wave"]


def test_the_table_tells_who_meets_the_limits():
    rules = rules_from(a_side(plain_table(12)))
    drawn = a_side(plain_table(12, seed=2, of_af=slice(None)))
    row = rule_table(rules, drawn, ("SR", "AF")).rows[0]
    told = ("real_second", "real_first", "asked_second", "asked_first", "asked_first_n")
    assert [row[name] for name in told] == [1, 0, 1, 1, 6]


def test_each_rhythm_has_its_own_share():
    probability_n = np.where(POSITIVE, 0.9, np.where(np.arange(12) < 6, 0.6, 0.4))
    of_af, of_sr = classifier_checks(probability_n, a_side(plain_table(12)), ("SR", "AF"))
    assert (of_af.name, of_af.value) == ("condition.asked_af_by_classifier", 1.0)
    assert (of_sr.name, of_sr.value) == ("condition.asked_sr_by_classifier", 0.5)
    assert of_sr.says.startswith("3 of 6")
