from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewapp.studies.allocation.plan import Design, Stratum
from reviewapp.studies.allocation.ranking import Ranking
from reviewapp.studies.allocation.repeats import (
    merge_repeats,
    quota_of_repeats,
    repeats_need,
    repeats_refusal,
)
from tests.studies.candidates import make_candidates

RANKING = Ranking("seed")
AF, SR = Stratum("AF", "real"), Stratum("SR", "real")


def test_repeats_are_shared_out_in_proportion_to_strata():
    drawn = {
        AF: make_candidates({("AF", "real"): 20}, 0),
        SR: make_candidates({("SR", "real"): 60}, 0),
    }
    assert quota_of_repeats(RANKING, "anna", drawn, 15) == {AF: 3, SR: 9}


def test_a_repeat_stands_far_enough_after_the_first_showing():
    cases = make_candidates({("AF", "real"): 10, ("SR", "real"): 50}, 0)
    merged = merge_repeats(
        RANKING, "anna", ["real"] * 69, {"real": cases, "synthetic": []}, {AF: 2, SR: 7}, gap=25
    )
    assert merged is not None
    repeats = [
        (index, case, first) for index, (case, first) in enumerate(merged) if first is not None
    ]
    assert Counter(str(case.stratum) for _, case, _ in repeats) == {"AF/real": 2, "SR/real": 7}
    assert len({case.key for _, case, _ in repeats}) == 9
    assert all(index - first >= 25 for index, _, first in repeats)
    assert all(merged[first] == (case, None) for _, case, first in repeats)


def test_repeats_that_find_no_room_are_not_squeezed_in():
    cases = make_candidates({("SR", "real"): 20}, 0)
    ordered = {"real": cases, "synthetic": []}
    assert merge_repeats(RANKING, "anna", ["real"] * 23, ordered, {SR: 3}, gap=25) is None


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(25, 60))
def test_one_stratum_of_the_needed_length_always_takes_its_repeats(percent, gap):
    design = Design(repeat_percent=percent, repeat_gap=gap)
    count = next(n for n in range(20, 200) if n >= repeats_need(n, design))
    cases = make_candidates({("SR", "real"): count}, 0)
    quota = quota_of_repeats(RANKING, "anna", {SR: cases}, percent)
    origins = ["real"] * (count + quota[SR])
    ordered = {"real": cases, "synthetic": []}
    assert merge_repeats(RANKING, "anna", origins, ordered, quota, gap=gap) is not None


def test_the_refusal_says_how_many_cases_it_takes():
    assert "4 hidden repeats (15 % of 24 cases)" in repeats_refusal(24, Design())
    assert "takes 29 cases a reader" in repeats_refusal(24, Design())
