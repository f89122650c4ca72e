"""The reader's pages over plain HTTP, without JavaScript and with htmx."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviewapp.readings.models import Draft, LockedStep, Reading, ReadingSession
from reviewapp.studies.models import Case, Enrolment, Presentation, Status
from tests.readings.conftest import STEPS, enrol_reader, make_study

PROFILE = {
    "specialty": "cardiology",
    "grade": "consultant",
    "experience_years": "12",
    "ecgs_a_week": "80",
    "synthetic_exposure": "none",
    "database_exposure": "worked_with",
    "databases": "PTB-XL",
    "consent": "on",
}


def close(study):
    study.status, study.locked_at = Status.LOCKED, study.opened_at
    study.save()


# --- my studies, and consent ---


def test_my_studies_say_what_to_do_next(desk, study):
    desk.read_case()
    page = desk.client.get("/read/").content.decode()
    assert "1 of 6 cases" in page
    assert f"/read/{study.token}/" in page


def test_consent_comes_before_the_first_case(desk, anna_reads):
    Enrolment.objects.update(consent_at=None)
    assert desk.look().url == desk.address + "start/"
    assert desk.send({"step": "1"}).url == desk.address + "start/"
    desk.client.post(desk.address + "start/", PROFILE)
    anna_reads.refresh_from_db()
    assert anna_reads.profile == {
        **{name: value for name, value in PROFILE.items() if name != "consent"},
        "experience_years": 12,
        "ecgs_a_week": 80,
    }
    assert desk.look().status_code == 200


def test_without_consent_or_with_a_strange_profile_nothing_is_kept(desk, anna_reads):
    Enrolment.objects.update(consent_at=None)
    answer = desk.client.post(desk.address + "start/", {**PROFILE, "consent": "", "grade": "king"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"consent", "grade"}
    anna_reads.refresh_from_db()
    assert anna_reads.profile == {}


def test_consent_is_asked_once_and_only_while_the_study_is_open(desk, study):
    assert desk.client.get(desk.address + "start/").url == desk.address
    Enrolment.objects.update(consent_at=None)
    close(study)
    assert desk.client.get(desk.address + "start/").url == desk.address
    assert "Reading has ended" in desk.look().content.decode()


# --- case after case ---


def test_a_case_is_read_in_three_steps(desk):
    for step in range(3):
        assert desk.look().context["page"].step_number == step + 1
        assert desk.lock().status_code == 302
    assert Reading.objects.count() == 1
    assert desk.look().context["page"].number == 2


def test_practice_is_marked_and_then_the_count_begins_anew(desk):
    seen = []
    for _ in range(6):
        page = desk.look().context["page"]
        seen.append((page.is_practice, page.number, page.total, page.practice_is_over))
        desk.read_case()
    assert seen[:3] == [(True, 1, 2, False), (True, 2, 2, False), (False, 1, 4, True)]
    assert seen[-1] == (False, 4, 4, False)
    assert "All cases are read" in desk.look().content.decode()


def test_htmx_gets_the_next_step_in_place(desk):
    form = desk.form()
    desk.htmx = True
    answer = desk.send(form)
    assert answer.status_code == 200
    assert answer.content.startswith(b'<section id="case"')
    assert answer.context["page"].step_number == 2


def test_a_replay_shows_what_is_current(desk):
    form = desk.form()
    desk.htmx = True
    assert desk.send(form).status_code == 200
    replay = desk.send(form)
    assert (replay.status_code, replay.context["page"].step_number) == (200, 2)
    assert LockedStep.objects.count() == 1


def test_the_second_of_two_windows_is_told_that_the_first_answer_was_kept(desk):
    first, second = desk.form(), desk.form()
    desk.send(first)
    answer = desk.send(second, {"rhythm": "af", "quality": "poor"})
    assert answer.status_code == 409
    assert "The first answer was kept" in answer.content.decode()
    assert answer.context["page"].step_number == 2
    assert LockedStep.objects.get().answers["rhythm"] == "sinus"


def test_errors_stand_beside_their_question_and_the_answers_stay(desk):
    answer = desk.lock({"rhythm": "sinus", "heart_rate": "7"})
    assert answer.status_code == 422
    questions = {q.code: q for q in answer.context["page"].step.questions}
    assert questions["heart_rate"].error == "Please write a whole number from 20 to 350."
    assert questions["quality"].error == "Please answer this question."
    assert questions["rhythm"].choices[0].is_chosen
    assert Draft.objects.get().answers == {"rhythm": ["sinus"], "heart_rate": ["7"]}


def test_work_goes_on_elsewhere_exactly_where_it_stopped(desk, desk_of, anna):
    desk.lock()
    form = desk.form()
    desk.client.post(desk.address + "draft/", {**form, "rr": "4", "qrs": "na"})
    page = desk_of(anna).look().context["page"]
    chosen = {q.code: c.code for q in page.step.questions for c in q.choices if c.is_chosen}
    assert (page.step_number, chosen) == (2, {"rr": "4", "qrs": "na"})


def test_a_case_can_be_set_aside_with_a_reason(desk):
    answer = desk.send(desk.form(), {"outcome": "unreadable", "reason": "does_not_render"})
    assert answer.status_code == 302
    assert Reading.objects.get().outcome == "unreadable"
    assert desk.look().context["page"].number == 2


def test_setting_aside_without_a_reason_opens_that_form_again(desk):
    answer = desk.send(desk.form(), {"outcome": "abstained", "reason": "other"})
    assert answer.status_code == 422
    abstained, unreadable = answer.context["page"].alternatives
    assert (abstained.has_errors, unreadable.has_errors) == (True, False)
    assert not answer.context["page"].step.has_errors


def test_a_closed_study_refuses_clearly_and_loses_nothing(desk, study):
    desk.lock()
    form = desk.form()
    close(study)
    answer = desk.send(form)
    assert answer.status_code == 409
    assert "Every step that you locked before is kept" in answer.content.decode()
    assert LockedStep.objects.count() == 1


def test_a_study_in_draft_says_that_it_is_not_open_yet(desk, study):
    study.status, study.opened_at = Status.DRAFT, None
    study.save()
    assert "Not open yet" in desk.look().content.decode()


def test_looking_changes_no_reading(desk):
    for address in (desk.address, desk.address, "/read/"):
        desk.client.get(address)
    assert not LockedStep.objects.exists()
    assert not Reading.objects.exists()
    assert not ReadingSession.objects.exists()


def test_the_screen_is_noted_with_the_answers(desk):
    form = desk.form()
    desk.send(form, **{"viewport": "1280x800", "pixel_ratio": "1.5", "mm_per_px": "0.2646"})
    sitting = ReadingSession.objects.get()
    assert (sitting.viewport, sitting.pixel_ratio) == ("1280x800", 1.5)
    assert sitting.mm_per_px == 0.2646


def test_what_was_used_is_stored_with_the_answers_and_nonsense_costs_no_reading(desk):
    desk.send(desk.form(), tool_use='{"counts": {"zoom": 2}, "displays": []}')
    desk.send(desk.form(), tool_use="nonsense" * 9999)
    used = [step.tool_use["counts"] for step in LockedStep.objects.order_by("step")]
    assert used == [{"zoom": 2}, {}]


@pytest.mark.parametrize("strange", ["\0", "x" * 70_000, "0.2\0", "\ud7ff", "[" * 9999])
def test_nothing_beside_the_answers_costs_a_reading(desk, strange):
    beside = ("viewport", "pixel_ratio", "mm_per_px", "tool_use", "attention", "display")
    assert desk.send(desk.form(), **dict.fromkeys(beside, strange)).status_code == 302
    sitting = ReadingSession.objects.get()
    assert (sitting.viewport, sitting.pixel_ratio, sitting.mm_per_px) == ("", None, None)
    locked = LockedStep.objects.get()
    assert (locked.answers["rhythm"], locked.tool_use["counts"]) == ("sinus", {})


@pytest.mark.parametrize("text", ["a\0b", "\0"])
def test_a_text_that_no_database_keeps_is_sent_back_with_what_can_be_kept(desk, text):
    desk.lock()
    desk.lock()
    answer = desk.lock({**STEPS[2], "comment": text})
    assert answer.status_code == 422
    assert Draft.objects.get().answers["comment"] == [text.replace("\0", "")]
    desk.client.post(desk.address + "draft/", {**desk.form(), "comment": text})
    assert desk.lock().status_code == 302


# --- what no page sends ---


@pytest.mark.parametrize(
    "change",
    [
        {"step": "4"},
        {"step": "0"},
        {"step": "x"},
        {"submission_id": "1"},
        {"presentation": ""},
        {"outcome": "read"},
    ],
)
def test_a_form_that_no_page_sent_is_a_bad_request(desk, change):
    assert desk.send(desk.form(), STEPS[0], **change).status_code == 400
    assert not LockedStep.objects.exists()


def test_fields_that_nobody_asked_for_are_ignored(desk):
    desk.send(desk.form(), {**STEPS[0], "verdict": "definitely_real", "reader": "1", "id": "7"})
    assert set(LockedStep.objects.get().answers) == set(STEPS[0])


# --- walls ---


def test_another_readers_case_is_not_there(desk, desk_of, bela):
    theirs = desk_of(bela).form()
    assert desk.send(theirs).status_code == 404
    assert desk.client.post(desk.address + "draft/", theirs).status_code == 404
    assert desk.client.get(f"/read/ecg/{theirs['presentation']}/").status_code == 404


def test_a_study_of_others_is_not_there(study, sign_in, outsider, coordinator):
    for user in (outsider, coordinator):
        client = sign_in(user)
        for address in ("", "start/"):
            assert client.get(f"/read/{study.token}/{address}").status_code == 404
        assert client.post(f"/read/{study.token}/draft/").status_code == 404


def test_only_the_current_picture_is_there(desk, anna_reads):
    tokens = list(anna_reads.presentations.order_by("position").values_list("token", flat=True))
    statuses = [desk.client.get(f"/read/ecg/{token}/").status_code for token in tokens[:3]]
    assert statuses == [200, 404, 404]
    desk.read_case()
    statuses = [desk.client.get(f"/read/ecg/{token}/").status_code for token in tokens[:3]]
    assert statuses == [404, 200, 404]


def test_a_closed_study_shows_no_picture(desk, study):
    token = desk.form()["presentation"]
    close(study)
    assert desk.client.get(f"/read/ecg/{token}/").status_code == 404


def test_a_draft_needs_its_page(desk):
    assert desk.client.get(desk.address + "draft/").status_code == 405
    assert desk.client.post(desk.address + "draft/", {"step": "1"}).status_code == 400


# --- cost ---


def count_queries(desk) -> int:
    desk.look()  # the first showing notes its time
    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.look()
    return len(queries)


def test_the_case_page_costs_no_more_with_more_of_everything(
    desk, desk_of, bela, coordinator, study
):
    before = count_queries(desk)
    assert before <= 6
    enrol_reader(study, coordinator, list(Case.objects.filter(study=study)))
    make_study(coordinator, [bela], 3, 9, source_name="More", first_number=50)
    for _ in range(3):
        desk.read_case()
        desk_of(bela).read_case()
    assert Presentation.objects.count() == 30
    assert count_queries(desk) == before
