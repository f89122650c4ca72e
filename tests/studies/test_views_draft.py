import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reviewapp.accounts.roles import Role
from reviewapp.ecg.display import Display
from reviewapp.studies.models import Study
from reviewapp.studies.questionnaire import DEFAULT
from reviewapp.studies.viewing import Viewing

FORMS = ["edit", "sources", "cells", "viewing", "enrol", "withdraw", "upload_questionnaire",
         "reset_questionnaire"]  # fmt: skip
DESIGN = {
    "name": "Renamed",
    "description": "",
    "registration_id": "DRKS1",
    "ethics_id": "",
    "practice_count": 4,
    "repeat_percent": 20,
    "block_size": 25,
    "margin_percent": 10,
}


def address(name, study):
    return reverse(f"studies:{name}", args=[study.token])


@pytest.fixture
def clara(sign_in, coordinator):
    return sign_in(coordinator)


def test_the_page_says_what_blocks_opening(clara, draft):
    text = clara.get(address("edit", draft)).content.decode()
    assert "No pool is chosen" in text
    assert "Unblinding takes two people" in text


def test_the_page_says_when_nothing_blocks(clara, ready):
    assert "Nothing stands against opening." in clara.get(address("edit", ready)).content.decode()


def test_the_design_is_saved(clara, draft):
    response = clara.post(address("edit", draft), {**DESIGN, "status": "open", "seed": "x"})
    assert response.url == address("edit", draft) + "#design"
    saved = Study.objects.get()
    assert (saved.name, saved.block_size, saved.status, saved.seed) == ("Renamed", 25, "draft", "")


def test_a_tick_in_the_design_decides_about_timing(clara, draft):
    clara.post(address("edit", draft), {**DESIGN, "records_timing": "on"})
    assert Study.objects.get().records_timing
    clara.post(address("edit", draft), DESIGN)
    assert not Study.objects.get().records_timing


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required."),
        ("practice_count", "7", "practice cases lies between 0 and 6"),
        ("repeat_percent", "-1", "greater than or equal to 0"),
        ("margin_percent", "90", "1 to 30."),
        ("block_size", "many", "Enter a whole number."),
    ],
)
def test_a_bad_design_is_refused_beside_its_field(clara, draft, field, value, message):
    response = clara.post(address("edit", draft), {**DESIGN, field: value})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert Study.objects.get().name == "Blind review"


def test_pools_and_cells_are_chosen_in_the_browser(clara, draft, source):
    clara.post(address("sources", draft), {"sources": [source.pk]})
    text = clara.get(address("edit", draft)).content.decode()
    assert text.count("of 12") == 2
    clara.post(address("cells", draft), {"SR-real": "8", "SR-synthetic": ""})
    assert [(c.origin, c.case_count) for c in draft.cells.all()] == [("real", 8)]


VIEWING = {
    "speed_mm_s": "50",
    "gain_mm_mv": "10",
    "layout": "6x2",
    "columns": "sequential",
    "order": "cabrera",
    "paper": "red",
    "switch-paper": "on",
    "tool-calipers": "on",
}


def test_what_readers_see_and_may_use_is_chosen_in_the_browser(clara, draft):
    clara.post(address("viewing", draft), VIEWING)
    viewing = Viewing.from_json(Study.objects.get().viewing)
    assert viewing.start == Display(speed_mm_s=50, layout="6x2", order="cabrera")
    assert (viewing.switches, viewing.tools) == (("paper",), ("calipers",))
    page = clara.get(address("edit", draft)).content.decode()
    assert '<option value="6x2" selected>' in page
    assert page.count("checked") == 3  # these two, and that time is recorded


def test_a_display_that_does_not_exist_is_refused_beside_its_field(clara, draft):
    response = clara.post(address("viewing", draft), {**VIEWING, "gain_mm_mv": "7"})
    assert response.status_code == 422
    assert "7 is not one of the available choices" in response.content.decode()
    assert Study.objects.get().viewing == {}


