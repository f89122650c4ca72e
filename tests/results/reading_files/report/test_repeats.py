from .conftest import Report

REPEATED = (
    "reader,case,occasion,value\n"
    + "".join(f"a,{case},1,{case % 3}\na,{case},2,{case % 3}\n" for case in range(6))
    + "b,1,1,2\n"
)


def test_second_readings_are_compared_with_first_ones(report: Report):
    found = report(REPEATED)
    assert found.figures["repeat_value_agreement"].estimate.value == 1
    assert found.readers["a"]["repeat_value_agreement"].extra["pairs"] == 6
    assert "repeat_value_agreement" not in found.readers["b"]


def test_without_second_readings_there_is_no_such_section(report: Report):
    titles = [section.title for section in report("reader,case,value\na,1,1\n").sections]
    assert "Readers with themselves" not in titles
