from reviewapp.results.reading_files.report.text import as_text, short

from .conftest import AGREEMENT, VERDICTS, Report


def test_the_answer_stands_first(report: Report):
    first = next(iter(as_text(report(VERDICTS))))
    assert first.startswith("Can readers tell positive from negative cases? Yes: balanced accuracy")
    assert next(iter(as_text(report(AGREEMENT)))).startswith("Percent agreement 0.")


def test_figures_that_do_not_exist_stand_together_under_their_reason(report: Report):
    text = "\n".join(as_text(report("reader,case,value\na,1,x\na,2,y\na,3,z\n")))
    assert "Undefined (no case was read by two readers): Percent agreement; Fleiss" in text
    assert "declare it with --categories" in text


def test_each_reader_has_a_line(report: Report):
    lines = list(as_text(report(VERDICTS)))
    start = lines.index("Each reader")
    assert [line.split()[:2] for line in lines[start + 2 : start + 5]] == [
        ["c", "GOE"],
        ["a", "HD"],
        ["b", "HD"],
    ]


def test_numbers_are_short_and_small_ones_stay_visible():
    assert [short(value) for value in (0.12345, 0.00001234, 12345.6, 0.0, 3, True)] == [
        *("0.123", "1.234e-05", "1.235e+04", "0.000", "3", "yes"),
    ]
