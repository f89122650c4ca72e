import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewapp.studies.allocation.plan import AllocationError, Candidate, Cell, Stratum
from reviewapp.studies.allocation.ranking import Ranking
from reviewapp.studies.allocation.selection import select
from tests.studies.candidates import SMALL_AND_ODD, make_candidates, make_cells, make_key

AF_REAL, SR_REAL = Stratum("AF", "real"), Stratum("SR", "real")


def draw(candidates, cells, *, practice=0, one_per_patient=True):
    return select(
        Ranking("seed"), candidates, cells, practice=practice, one_per_patient=one_per_patient
    )


def test_each_cell_gets_its_count_and_no_record_twice():
    selection = draw(make_candidates(SMALL_AND_ODD), make_cells(SMALL_AND_ODD), practice=6)
    assert {
        (stratum.rhythm, stratum.origin): len(cases) for stratum, cases in selection.cases.items()
    } == SMALL_AND_ODD
    keys = [case.key for cases in selection.cases.values() for case in cases]
    keys += [case.key for case in selection.practice]
    assert len(keys) == len(set(keys)) == 44 + 6


def test_cases_are_the_first_by_rank():
    candidates = make_candidates({("SR", "real"): 10})
    selection = draw(candidates, [Cell("SR", "real", 4)])
    ranked = Ranking("seed").ordered((c.key for c in candidates), "draw", "SR/real")
    assert [case.key for case in selection.cases[SR_REAL]] == ranked[:4]


def test_practice_has_one_case_of_each_cell_where_it_can():
    counts = {("SR", "real"): 3, ("SR", "synthetic"): 3, ("AF", "real"): 3, ("AF", "synthetic"): 3}
    selection = draw(make_candidates(counts), make_cells(counts), practice=4)
    assert len({case.stratum for case in selection.practice}) == 4


def test_two_practice_cases_show_both_origins():
    counts = {("SR", "real"): 3, ("SR", "synthetic"): 3, ("AF", "real"): 3, ("AF", "synthetic"): 3}
    selection = draw(make_candidates(counts), make_cells(counts), practice=2)
    assert {case.origin for case in selection.practice} == {"real", "synthetic"}


def test_a_cell_with_nothing_left_for_practice_is_noted():
    candidates = make_candidates({("SR", "real"): 9}, spare=0)
    candidates += make_candidates({("SR", "synthetic"): 2}, spare=0)
    cells = [Cell("SR", "real", 2), Cell("SR", "synthetic", 2)]
    selection = draw(candidates, cells, practice=4)
    assert len(selection.practice) == 4
    assert selection.notes == ("No practice case of SR/synthetic: no record (or patient) is left.",)


def test_a_short_cell_says_how_many_are_missing():
    with pytest.raises(AllocationError) as refusal:
        draw(make_candidates({("SR", "real"): 5}, spare=0), [Cell("SR", "real", 8)])
    assert refusal.value.reasons == (
        "SR, real: 8 cases are wanted and 3 are missing (the pools hold 5).",
    )


def test_missing_practice_cases_are_counted():
    with pytest.raises(AllocationError, match=r"4 practice cases are wanted .* 1 are missing"):
        draw(make_candidates({("SR", "real"): 5}), [Cell("SR", "real", 5)], practice=4)


def test_a_patient_gives_one_record_to_a_study():
    candidates = [Candidate(make_key(n), "SR", "real", f"P{n // 2}") for n in range(8)]
    selection = draw(candidates, [Cell("SR", "real", 4)])
    assert len({case.patient for case in selection.cases[SR_REAL]}) == 4
    with pytest.raises(AllocationError, match=r"1 are missing \(of 8 records"):
        draw(candidates, [Cell("SR", "real", 5)])


def test_several_records_of_a_patient_are_drawn_only_where_the_design_says_so():
    candidates = [Candidate(make_key(n), "SR", "real", "P1") for n in range(5)]
    cases = draw(candidates, [Cell("SR", "real", 5)], one_per_patient=False).cases
    assert len(cases[SR_REAL]) == 5


def test_a_patient_with_records_in_two_strata_goes_where_needed():
    """Patient A alone could fill SR first; then AF would stay short for no reason."""
    for seed in "abcdefgh":
        candidates = [
            Candidate(make_key("1"), "AF", "real", "A"),
            Candidate(make_key("2"), "AF", "real", "B"),
            Candidate(make_key("3"), "SR", "real", "B"),
        ]
        cells = [Cell("AF", "real", 1), Cell("SR", "real", 1)]
        cases = select(Ranking(seed), candidates, cells, practice=0, one_per_patient=True).cases
        assert [c.patient for c in (*cases[AF_REAL], *cases[SR_REAL])] == ["A", "B"]


def test_one_signal_with_two_labels_is_refused():
    twice = [Candidate(make_key(1), "SR", "real"), Candidate(make_key(1), "AF", "real")]
    with pytest.raises(AllocationError, match="twice, with different labels"):
        draw(twice, [Cell("SR", "real", 1)])


@given(st.permutations(make_candidates({("SR", "real"): 4, ("AF", "synthetic"): 3})))
def test_the_draw_does_not_depend_on_the_order_of_candidates(shuffled):
    cells = [Cell("SR", "real", 3), Cell("AF", "synthetic", 3)]
    in_order = make_candidates({("SR", "real"): 4, ("AF", "synthetic"): 3})
    assert draw(shuffled, cells, practice=2) == draw(in_order, cells, practice=2)
