"""What a source's page shows of its evaluations."""

import pytest

from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.pool import evaluation_page
from reviewapp.pool.barring import lift_bar
from reviewapp.pool.evaluating import add_evaluation
from reviewapp.pool.evaluation_page import CheckRow, cards_of
from reviewapp.pool.models import Evaluation, Light, Record, Source
from tests.ecg.evaluation_reports import change_report, write_report


def test_a_card_tells_light_answer_and_checks(evaluation):
    ((card,), earlier) = cards_of(evaluation.source)
    assert (card.light, earlier) == (Light.RED, [])
    assert card.batch_names == "batch (3 records)"
    assert [light for _, light, _ in card.sentences] == ["green", "amber", "red"]
    assert card.counts == [("green", 1), ("amber", 1), ("red", 1), ("grey", 1)]
    (_, (first, second)), *_ = card.sections
    assert first == CheckRow(
        title="Trained on synthetic, tested on real: F1",
        light=Light.GREEN,
        value="0.83",
        interval="0.78 to 0.88",
        n=120,
        says="A classifier learns from these ECGs what holds of real ones.",
        limits="green from 0.8, amber from 0.7: the paper's figure",
    )
    assert (second.value, second.interval) == ("", "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.12345, "0.123"), (1234.5, "1234"), (-18.26, "-18.3"), (0.0, "0"), (1e-7, "1e-07")],
)
def test_numbers_are_short(value, shown):
    assert evaluation_page._shown(value) == shown


def test_a_flagged_record_is_barred_let_in_or_not_there(evaluation, researcher, heidelberg):
    record = Record.objects.get(name="batch[1]")
    (row,) = cards_of(evaluation.source)[0][0].flagged
    assert (row.record, row.state, row.reason) == (record, "barred", "a near-copy, of p17")
    assert row.name == "batch[1]"
    lift_bar(record=record, by=researcher)
    (row,) = cards_of(evaluation.source)[0][0].flagged
    assert row.state == "may be drawn"


def test_a_flagged_record_that_was_refused_is_not_there(ingest_batch, report_folder):
    ingest_batch(evaluation=read_evaluation(report_folder))
    (row,) = cards_of(Source.objects.get())[0][0].flagged
    assert (row.record, row.state) == (None, "not in the pool")
    assert row.name == "Test generator[1]"


def test_a_long_list_is_cut(evaluation, monkeypatch):
    monkeypatch.setattr(evaluation_page, "FLAGGED_SHOWN", 0)
    (card,) = cards_of(evaluation.source)[0]
    assert (card.flagged, card.flagged_count, card.more_flagged) == ([], 1, 1)


def test_what_a_newer_report_replaces_stands_under_earlier(evaluation, report_folder, researcher):
    newer = read_evaluation(change_report(report_folder, seeds=2))
    add_evaluation(source=evaluation.source, report=newer, by=researcher)
    (card,), earlier = cards_of(evaluation.source)
    assert card.evaluation == Evaluation.objects.first()
    assert earlier == [evaluation]


def test_queries_do_not_grow_with_flagged_records(
    drawn_source, three_drawn, tmp_path, researcher, django_assert_num_queries
):
    for number, flagged in enumerate([(0,), (0, 1, 2)]):
        folder = write_report(tmp_path / f"report{number}", three_drawn, flagged=flagged)
        report = read_evaluation(change_report(folder, seeds=number))
        add_evaluation(source=drawn_source, report=report, by=researcher)
        with django_assert_num_queries(4):
            assert len(cards_of(drawn_source)[0][0].flagged) == len(flagged)
