"""``python -m generator compare`` as a person types it."""

from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.__main__ import main
from generator.evaluation.report.folder import write_report_files
from tests.generator.evaluation.report.made_up import UTILITY, made_up_report


@pytest.fixture
def reports(tmp_path):
    for name, report in (
        ("a", made_up_report()),
        ("b", made_up_report(replace(UTILITY, pictures=()))),
    ):
        (tmp_path / name).mkdir()
        write_report_files(tmp_path / name, report)
    return tmp_path


def test_two_reports_become_a_folder(reports, capsys):
    asked = ["compare", str(reports / "a"), str(reports / "b"), "--out", str(reports / "both")]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "Warning: Both reports are of the same synthetic ECGs." in told
    assert "Of 2 checks that both measured" in told
    assert str(reports / "both" / "comparison.html") in told
    assert (reports / "both" / "comparison.html").is_file()


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("nowhere", "b", "both"), "nowhere is no report: it holds no report.json"),
        (("a", ".", "both"), "is no report"),
        (("a", "b", "a"), "exists; it is never overwritten"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(reports, capsys, names, says):
    a, b, out = (str(reports / name) for name in names)
    assert main(["compare", a, b, "--out", out]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert len(told.splitlines()) == 1
