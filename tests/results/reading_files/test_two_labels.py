from pathlib import Path

import pytest

from reviewapp.results.reading_files.faults import ReadingFileError
from reviewapp.results.reading_files.gathering import Gathering
from reviewapp.results.reading_files.two_labels import codings_of


def of(truth: str, verdict: str, *, positive: str = "") -> dict[str, dict[str, int]]:
    """The codes of the labels that stand in truth and verdict, separated by blanks."""
    pairs = zip(truth.split(), verdict.split(), strict=True)
    rows = [(line, {"truth": t, "verdict": v}) for line, (t, v) in enumerate(pairs, start=2)]
    columns = ("truth", "verdict")
    gathered = Gathering(rows, columns, file=Path("f.csv"), decimal_comma=False)
    return {name: dict(it) for name, it in codings_of(gathered, columns, positive=positive).items()}


def test_pairs_that_everybody_knows_need_no_asking():
    assert of("0 1", "Real Synthetic") == {
        "truth": {"0": 0, "1": 1},
        "verdict": {"Real": 0, "Synthetic": 1},
    }


def test_a_pair_is_known_by_one_of_its_labels():
    assert of("1 1", "no no") == {"truth": {"1": 1}, "verdict": {"no": 0}}


def test_other_labels_are_asked_about():
    with pytest.raises(ReadingFileError, match=r"line 2, column 'truth'.*--positive AF"):
        of("SR AF", "AF AF")


def test_the_declared_label_is_positive_and_the_other_is_not():
    expected = {"truth": {"SR": 0, "AF": 1}, "verdict": {"SR": 0}}
    assert of("SR AF", "SR SR", positive="af") == expected


def test_a_declared_label_turns_a_known_pair_round():
    assert of("real synthetic", "real real", positive="real")["truth"]["real"] == 1


def test_a_third_label_is_refused_where_it_stands():
    with pytest.raises(ReadingFileError, match="line 4, column 'verdict': 'maybe' is a third"):
        of("0 1 1", "real synthetic maybe")


def test_a_declared_label_that_the_file_lacks_is_refused():
    with pytest.raises(ReadingFileError, match="stands in none of the columns"):
        of("0 1", "0 1", positive="AF")
