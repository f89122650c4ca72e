"""How long a reader attended, in a real browser under a clock of its own."""

import re

import pytest
from playwright.sync_api import Page, expect

from reviewapp.accounts.models import Site, User
from reviewapp.readings.models import Reading, Timing
from reviewapp.studies.models import Study
from tests.readings.conftest import make_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HIDE = """state => {
  Object.defineProperty(document, 'hidden', {configurable: true, get: () => state});
  document.dispatchEvent(new Event('visibilitychange'));
}"""
TOLERANCE_MS = 10_000  # the page's clock also runs by itself, and a busy machine is slow


@pytest.fixture
def study(chromium, coordinator: User, anna: User) -> Study:
    return make_study(coordinator, [anna], 0, 2)


@pytest.fixture
def page(sit_down, study: Study, anna: User, monkeypatch) -> Page:
    """Anna before her first case; what the page's clock says is taken as possible."""
    monkeypatch.setattr("reviewapp.readings.timing._open_since", lambda presentation: None)
    page = sit_down(anna)
    page.clock.install()
    return open_case(page, study)


def open_case(page: Page, study: Study) -> Page:
    page.goto(f"/read/{study.token}/")
    expect(page.locator("#step")).to_be_visible()
    return page


def lock_first_step(page: Page) -> None:
    for key in ("1", "Enter", "2", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#step")).to_have_class("step-morphology")


def pass_time(page: Page, seconds: int) -> None:
    page.clock.fast_forward(1000 * seconds)


def seconds_of(timing: Timing) -> tuple[int, int, int]:
    """Active, hidden and idle time, rounded down to whole tolerances, in s."""
    times = (timing.active_ms, timing.hidden_ms, timing.idle_ms)
    assert None not in times, timing.missing_because
    return tuple(TOLERANCE_MS // 1000 * (ms // TOLERANCE_MS) for ms in times)


def test_a_look_a_pause_and_another_tab_are_told_apart(page):
    page.mouse.move(300, 300)
    pass_time(page, 20)
    page.mouse.move(310, 310)
    pass_time(page, 100)  # 30 of them active
    page.mouse.move(300, 300)
    page.evaluate(HIDE, True)
    pass_time(page, 600)
    page.evaluate(HIDE, False)
    pass_time(page, 10)
    lock_first_step(page)
    assert seconds_of(Timing.objects.get()) == (60, 600, 70)


def test_events_tell_kinds_and_moments_and_no_key(page):
    lock_first_step(page)
    events = Timing.objects.get().events
    assert set(events) == {"span", "runs"}
    assert {run[0] for run in events["runs"]} <= {"key", "pointer", "wheel", "input", "blurred"}
    assert all(type(moment) is int for _, *moments in events["runs"] for moment in moments)


def test_a_busy_hour_makes_a_short_list(page):
    for _ in range(200):
        page.mouse.move(300, 300)
        page.mouse.move(310, 310)
        pass_time(page, 3)
    lock_first_step(page)
    timing = Timing.objects.get()
    assert len(timing.events["runs"]) < 10
    assert seconds_of(timing)[1:] == (0, 0)


def test_each_step_has_a_time_of_its_own(page):
    pass_time(page, 10)
    lock_first_step(page)
    pass_time(page, 20)
    for key in (*"44444444444", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#step")).to_have_class("step-origin")
    first, second = Timing.objects.order_by("step")
    assert (seconds_of(first)[0], seconds_of(second)[0]) == (10, 20)


def test_a_reload_is_time_away_and_no_new_beginning(page, study):
    pass_time(page, 20)
    page.get_by_role("link", name="My studies").click()
    expect(page.get_by_role("heading", name="My studies")).to_be_visible()
    pass_time(page, 300)
    open_case(page, study)
    pass_time(page, 10)
    lock_first_step(page)
    assert seconds_of(Timing.objects.get()) == (30, 300, 0)


def test_setting_a_case_aside_takes_the_time_of_the_open_step(page):
    lock_first_step(page)
    pass_time(page, 20)
    for key in ("e", "1", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text(re.compile(r"Case\s+2 of"))).to_be_visible()
    assert Reading.objects.get().outcome == "abstained"
    assert [timing.step for timing in Timing.objects.order_by("step")] == [1, 2]
    assert seconds_of(Timing.objects.get(step=2))[0] == 20


def test_what_is_sent_twice_is_timed_as_it_was_sent_first(page):
    page.route(re.compile(r"/read/[^/]+/$"), lambda route: route.fulfill(status=503)
               if route.request.method == "POST" else route.continue_())  # fmt: skip
    pass_time(page, 20)
    for key in ("1", "Enter", "2", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.unroute_all()
    pass_time(page, 60)
    expect(page.locator("#step")).to_have_class("step-morphology")
    assert seconds_of(Timing.objects.get()) == (20, 0, 0)


@pytest.mark.parametrize("where", ["study", "site"])
def test_where_it_is_switched_off_the_page_counts_nothing(sit_down, study, anna, where):
    if where == "study":
        study.protocol["timing"]["is_recorded"] = False
        study.save()
    else:
        Site.objects.update(records_timing=False)
    page = open_case(sit_down(anna), study)
    bodies = []
    page.on("request", lambda request: bodies.append(request.post_data or ""))
    lock_first_step(page)
    assert page.locator("script[src*=attention]").count() == 0
    assert not any("attention" in body for body in bodies)
    expected = {"study": "off_in_study", "site": "off_at_site"}[where]
    assert Timing.objects.get().missing_because == expected


def test_the_readers_pages_show_no_time(page):
    pass_time(page, 3_333)
    lock_first_step(page)
    text = page.locator("body").inner_text()
    assert not re.search(r"\b3\s?3\d\d\b|\b55\b|active|idle", text, re.IGNORECASE)