def test_a_foreign_pool_is_no_choice(clara, draft, source, uppsala):
    type(source).objects.update(site=uppsala)
    response = clara.post(address("sources", draft), {"sources": [source.pk]})
    assert response.status_code == 422
    assert not draft.sources.exists()


@pytest.mark.parametrize("count", ["-1", "1001", "a few", "1e3"])
def test_a_bad_number_of_cases_is_refused(clara, ready, count):
    response = clara.post(address("cells", ready), {"SR-real": count, "SR-synthetic": "8"})
    assert response.status_code == 422
    assert ready.cells.get(origin="real").case_count == 8


def test_a_reader_is_enrolled_by_username_and_withdrawn(clara, draft, bela):
    clara.post(address("enrol", draft), {"username": "bela", "role": Role.READER})
    enrolment = draft.enrolments.get(user=bela)
    assert "Göttingen" in clara.get(address("edit", draft)).content.decode()
    clara.post(address("withdraw", draft), {"code": enrolment.reader_code})
    assert not draft.enrolments.filter(user=bela).exists()


def test_an_unknown_person_is_refused_beside_the_field(clara, draft):
    response = clara.post(address("enrol", draft), {"username": "nobody", "role": Role.READER})
    assert response.status_code == 422
    assert "Nobody of that username can be enrolled" in response.content.decode()


def test_suggestions_name_nobody_of_other_sites(clara, draft, anna, bela):
    text = clara.get(address("edit", draft)).content.decode()
    assert 'value="anna"' in text
    assert "bela" not in text


def test_withdrawing_the_last_coordinator_is_refused(clara, draft):
    code = draft.enrolments.get().reader_code
    response = clara.post(address("withdraw", draft), {"code": code}, follow=True)
    assert "keeps at least one study coordinator" in response.content.decode()


def upload(client, study, content):
    document = SimpleUploadedFile("questionnaire.json", content, "application/json")
    return client.post(address("upload_questionnaire", study), {"document": document})


def test_a_questionnaire_is_uploaded_and_reset(clara, draft):
    document = DEFAULT.to_json() | {"version": "mine/2"}
    assert upload(clara, draft, json.dumps(document).encode()).status_code == 302
    assert Study.objects.get().questionnaire["version"] == "mine/2"
    clara.post(address("reset_questionnaire", draft))
    assert Study.objects.get().questionnaire == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not json", "no readable JSON"),
        (b"\xff\xfe", "no readable JSON"),
        (b"[" * 100_000, "no readable JSON"),
        (b'{"version": "a/1"}', "steps: is missing"),
        (b" " * 200_001, "at most 200 kB"),
        (b"", "empty"),
    ],
)
def test_a_bad_upload_is_refused_with_a_reason(clara, draft, content, message):
    response = upload(clara, draft, content)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert Study.objects.get().questionnaire == {}


def test_an_open_study_sends_a_late_draft_away(clara, opened):
    for name in FORMS:
        response = clara.post(address(name, opened), DESIGN, follow=True)
        assert response.redirect_chain[0][0] == address("study", opened)
        assert "its protocol is frozen" in response.content.decode()
    assert Study.objects.get().name == "Blind review"


@pytest.mark.parametrize(
    "who", ["anna", "bela", "site_coordinator", "auditor", "outsider", "researcher"]
)
def test_every_form_is_404_to_all_others(ready, request, sign_in, who):
    client = sign_in(request.getfixturevalue(who))
    for name in FORMS:
        assert client.post(address(name, ready), DESIGN).status_code == 404
    assert Study.objects.get().name == "Blind review"


def test_looking_changes_nothing(clara, ready):
    for name in FORMS[1:]:
        assert clara.get(address(name, ready)).status_code == 405


def test_a_hostile_name_is_shown_inert(clara, draft):
    clara.post(address("edit", draft), {**DESIGN, "name": "<script>alert(1)</script>"})
    for name in ("edit", "study", "open"):
        text = clara.get(address(name, draft)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
