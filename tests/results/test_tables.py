from dataclasses import replace

import pytest

from reviewapp.results.tables import (
    binary_verdict,
    repeat_pairs,
    score_of,
    six_level_verdict,
    table,
    truth,
    verdict_counts,
)

from .datasets import R, S, make_dataset, make_reading, repeat_of, with_presentations

STUDY = make_dataset(
    ("synthetic", "real", "real"),
    {("R-A", "HD"): (S, "definitely_real", None), ("R-B", "GOE"): (R, "possibly_synthetic", S)},
)


def test_verdicts_become_codes_and_unread_cases_minus_one():
    assert table(STUDY, STUDY.main, binary_verdict).tolist() == [[1, 0, -1], [0, 1, 1]]
    assert table(STUDY, STUDY.main, six_level_verdict).tolist() == [[4, 0, -1], [1, 3, 4]]
    assert truth(STUDY).tolist() == [1, 0, 0]


def test_a_table_of_one_site_has_its_readers_only():
    (reader,) = [reader for reader in STUDY.readers if reader.site == "GOE"]
    assert table(STUDY, STUDY.main, binary_verdict, readers=[reader]).tolist() == [[0, 1, 1]]


@pytest.mark.parametrize(("score", "code"), [(5, 5), (None, 0)])
def test_a_score_that_is_not_assessable_differs_from_one_not_asked(score, code):
    assert score_of("qrs")(make_reading(score=score)) == code
    assert score_of("unheard_of")(make_reading()) == -1


def test_two_readings_of_one_case_never_overwrite_each_other():
    twice = replace(STUDY.main[0], token="x")
    with pytest.raises(AssertionError, match="one reading"):
        table(STUDY, [*STUDY.main, twice], binary_verdict)


def test_repeats_pair_with_the_first_reading():
    study = with_presentations(STUDY, repeat_of(STUDY.presentations[0], R))
    first, again = repeat_pairs(study)
    assert [shown.token for shown in first] == [STUDY.presentations[0].token]
    assert again[0].reading.verdict == R


def test_a_repeat_of_an_abstention_is_no_pair():
    silent = replace(STUDY.presentations[0], reading=make_reading(outcome="abstained"))
    study = replace(STUDY, presentations=(silent, repeat_of(silent, R)))
    assert repeat_pairs(study) == ([], [])
    assert study.main == ()


def test_verdicts_are_counted_by_origin_and_level():
    assert verdict_counts(STUDY) == {"real": (1, 0, 0, 1, 1, 0), "synthetic": (0, 1, 0, 0, 1, 0)}
