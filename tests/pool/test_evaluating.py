"""A report is kept beside its source, and what it lists is kept out of studies."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, transaction

from reviewapp.audit.models import AuditEvent
from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool.barring import bar_record, lift_bar
from reviewapp.pool.evaluating import add_evaluation, barred_reason, reasons_against
from reviewapp.pool.models import Evaluation, Record
from tests.ecg.evaluation_reports import change_report, example, write_report


@pytest.fixture
def add(drawn_source, researcher):
    """`add(folder)` keeps the report in it beside the source of the batch."""

    def _add(folder, **options) -> int:
        stated = {"source": drawn_source, "by": researcher, **options}
        return add_evaluation(report=read_evaluation(folder), **stated)

    return _add


def barred() -> dict[str, str]:
    return dict(Record.objects.exclude(barred_reason="").values_list("name", "barred_reason"))


def test_a_report_is_kept_byte_for_byte_and_bars_what_it_lists(add, report_folder, researcher):
    assert add(report_folder) == 1
    kept = Evaluation.objects.get()
    assert kept.document == (report_folder / "report.json").read_text()
    assert bytes(kept.page) == (report_folder / "report.html").read_bytes()
    assert (kept.light, kept.created_by) == ("red", researcher)
    assert barred() == {"batch[1]": "Evaluation: a near-copy, of p17"}


def test_the_audit_trail_tells_both_deeds(add, report_folder, drawn_source):
    add(report_folder)
    bar, added = AuditEvent.objects.order_by("sequence")[1:]
    assert (bar.deed, bar.target) == ("bar_record", Record.objects.get(name="batch[1]").token)
    assert (added.deed, added.target) == ("add_evaluation", drawn_source.token)
    assert added.detail["barred"] == 1
    sha256 = hashlib.sha256((report_folder / "report.json").read_bytes()).hexdigest()
    assert added.detail["document_sha256"] == sha256


def test_the_same_report_again_changes_nothing(add, report_folder, researcher):
    add(report_folder)
    lift_bar(record=Record.objects.get(name="batch[1]"), by=researcher)
    events = AuditEvent.objects.count()
    assert add(report_folder) == 0
    assert (Evaluation.objects.count(), AuditEvent.objects.count()) == (1, events)
    assert barred() == {}


def test_a_later_report_bars_again_but_leaves_a_persons_reason(add, report_folder, researcher):
    bar_record(record=Record.objects.get(name="batch[1]"), by=researcher, reason="V1 is flat")
    add(report_folder)
    assert add(change_report(report_folder, seeds=2)) == 0
    assert Evaluation.objects.count() == 2
    assert barred() == {"batch[1]": "V1 is flat"}


def test_a_report_on_nothing_of_the_source_is_refused(add, report_folder, four_records):
    with pytest.raises(PoolInputError, match="no batch of which 'Test hospital' holds a record"):
        add(report_folder, source=four_records)
    with pytest.raises(PoolInputError, match="no batch"):
        add(change_report(report_folder, batches=[]))
    assert not Evaluation.objects.exists()


def test_only_a_researcher_of_the_site_adds(add, report_folder, coordinator, foreign_researcher):
    for nobody in (coordinator, foreign_researcher):
        with pytest.raises(PermissionDenied):
            add(report_folder, by=nobody)


def test_the_newest_word_on_a_batch_is_the_last(add, tmp_path, three_drawn, report_folder):
    add(report_folder)
    site = Record.objects.first().site
    first, second, _ = Record.objects.order_by("name").values_list("sha256", flat=True)
    assert reasons_against(site, None) == {second: "a near-copy, of p17"}
    newer = write_report(tmp_path / "newer", three_drawn, flagged=(0,))
    assert set(reasons_against(site, read_evaluation(newer))) == {first}
    add(change_report(newer, seeds=2))
    assert set(reasons_against(site, None)) == {first}


def test_a_report_on_another_batch_leaves_the_word_on_this_one(add, report_folder, tmp_path):
    add(report_folder)
    other = write_report(tmp_path / "other", tmp_path / "batch", flagged=())
    change_report(other, batches=[example()["batches"][0]])
    site = Record.objects.first().site
    assert len(reasons_against(site, read_evaluation(other))) == 1


def test_another_site_is_not_concerned(evaluation, uppsala):
    assert reasons_against(uppsala, None) == {}


def test_a_long_reason_is_cut_to_what_a_record_holds():
    assert len(barred_reason("x" * 1000)) == 200


@pytest.mark.parametrize(
    "changed", [{"light": "blue"}, {"light": "green", "token": "another"}], ids=["light", "twice"]
)
def test_the_database_refuses_an_unknown_light_and_a_report_twice(evaluation, changed):
    for name, value in {**changed, "pk": None}.items():
        setattr(evaluation, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        evaluation.save(force_insert=True)


def test_the_database_refuses_to_change_a_report(evaluation):
    evaluation.light = "green"
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        evaluation.save()
