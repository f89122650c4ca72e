import numpy as np
import pytest

from reviewapp.results.statistics.multiplicity import holm


def test_holm_gives_what_r_gives(known_answers):
    known = known_answers("benjamini_hochberg1995")
    assert holm(np.array(known.data["p"])) == pytest.approx(known.expected["holm"], abs=1e-9)


def test_holm_keeps_the_order_of_the_input_and_takes_an_empty_one():
    assert holm(np.array([0.04, 0.01])) == pytest.approx([0.04, 0.02])
    assert holm(np.array([])).size == 0


def test_what_is_no_p_value_is_refused():
    with pytest.raises(ValueError, match=r"within 0\.\.1"):
        holm(np.array([0.5, np.nan]))
