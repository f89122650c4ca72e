"""Without a network, without a server, signed out: what was locked is kept, and stored once."""

import json
import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from reviewapp.accounts.models import User
from reviewapp.readings.models import LockedStep, Reading
from reviewapp.studies.models import Study
from tests.conftest import PASSWORD
from tests.journeys.test_reading import press
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASE_PAGE = re.compile(r"/read/[^/]+/$")


@pytest.fixture
def study(chromium, coordinator: User, anna: User, bela: User) -> Study:
    """Two cases, for anna and for bela."""
    return make_study(coordinator, [anna, bela], 0, 2)


@pytest.fixture
def page(sit_down, study: Study, anna: User) -> Page:
    """Anna before her first case."""
    page = sit_down(anna)
    page.goto(f"/read/{study.token}/")
    expect(page.locator("#step")).to_be_visible()
    return page


def lock_first_step(page: Page) -> None:
    press(page, "1", "Enter", "2", "Enter")


def expect_step(page: Page, code: str) -> None:
    expect(page.locator("#step")).to_have_class(f"step-{code}")


def kept(page: Page) -> list[dict]:
    """What this tab keeps of answers that the server has not confirmed."""
    names = page.evaluate("Object.keys(sessionStorage).filter(n => n.startsWith('unsent:'))")
    return [json.loads(page.evaluate("name => sessionStorage[name]", name)) for name in names]


class Server:
    """Answers posts of the case page with `status` until that is None."""

    def __init__(self, page: Page, status: int | None) -> None:
        self.status = status
        self.bodies: list[str] = []
        page.route(CASE_PAGE, self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.method == "POST":
            self.bodies.append(route.request.post_data or "")
            if self.status is not None:
                route.fulfill(status=self.status, body="")
                return
        route.continue_()


def test_a_lost_connection_is_shown_before_anything_is_sent(page):
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("No connection.")).to_be_hidden()


def test_a_draft_of_a_lost_connection_is_saved_when_it_is_back(page):
    page.context.set_offline(True)
    press(page, "2")
    expect(page.locator(".draft-state")).to_have_text("Draft not saved yet")
    page.context.set_offline(False)
    expect(page.locator(".draft-state")).to_have_text("Draft saved")


def test_what_is_sent_again_is_what_was_sent_first(page):
    server = Server(page, 503)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.set_viewport_size({"width": 1300, "height": 820})
    server.status = None
    expect_step(page, "morphology")
    first, *again = ({*body.split("&")} for body in server.bodies)
    assert again
    assert all(body == first for body in again)


def test_nothing_of_a_case_can_be_changed_while_its_step_is_on_the_way(page):
    Server(page, 503)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    forms = page.locator("#case form:has([name=presentation])")
    assert forms.evaluate_all("forms => forms.map(form => form.inert)") == [True, True, True]


def test_the_wait_between_two_attempts_grows(page):
    page.clock.install()
    server = Server(page, 503)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    for count, wait_ms in ((2, 1000), (3, 2000), (4, 4000)):
        with page.expect_response(CASE_PAGE):
            page.clock.run_for(wait_ms + 50)
        assert len(server.bodies) == count
        page.clock.run_for(100)  # htmx settles what failed


def test_a_locked_step_survives_a_reload_and_is_stored_once(page):
    server = Server(page, 502)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    expect(page.locator("#step-rhythm input:checked")).to_have_value("sinus")
    assert page.locator("#step").evaluate("form => form.inert")
    assert not LockedStep.objects.exists()
    server.status = None
    expect_step(page, "morphology")
    assert LockedStep.objects.get().answers == {"rhythm": "sinus", "quality": "adequate"}
    assert kept(page) == []


def test_an_abstention_survives_a_reload(page):
    server = Server(page, 503)
    press(page, "e", "1", "Enter")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    server.status = None
    expect(page.get_by_text("Case 2 of")).to_be_visible()
    assert Reading.objects.get().outcome == "abstained"


