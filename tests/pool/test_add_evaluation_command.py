"""`manage.py add_evaluation`: a report beside a source that is there already."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reviewapp.pool.models import Evaluation, Record


def add(source: str, report, by: str = "rasmus") -> str:
    out = StringIO()
    call_command("add_evaluation", source, str(report), "--by", by, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("called", ["name", "token"])
def test_a_report_is_kept_and_what_it_lists_is_barred(drawn_source, report_folder, called):
    printed = add(getattr(drawn_source, called), report_folder)
    assert "Test generator: red, fails" in printed
    assert "listed: 1; barred from studies now: 1" in printed
    assert Record.objects.exclude(barred_reason="").get().name == "batch[1]"


@pytest.mark.parametrize(
    ("source", "by", "message"),
    [
        ("Test generator", "nobody", "no user 'nobody'"),
        ("Test generator", "clara", "takes the role researcher"),
        ("Test generator", "ulla", "no source 'Test generator'; those of ulla's site: none yet"),
        ("unknown", "rasmus", "those of rasmus's site: Test generator"),
    ],
)
def test_what_is_wrong_is_told(  # noqa: PLR0917
    drawn_source, report_folder, coordinator, foreign_researcher, source, by, message
):
    with pytest.raises(CommandError, match=message):
        add(source, report_folder, by)
    assert not Evaluation.objects.exists()


def test_a_faulty_report_is_not_kept(drawn_source, tmp_path):
    with pytest.raises(CommandError, match=r"no folder with report.json. Nothing was kept"):
        add("Test generator", tmp_path / "nowhere")
