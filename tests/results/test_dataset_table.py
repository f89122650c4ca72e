from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.dataset_table import seed_of, table_of

from .datasets import (
    R,
    S,
    make_case,
    make_dataset,
    make_reading,
    repeat_of,
    with_presentations,
)

STUDY = make_dataset(
    ("synthetic", "real", "real"),
    {("R-A", "HD"): (S, "definitely_real", None), ("R-B", "GOE"): (R, "possibly_synthetic", S)},
)


def test_verdicts_become_codes_and_ranks():
    table = table_of(STUDY)
    assert table.first.verdict_rc.tolist() == [[1, 0, -1], [0, 1, 1]]
    assert np.nan_to_num(table.first.rating_rc).tolist() == [[5, 1, 0], [2, 4, 5]]
    assert table.truth_c.tolist() == [1, 0, 0]
    assert [reader.site for reader in table.readers] == ["HD", "GOE"]


def test_positions_and_active_times_come_along():
    table = table_of(STUDY)
    assert table.position_rc[0, :2].tolist() == [1, 2]
    assert table.seconds_rc[1].tolist() == [50.5] * 3
    assert np.isnan(table.seconds_rc[0, 2])


@pytest.mark.parametrize(("score", "code"), [(5, 5), (None, 0)])
def test_a_score_that_is_not_assessable_differs_from_one_not_given(score, code):
    shown = replace(STUDY.presentations[0], reading=make_reading(S, score=score))
    table = table_of(replace(STUDY, presentations=(shown, *STUDY.presentations[1:])))
    assert table.first.scores["qrs"][0, 0] == code
    assert np.isnan(table.first.scores["qrs"][0, 2])


def test_two_readings_of_one_case_never_overwrite_each_other():
    twice = with_presentations(STUDY, replace(STUDY.main[0], token="x"))
    with pytest.raises(AssertionError, match="one reading"):
        table_of(twice)


def test_a_repeat_counts_as_the_second_reading_alone():
    table = table_of(with_presentations(STUDY, repeat_of(STUDY.presentations[0], R)))
    assert table.first.verdict_rc[0, 0] == 1
    assert table.again.verdict_rc.tolist() == [[0, -1, -1], [-1, -1, -1]]


def test_a_repeat_of_an_abstention_is_no_pair():
    silent = replace(STUDY.presentations[0], reading=make_reading(outcome="abstained"))
    table = table_of(replace(STUDY, presentations=(silent, repeat_of(silent, R))))
    assert not table.first.read_rc.any()
    assert not table.again.read_rc.any()


def test_practice_is_no_case_and_no_reading():
    practice = replace(
        STUDY.presentations[0], token="p", is_practice=True, case=make_case(9, "real")
    )
    dataset = with_presentations(replace(STUDY, cases=(*STUDY.cases, practice.case)), practice)
    assert len(table_of(dataset).cases) == 3


def test_margin_and_seed_are_the_study_s():
    table = table_of(replace(STUDY, study=replace(STUDY.study, margin_percent=5)))
    assert table.accuracy_band.margin == 0.05
    assert (table.area_band.low, table.area_band.high) == (0.4, 0.6)
    assert table.seed == seed_of("d" * 64) != seed_of("e" * 64)
