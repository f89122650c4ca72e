import json

import pytest
from django.test import Client
from django.urls import reverse

from reviewapp.pool.sealed import Origin
from reviewapp.readings.models import Reading
from reviewapp.studies.models import Presentation, Study
from reviewapp.studies.questionnaire import DEFAULT

EVERYBODY = ["coordinator", "anna", "bela", "site_coordinator", "auditor", "outsider", "researcher"]


def page(name, study):
    return reverse(f"studies:{name}", args=[study.token])


def who_gets_in(request, sign_in, address):
    return {
        who
        for who in EVERYBODY
        if sign_in(request.getfixturevalue(who)).get(address).status_code != 404
    }


def test_the_list_holds_the_studies_one_takes_part_in(opened, sign_in, coordinator, auditor):
    Study.objects.create(name="Of others", site=coordinator.site, created_by=auditor)
    for user in (coordinator, auditor):
        text = sign_in(user).get(reverse("studies:list")).content.decode()
        assert "Blind review" in text
        assert "Of others" not in text


def test_a_reader_has_no_list_of_studies_here(opened, sign_in, anna):
    assert sign_in(anna).get(reverse("studies:list")).status_code == 404


def test_a_draft_begins_with_a_name(sign_in, coordinator):
    client = sign_in(coordinator)
    assert client.post(reverse("studies:new"), {"name": " "}).status_code == 422
    response = client.post(reverse("studies:new"), {"name": "My review", "status": "open"})
    study = Study.objects.get()
    assert response.url == page("edit", study)
    assert study.status == "draft"


def test_only_coordinators_begin_one(request, sign_in, db):
    assert who_gets_in(request, sign_in, reverse("studies:new")) == {"coordinator", "outsider"}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("study", {"coordinator", "site_coordinator", "auditor"}),
        ("questionnaire", {"coordinator", "site_coordinator", "auditor"}),
        ("questionnaire_json", {"coordinator", "site_coordinator", "auditor"}),
        ("progress", {"coordinator", "site_coordinator"}),
        ("protocol", {"coordinator"}),
        ("protocol_json", {"coordinator"}),
        ("plan_json", set()),
        ("edit", {"coordinator"}),
        ("open", {"coordinator"}),
        ("lock", {"coordinator"}),
        ("ask_unblinding", {"coordinator"}),
        ("approve_unblinding", {"coordinator", "auditor"}),
    ],
)
def test_every_page_is_404_to_all_others(opened, request, sign_in, name, allowed):
    address = page(name, opened)
    assert who_gets_in(request, sign_in, address) == allowed
    assert Client().get(address).url.startswith(reverse("accounts:login"))


def test_a_study_that_does_not_exist_looks_the_same(opened, sign_in, outsider):
    client = sign_in(outsider)
    there = client.get(page("study", opened))
    nowhere = client.get(reverse("studies:study", args=["A" * 22]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content


def test_no_page_before_unblinding_holds_seed_or_truth(opened, sign_in, coordinator):
    client = sign_in(coordinator)
    record_tokens = set(opened.cases.values_list("record__token", flat=True))
    for name in ("study", "progress", "protocol", "protocol_json", "questionnaire", "lock"):
        text = client.get(page(name, opened)).content.decode()
        assert opened.seed not in text
        assert not any(token in text for token in record_tokens)


def test_the_sealed_table_is_not_even_asked(
    opened, sign_in, coordinator, django_assert_max_num_queries
):
    client = sign_in(coordinator)
    with django_assert_max_num_queries(20) as captured:
        client.get(page("study", opened))
        client.get(page("progress", opened))
    table = Origin._meta.db_table
    assert not any(table in query["sql"] for query in captured.captured_queries)


def test_a_site_coordinator_sees_only_the_own_site(opened, sign_in, site_coordinator, anna, bela):
    client = sign_in(site_coordinator)
    codes = {user: opened.enrolments.get(user=user).reader_code for user in (anna, bela)}
    for name in ("study", "progress"):
        text = client.get(page(name, opened)).content.decode()
        assert codes[anna] not in text
        assert "Anna" not in text
        assert "Heidelberg</h2>" not in text
    assert codes[bela] in client.get(page("progress", opened)).content.decode()


def read_some(study, user, count):
    for presentation in Presentation.objects.filter(reader__study=study, reader__user=user)[:count]:
        Reading.objects.create(
            presentation=presentation,
            submission_id=f"00000000-0000-4000-8000-{presentation.pk:012}",
            verdict="definitely_synthetic",
            first_shown_at=study.opened_at,
        )


def test_progress_counts_readings_and_tells_no_verdict(opened, sign_in, coordinator, anna):
    read_some(opened, anna, 5)
    text = sign_in(coordinator).get(page("progress", opened)).content.decode()
    assert "3 / 16" in text
    assert "2 / 2" in text
    assert "definitely" not in text


def test_progress_comes_alone_to_htmx(opened, sign_in, coordinator):
    text = sign_in(coordinator).get(page("progress", opened), headers={"HX-Request": "true"})
    assert text.content.decode().strip().startswith('<section id="_progress"')


def test_progress_asks_no_more_queries_for_more_readings(
    opened, sign_in, coordinator, anna, django_assert_num_queries
):
    client = sign_in(coordinator)
    client.get(page("progress", opened))  # the first request also stores the session's age
    with django_assert_num_queries(6):
        client.get(page("progress", opened))
    read_some(opened, anna, 18)
    with django_assert_num_queries(6):
        client.get(page("progress", opened))


def test_the_plan_is_public_once_unblinded(unblinded, sign_in, coordinator, auditor):
    response = sign_in(coordinator).get(page("plan_json", unblinded))
    assert json.loads(response.content) == unblinded.plan
    assert unblinded.seed in sign_in(auditor).get(page("study", unblinded)).content.decode()


def test_the_protocol_can_be_kept_as_a_file(opened, sign_in, coordinator):
    response = sign_in(coordinator).get(page("protocol_json", opened))
    assert json.loads(response.content) == opened.protocol
    assert response["Content-Disposition"] == 'attachment; filename="protocol.json"'


def test_the_protocol_says_what_opens_each_case_and_what_the_chain_hides(
    opened, sign_in, coordinator
):
    page_text = sign_in(coordinator).get(page("protocol", opened)).content.decode()
    for words in (
        "Columns: one after another in time",
        "Layout: 3 × 4, rhythm strip II",
        "Everything above 50 Hz.",
        "cannot be judged, in real and in synthetic ECGs alike",
        "Never done: gain normalisation",
        "calibration pulse of 1 mV and 200 ms",
    ):
        assert words in page_text


def test_a_draft_has_no_protocol_yet(ready, sign_in, coordinator):
    assert sign_in(coordinator).get(page("protocol", ready)).status_code == 404


def test_the_questionnaire_shows_both_languages(opened, sign_in, site_coordinator):
    client = sign_in(site_coordinator)
    text = client.get(page("questionnaire", opened)).content.decode()
    assert "atrial fibrillation" in text
    assert "Vorhofflimmern" in text
    assert json.loads(client.get(page("questionnaire_json", opened)).content) == DEFAULT.to_json()
