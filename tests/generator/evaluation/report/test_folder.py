"""The folder of a report."""

import json
from dataclasses import replace

import pytest

from generator.evaluation.report.document import ReportError
from generator.evaluation.report.folder import read_report, write_report_files
from generator.evaluation.report.page import report_page
from tests.generator.evaluation.report.made_up import SVG, UTILITY, made_up_report


@pytest.fixture
def written(tmp_path):
    write_report_files(tmp_path, made_up_report())
    return tmp_path


def test_the_folder_holds_page_json_tables_and_pictures(written):
    files = sorted(path.relative_to(written).as_posix() for path in written.rglob("*.*"))
    assert files == [
        "barred.csv",
        "pictures/utility.curve.svg",
        "report.html",
        "report.json",
        "tables/checks.csv",
        "tables/utility.scores.csv",
    ]
    assert (written / "pictures" / "utility.curve.svg").read_text() == SVG


def test_what_is_read_is_what_was_written(written):
    report = read_report(written)
    assert report == made_up_report()
    assert report_page(report) == (written / "report.html").read_text(encoding="utf-8")


def test_page_and_json_agree_on_what_no_page_can_show(tmp_path):
    write_report_files(tmp_path, made_up_report(replace(UTILITY, title="a\x00b")))
    assert "a�b" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert report_page(read_report(tmp_path)) == (tmp_path / "report.html").read_text("utf-8")


def test_a_name_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(ValueError, match="section utility"):
        write_report_files(tmp_path, made_up_report(UTILITY, UTILITY))


def test_a_folder_without_a_report_is_refused(tmp_path):
    with pytest.raises(ReportError, match=r"is no report: it holds no report\.json"):
        read_report(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", r"report\.json: Expecting"),
        (b'{"schema": NaN}', r"report\.json: NaN is not JSON"),
        (b"\xff", r"report\.json: 'utf-8'"),
        (b"[]", r"report\.json: schema is None"),
    ],
)
def test_a_broken_file_is_named(tmp_path, content, says):
    (tmp_path / "report.json").write_bytes(content)
    with pytest.raises(ReportError, match=says):
        read_report(tmp_path)


def test_another_schema_is_refused(written):
    document = json.loads((written / "report.json").read_text())
    (written / "report.json").write_text(json.dumps({**document, "schema": "ecg-evaluation/9"}))
    with pytest.raises(ReportError, match="'ecg-evaluation/9', but this program reads"):
        read_report(written)