def test_an_answer_that_arrived_unheard_is_not_kept_after_a_reload(page):
    """The server stored it, and the browser was not told before it left."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(CASE_PAGE, lose)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.unroute(CASE_PAGE)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.reload()
    expect_step(page, "morphology")
    page.wait_for_function("!Object.keys(sessionStorage).some(n => n.startsWith('unsent:'))")
    assert LockedStep.objects.count() == 1


def test_what_was_answered_elsewhere_meanwhile_is_said_after_a_reload(page, sit_down, anna, study):
    server = Server(page, 503)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    other = sit_down(anna)
    other.goto(page.url)
    for label in ("atrial fibrillation", "poor"):
        other.get_by_label(label).check()
    other.get_by_role("button", name="Lock this step").click()
    expect_step(other, "morphology")
    page.reload()
    server.status = None
    page.reload()
    expect(page.get_by_text("The first answer was kept")).to_be_visible()
    assert LockedStep.objects.get().answers == {"rhythm": "af", "quality": "poor"}
    assert kept(page) == []


def test_a_case_set_aside_here_and_answered_elsewhere_stays_answered(page, sit_down, anna):
    Server(page, 503)
    press(page, "e", "1", "Enter")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    other = sit_down(anna)
    other.goto(page.url)
    lock_first_step(other)
    expect_step(other, "morphology")
    page.unroute(CASE_PAGE)
    page.reload()
    expect_step(page, "morphology")
    page.wait_for_function("!Object.keys(sessionStorage).some(n => n.startsWith('unsent:'))")
    assert not Reading.objects.exists()


def sign_in(page: Page, user: User) -> None:
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def answer_and_be_signed_out(page: Page) -> None:
    """Every answer is given; the sign-in ends before the step is locked."""
    press(page, "1", "Enter", "2")
    expect(page.locator(".draft-state")).to_have_text("Draft saved")
    page.wait_for_load_state("networkidle")
    sign_out(page)
    press(page, "Enter")


def test_who_was_signed_out_signs_in_and_the_step_is_stored(page, anna):
    answer_and_be_signed_out(page)
    sign_in(page, anna)
    expect_step(page, "morphology")
    assert LockedStep.objects.get().answers == {"rhythm": "sinus", "quality": "adequate"}
    assert kept(page) == []


def test_another_reader_who_signs_in_sends_nothing_of_the_first(page, anna, bela):
    answer_and_be_signed_out(page)
    with page.expect_response(lambda answer: answer.status == 404):
        sign_in(page, bela)
    expect_step(page, "reading")
    expect(page.locator("#unsaved")).to_be_hidden()
    expect(page.locator("#step input:checked")).to_have_count(0)
    assert not LockedStep.objects.exists()
    assert len(kept(page)) == 1  # for anna, in this tab


def test_a_page_from_before_a_new_sign_in_asks_for_it_and_sends_then(page, anna):
    Server(page, None)
    press(page, "1", "Enter", "2")
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    press(page, "Enter")
    expect(page.get_by_text("Your sign-in has ended")).to_be_visible()
    assert not LockedStep.objects.exists()
    page.get_by_role("link", name="Sign in again").click()
    expect_step(page, "morphology")
    assert LockedStep.objects.count() == 1


def test_a_server_that_is_broken_leaves_the_answer_in_the_browser(page):
    server = Server(page, 500)
    lock_first_step(page)
    expect(page.get_by_text("This step could not be saved")).to_be_visible()
    assert len(kept(page)) == 1
    server.status = None
    page.get_by_role("link", name="Load the page again").click()
    expect_step(page, "morphology")
    assert LockedStep.objects.count() == 1


def test_what_is_kept_names_no_case_but_by_its_token(page, study):
    Server(page, 503)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    (unsent,) = kept(page)
    assert unsent["path"] == f"/read/{study.token}/"
    fields = dict(unsent["fields"])
    assert set(fields) >= {"presentation", "step", "submission_id", "rhythm", "quality"}
    assert "csrfmiddlewaretoken" not in fields
    (name,) = page.evaluate("Object.keys(sessionStorage).filter(n => n.startsWith('unsent:'))")
    assert name == f"unsent:{fields['submission_id']}"


def test_a_browser_that_refuses_storage_still_sends_again(sit_down, study, anna):
    page = sit_down(anna)
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no') }})"
    )
    page.goto(f"/read/{study.token}/")
    server = Server(page, 503)
    lock_first_step(page)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    server.status = None
    expect_step(page, "morphology")
    assert LockedStep.objects.count() == 1
