from pathlib import Path

from reviewapp.results.reading_files.faults import ReadingFileError


def test_a_fault_says_where_what_and_what_to_do():
    fault = ReadingFileError(
        "'x' is no number", file=Path("a/b.csv"), line=3, column="rating", advice="Write digits"
    )
    assert str(fault) == "b.csv, line 3, column 'rating': 'x' is no number. Write digits."
