import pytest
from django.urls import reverse

from reviewapp.studies import lifecycle
from reviewapp.studies.models import Status, Study


def address(name, study):
    return reverse(f"studies:{name}", args=[study.token])


@pytest.fixture
def clara(sign_in, coordinator):
    return sign_in(coordinator)


def status():
    return Study.objects.get().status


def test_a_study_goes_its_whole_way_in_the_browser(ready, clara, sign_in, auditor):
    assert "Open the study now" in clara.get(address("open", ready)).content.decode()
    clara.post(address("open", ready))
    assert status() == Status.OPEN
    assert "Only 0 of 32 readings" in clara.get(address("lock", ready)).content.decode()
    clara.post(address("lock", ready), {"reason": ""})
    assert status() == Status.LOCKED
    clara.post(address("ask_unblinding", ready), {"reason": "All readings are in."})
    page = sign_in(auditor).get(address("approve_unblinding", ready)).content.decode()
    assert "All readings are in." in page
    sign_in(auditor).post(address("approve_unblinding", ready))
    assert status() == Status.UNBLINDED


def test_looking_at_a_step_does_not_take_it(ready, clara):
    clara.get(address("open", ready))
    assert status() == Status.DRAFT


def test_a_blocked_draft_has_no_button_and_does_not_open(draft, clara):
    assert "Open the study now" not in clara.get(address("open", draft)).content.decode()
    response = clara.post(address("open", draft))
    assert response.status_code == 422
    assert "No pool is chosen" in response.content.decode()
    assert status() == Status.DRAFT


def test_a_second_click_on_open_is_harmless(opened, clara):
    plan = opened.plan_sha256
    response = clara.post(address("open", opened), follow=True)
    assert "moved on meanwhile" in response.content.decode()
    assert Study.objects.get().plan_sha256 == plan


def test_steps_out_of_turn_lead_back_to_the_study(opened, clara):
    for name in ("ask_unblinding", "approve_unblinding"):
        assert clara.post(address(name, opened), {"reason": "x"}).url == address("study", opened)
    assert status() == Status.OPEN


def test_unblinding_without_a_reason_is_not_asked_for(locked, clara):
    assert clara.post(address("ask_unblinding", locked), {"reason": " "}).status_code == 422
    assert Study.objects.get().unblinding_asked_by is None


def test_who_asked_cannot_approve(locked, clara, coordinator):
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="Ready.")
    response = clara.post(address("approve_unblinding", locked))
    assert response.status_code == 422
    assert "two people" in response.content.decode()
    assert "You asked for unblinding" in clara.get(address("study", locked)).content.decode()
    assert status() == Status.LOCKED


@pytest.mark.parametrize("who", ["anna", "site_coordinator", "outsider", "researcher"])
def test_every_step_is_404_to_all_others(locked, coordinator, request, sign_in, who):
    lifecycle.ask_unblinding(study=locked, by=coordinator, reason="Ready.")
    client = sign_in(request.getfixturevalue(who))
    for name in ("open", "lock", "ask_unblinding", "approve_unblinding"):
        assert client.post(address(name, locked), {"reason": "x"}).status_code == 404
    assert status() == Status.LOCKED
