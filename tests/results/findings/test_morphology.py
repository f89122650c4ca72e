from reviewapp.results.findings.morphology import find_morphology

from .simulated import simulated


def test_an_item_that_synthetic_cases_score_lower_on_is_found_everywhere():
    qrs, st = find_morphology(simulated(readers=5, cases=60))
    assert (qrs.code, st.label) == ("qrs", "ST segment")
    assert st.comparison.p_holm < 0.01
    assert st.comparison.difference.high < 0
    assert st.log_odds.high < 0
    assert qrs.comparison.p_holm > 0.05
    assert set(st.by_rhythm) == {"AF", "SR"}
    assert set(st.by_site) == {"S0", "S1"}
    assert len(st.by_reader) == 5


def test_parts_are_adjusted_for_their_number():
    for item in find_morphology(simulated(readers=3, cases=20)):
        assert all(one.p_holm >= one.p_value for one in item.by_reader.values())


def test_what_is_not_assessable_is_counted_and_left_out():
    qrs, _ = find_morphology(simulated(readers=3, cases=20))
    assert qrs.comparison.real.not_assessable > 0
    scored = sum(side.readings for side in (qrs.comparison.real, qrs.comparison.synthetic))
    left_out = qrs.comparison.real.not_assessable + qrs.comparison.synthetic.not_assessable
    assert scored + left_out == 60
