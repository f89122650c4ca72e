"""The pages that show evaluations: to whom, what, and nothing that could run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviewapp.accounts.people import mark_saw_origins
from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.pool import forms
from reviewapp.pool.evaluating import add_evaluation
from reviewapp.pool.models import Evaluation, Record, Source
from tests.ecg.evaluation_reports import change_report


@pytest.fixture
def address(drawn_source):
    return reverse("pool:add_evaluation", args=[drawn_source.token])


def page_of(client, source) -> str:
    return client.get(reverse("pool:source", args=[source.token])).content.decode()


def test_the_list_says_the_light_in_words_to_whoever_sees_counts(
    sign_in, researcher, coordinator, evaluation
):
    for user in (researcher, coordinator):
        page = sign_in(user).get("/pools/").content.decode()
        assert "red: fails" in page
        assert "near-copy" not in page


def test_a_source_page_shows_answer_checks_and_flagged_records(sign_in, knowing, evaluation):
    page = page_of(sign_in(knowing), evaluation.source)
    assert "Red, since a privacy check failed: share of near-copies." in page
    assert "for QT, which is 18 ms too long." in page
    assert "0.78 to 0.88" in page
    assert "1 green, 1 amber, 1 red, 1 grey" in page
    assert "1 record that should enter no pool" in page
    assert reverse("pool:record", args=[Record.objects.get(name="batch[1]").token]) in page
    assert reverse("pool:evaluation", args=[evaluation.token]) in page


def test_before_agreeing_to_see_origins_nothing_of_it_is_shown(sign_in, researcher, evaluation):
    client = sign_in(researcher)
    assert "near-copy" not in page_of(client, evaluation.source)
    answer = client.get(reverse("pool:evaluation", args=[evaluation.token]))
    assert answer.url == reverse("pool:source", args=[evaluation.source.token])


def test_the_report_is_served_in_a_sandbox(sign_in, knowing, evaluation):
    answer = sign_in(knowing).get(reverse("pool:evaluation", args=[evaluation.token]))
    assert answer.content == bytes(evaluation.page)
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert policy >= {
        "sandbox",
        "default-src 'none'",
        "script-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "img-src data:",
    }


def test_nobody_else_finds_a_report(  # noqa: PLR0917
    sign_in, anna, coordinator, auditor, foreign_researcher, evaluation, address
):
    mark_saw_origins(by=foreign_researcher)
    for nobody in (anna, coordinator, auditor, foreign_researcher):
        client = sign_in(nobody)
        assert client.get(reverse("pool:evaluation", args=[evaluation.token])).status_code == 404
        assert client.post(address).status_code == 404


def test_what_a_report_says_is_only_text(sign_in, knowing, evaluation, report_folder):
    answer = read_evaluation(report_folder).document
    sentence = {"section": "a", "title": "<b>", "light": "red", "text": "<script>alert(1)</script>"}
    stated = {"light": "red", "because": answer.because, "sentences": [sentence]}
    report = read_evaluation(change_report(report_folder, answer=stated))
    add_evaluation(source=evaluation.source, report=report, by=knowing)
    page = page_of(sign_in(knowing), evaluation.source)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_report_is_sent_to_a_source(  # noqa: PLR0917
    sign_in, knowing, drawn_source, address, report_folder, zip_of_folder
):
    client = sign_in(knowing)
    answer = client.post(address, {"archive": zip_of_folder(report_folder)}, follow=True)
    assert "Records that it bars from studies: 1." in answer.content.decode()
    assert Evaluation.objects.get().source == drawn_source


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (None, "This field is required"),
        (SimpleUploadedFile("a.rar", b"x"), "This is no .zip file"),
        (SimpleUploadedFile("a.zip", b"x" * 2_000_000), "The file is larger than 1 MB"),
        (SimpleUploadedFile("a.zip", b"x"), "the file is no zip file"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(  # noqa: PLR0917
    sign_in, knowing, address, monkeypatch, sent, reason
):
    monkeypatch.setattr(forms, "EVALUATION_LIMIT_MB", 1)
    answer = sign_in(knowing).post(address, {"archive": sent} if sent else {}, follow=True)
    assert f"The evaluation was refused: {reason}" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_a_source_without_a_batch_has_no_place_for_a_report(sign_in, knowing, four_records):
    assert "evaluations" not in page_of(sign_in(knowing), four_records)


def test_queries_do_not_grow_with_evaluations(
    sign_in, knowing, evaluation, report_folder, django_assert_num_queries
):
    client = sign_in(knowing)
    pages = ["/pools/", reverse("pool:source", args=[evaluation.source.token])]
    few = []
    for address in pages:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        few.append(len(queries))
    for number in range(3):
        batches = [{**_stated(evaluation), "manifest_sha256": f"{number}" * 64}]
        folder = change_report(report_folder, batches=[_stated(evaluation), *batches])
        add_evaluation(source=evaluation.source, report=read_evaluation(folder), by=knowing)
    for address, count in zip(pages, few, strict=True):
        with django_assert_num_queries(count):
            client.get(address)


def _stated(evaluation: Evaluation) -> dict[str, object]:
    return {
        "kind": "batch",
        "manifest_sha256": evaluation.manifests[0],
        "folder": "batch",
        "source": Source.objects.get().name,
        "records": 3,
    }
