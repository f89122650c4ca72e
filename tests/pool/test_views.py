"""The pages of the pool: whom they show what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviewapp.pool import views
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import IngestRun
from tests.ecg.simple_ecgs import simple_recording


@pytest.fixture
def checked_here(monkeypatch):
    """Uploads are checked at once, in this process."""
    monkeypatch.setattr(views, "start_check", lambda run: run)


def addresses(source) -> list[str]:
    record = source.records.first()
    return [
        reverse("pool:source", args=[source.token]),
        reverse("pool:record", args=[record.token]),
        reverse("pool:record_picture", args=[record.token]),
        reverse("pool:upload"),
    ]


def test_a_researcher_sees_sources_with_counts(sign_in, researcher, four_records):
    page = sign_in(researcher).get("/pools/").content.decode()
    assert "Test hospital" in page
    assert reverse("pool:source", args=[four_records.token]) in page


def test_a_coordinator_sees_counts_but_no_way_to_records(sign_in, coordinator, four_records):
    client = sign_in(coordinator)
    page = client.get("/pools/").content.decode()
    assert "Test hospital" in page
    assert "/sources/" not in page
    assert {client.get(address).status_code for address in addresses(four_records)} == {404}


def test_another_site_finds_nothing(sign_in, foreign_researcher, four_records):
    client = sign_in(foreign_researcher)
    assert "Test hospital" not in client.get("/pools/").content.decode()
    assert [client.get(address).status_code for address in addresses(four_records)[:3]] == [404] * 3
    bar = reverse("pool:bar", args=[four_records.records.first().token])
    assert client.post(bar, {"reason": "x"}).status_code == 404


def test_a_reader_finds_no_pool(sign_in, anna, four_records):
    client = sign_in(anna)
    assert {client.get(a).status_code for a in ["/pools/", *addresses(four_records)]} == {404}


def test_origins_are_shown_only_after_agreeing(sign_in, researcher, four_records):
    client = sign_in(researcher)
    address = reverse("pool:source", args=[four_records.token])
    record = reverse("pool:record", args=[four_records.records.first().token])
    assert "synthetic</td>" not in client.get(address).content.decode()
    assert client.get(record).url == address
    researcher.refresh_from_db()
    assert researcher.saw_origins_at is None
    page = client.post(address, follow=True).content.decode()
    assert page.count("synthetic</td>") == 2
    researcher.refresh_from_db()
    assert researcher.saw_origins_at


def test_the_queries_of_a_source_page_do_not_grow_with_records(
    sign_in, knowing, four_records, django_assert_num_queries
):
    client = sign_in(knowing)
    address = reverse("pool:source", args=[four_records.token])
    client.get(address)  # the first visit of a session writes to it
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    more = [simple_recording(f"x{seed}", seed=seed) for seed in range(30, 50)]
    ingest_recordings(by=knowing, site=four_records.site, kind="wfdb", readings=more)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_record_page_shows_facts_and_the_picture(sign_in, knowing, four_records):
    client = sign_in(knowing)
    record = four_records.records.get(name="r2")
    page = client.get(reverse("pool:record", args=[record.token])).content.decode()
    assert record.sha256 in page
    picture = client.get(reverse("pool:record_picture", args=[record.token]))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")


def test_a_record_is_barred_and_let_in_on_its_page(sign_in, knowing, four_records):
    client = sign_in(knowing)
    record = four_records.records.get(name="r2")
    address = reverse("pool:bar", args=[record.token])
    assert "Say why" in client.post(address, {"reason": ""}, follow=True).content.decode()
    page = client.post(address, {"reason": "<b>swapped"}, follow=True).content.decode()
    assert "&lt;b&gt;swapped" in page
    client.post(address)
    record.refresh_from_db()
    assert record.barred_reason == ""


def test_an_upload_leads_to_its_progress(sign_in, researcher, checked_here):
    client = sign_in(researcher)
    zipped = SimpleUploadedFile("ecgs.zip", b"PK")
    answer = client.post(reverse("pool:upload"), {"archive": zipped})
    run = IngestRun.objects.get()
    assert answer.url == reverse("pool:run", args=[run.token])
    assert 'hx-trigger="every 1s"' in client.get(answer.url).content.decode()
    part = client.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="run"')


def test_a_finished_upload_lists_every_refusal(sign_in, researcher, heidelberg):
    run = IngestRun.objects.create(
        site=heidelberg,
        created_by=researcher,
        file_name="ecgs.zip",
        status="done",
        report={"taken": [["SR", "real", 2]], "refusals": [["<r7>", "nan", "lead I holds NaN"]]},
    )
    page = sign_in(researcher).get(reverse("pool:run", args=[run.token])).content.decode()
    assert "2 records taken, 1 refused" in page
    assert "&lt;r7&gt;</strong>: lead I holds NaN" in page
    assert "hx-trigger" not in page


@pytest.mark.parametrize(
    ("file", "status", "message"),
    [
        (("ecgs.zip", b"x" * 2_000_000), 413, "larger than 1 MB"),
        (("ecgs.zip", b"x" * 1_050_000), 422, "larger than 1 MB"),
        (("ecgs.rar", b"x"), 422, "no .zip file"),
        (("ecgs.zip", b""), 422, "empty"),
    ],
)
def test_a_wrong_file_is_refused_at_the_door(sign_in, knowing, settings, file, status, message):  # noqa: PLR0917
    settings.UPLOAD_LIMIT_MB = 1
    answer = sign_in(knowing).post(reverse("pool:upload"), {"archive": SimpleUploadedFile(*file)})
    assert answer.status_code == status
    assert message in answer.content.decode()
    assert not IngestRun.objects.exists()


def test_an_upload_without_a_csrf_token_is_refused(researcher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("pool:upload"), {"archive": SimpleUploadedFile("a.zip", b"x")})
    assert answer.status_code == 403
    assert not IngestRun.objects.exists()


def test_an_upload_of_another_site_is_not_there(
    sign_in, foreign_researcher, researcher, heidelberg
):
    run = IngestRun.objects.create(site=heidelberg, created_by=researcher, file_name="a.zip")
    address = reverse("pool:run", args=[run.token])
    assert sign_in(foreign_researcher).get(address).status_code == 404
    assert "a.zip" not in sign_in(foreign_researcher).get("/pools/upload/").content.decode()
