import numpy as np

from reviewapp.results.reading_files.report.agreement import (
    NO_NUMBERS,
    NO_ORDER,
    NOT_TWO,
    agreement_of_numbers,
    agreement_on_scale,
)
from reviewapp.results.reading_table import Scale
from reviewapp.results.statistics.agreement.chance_corrected import fleiss_kappa

CODES_RC = np.array([[0, 1, 2, 2, 1, 0], [0, 1, 2, 1, 1, 0], [0, 2, 2, 2, 1, -1]])


def on(scale: Scale, codes_rc=CODES_RC):
    return agreement_on_scale(codes_rc, scale, seed=1, replicates=20)


def test_a_numeric_scale_has_everything_that_readers_can_agree_by():
    found = on(Scale(("1", "2", "3"), (1, 2, 3)))
    undefined = {key for key, named in found.items() if named.estimate.value is None}
    assert undefined == {"cohen_kappa"}
    assert {"gwet_ac_quadratic", "alpha_interval", "icc2k", "kendall_w_ties"} <= set(found)


def test_the_figures_are_those_of_the_estimators():
    found = on(Scale(("1", "2", "3"), (1, 2, 3)))
    assert found["fleiss_kappa"].estimate == fleiss_kappa(CODES_RC, categories=3)


def test_words_without_an_order_have_nominal_figures_and_say_why():
    found = on(Scale(("mild", "none", "severe"), is_ordered=False))
    assert found["fleiss_kappa"].estimate.value is not None
    for key in ("fleiss_kappa_quadratic", "alpha_ordinal", "kendall_w_ties"):
        assert found[key].estimate.reason == NO_ORDER
    assert found["icc2"].estimate.reason == NO_NUMBERS


def test_words_in_a_declared_order_have_ordinal_figures_too():
    found = on(Scale(("none", "mild", "severe")))
    assert found["alpha_ordinal"].estimate.value is not None
    assert found["alpha_interval"].estimate.reason == NO_NUMBERS


def test_cohens_kappa_is_of_two_readers():
    assert on(Scale(("1", "2", "3")))["cohen_kappa"].estimate.reason == NOT_TWO
    two = on(Scale(("1", "2", "3")), CODES_RC[:2])
    assert two["cohen_kappa_quadratic"].estimate.value is not None


def test_two_categories_have_agreement_on_each_and_nothing_to_weight():
    found = on(Scale(("no", "yes")), np.minimum(CODES_RC, 1))
    assert found["positive_agreement"].title == "Agreement on 'yes'"
    assert not [key for key in found if key.endswith("_quadratic")]


def test_measurements_are_no_scale_of_categories():
    values = tuple(float(number) for number in range(60))
    found = on(Scale(tuple(map(str, values)), values), np.array([range(60), range(60)]))
    assert "60 distinct values" in found["fleiss_kappa"].estimate.reason
    assert found["icc3"].estimate.value == 1


def test_numbers_without_a_scale_have_an_order_and_correlations():
    found = agreement_of_numbers(np.array([[1.5, 2, 9], [1, 3, 8]]), seed=1, replicates=20)
    assert set(found) == {"kendall_w_ties", "icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"}
    assert found["icc3"].extra["dropped"] == 0
