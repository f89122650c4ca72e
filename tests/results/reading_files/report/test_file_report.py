import pytest

from reviewapp.results.reading_files.report import file_report

from .conftest import AGREEMENT, VERDICTS, Report


def test_agreement_alone_says_nothing_of_accuracy(report: Report):
    found = report(AGREEMENT)
    assert found.findings is None
    assert found.figures["accuracy"].estimate.reason == "the file gives no truth of its cases"
    assert found.figures["fleiss_kappa"].estimate.value is not None


def test_why_speaks_of_verdicts_where_there_are_no_ratings(report: Report):
    assert report(VERDICTS).why == "balanced accuracy lies above chance, with its whole interval"


def test_the_same_rows_in_another_order_give_the_same_report(report: Report):
    header, *rows = VERDICTS.splitlines()
    found = report("\n".join([header, *reversed(rows)]))
    assert found.figures == report(VERDICTS).figures


def test_a_large_file_has_closed_formulas_only(report: Report, monkeypatch: pytest.MonkeyPatch):
    whole = report(VERDICTS)
    monkeypatch.setattr(file_report, "MOST_READINGS", 20)
    found = report(f"{VERDICTS}\n")
    assert found.findings is None
    assert file_report.LARGE in found.notes
    assert found.figures["accuracy"] == whole.figures["accuracy"]
    assert found.readers["a"]["sens"] == whole.readers["a"]["sens"]
    assert "glmm_accuracy" not in found.figures


def test_an_empty_file_has_reasons_only(report: Report):
    found = report("reader,case,value\n")
    assert all(named.estimate.reason for named in found.figures.values())
