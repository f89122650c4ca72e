from dataclasses import replace

from reviewapp.results.exports.imrmc import imrmc_pieces
from tests.results.datasets import R, make_reading, repeat_of, two_site_study, with_presentations

STUDY = two_site_study()


def lines_of(study):
    pieces = imrmc_pieces(study.cases, study.presentations, readers=len(study.readers))
    return b"".join(pieces).decode("ascii").splitlines()


def test_the_header_counts_readers_and_cases():
    lines = lines_of(STUDY)
    assert lines[2:7] == ["NR: 2", "N0: 22", "N1: 22", "NM: 1", "BEGIN DATA:"]


def test_a_truth_for_each_case_and_a_rating_for_each_reading():
    rows = [line.split(",") for line in lines_of(STUDY)[7:]]
    truth = [row for row in rows if row[0] == "-1"]
    assert (truth[0], truth[-1]) == (["-1", "case000", "0", "1"], ["-1", "case043", "0", "0"])
    assert (len(truth), len(rows)) == (44, 44 + 88)
    assert rows[44] == ["R-ANNA", "case000", "origin", "5"]


def test_what_does_not_count_is_left_out():
    first = STUDY.presentations[0]
    abstained = replace(first, token="a", reading=make_reading(outcome="abstained"))
    more = with_presentations(STUDY, repeat_of(first, R), abstained)
    assert lines_of(more) == lines_of(STUDY)
