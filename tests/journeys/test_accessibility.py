"""Every page that a reader can get, in both languages, and those of everybody else: axe-core finds
nothing against WCAG 2.2 AA, and the page says in which language it is."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from reviewapp.accounts.models import User
from reviewapp.studies.models import Enrolment, Status, Study
from tests.journeys.axe import find_faults
from tests.journeys.test_reading import expect_step, lock_first_step, open_case, press
from tests.readings.conftest import make_study
from tests.routes.rules import PEOPLE, RULES, Rule
from tests.routes.walk import address_of, knock
from tests.routes.world import World, build_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
LANGUAGES = {"en": "en-GB", "de": "de-DE"}
SitDown = Callable[..., Page]
Check = Callable[[Page, str], None]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def check(language: str) -> Iterator[Check]:
    """`check(page, what)` looks at a page as it stands; what is wrong is told at the end."""
    faults: list[str] = []

    def _check(page: Page, what: str) -> None:
        if page.get_attribute("html", "lang") != language:
            faults.append(f"{what}: not in {language}")
        faults.extend(f"{what}: {fault}" for fault in find_faults(page))

    yield _check
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.fixture
def study(chromium: Browser, coordinator: User, anna: User) -> Study:
    """One practice case and two cases."""
    return make_study(coordinator, [anna], 1, 2)


@pytest.fixture
def page(sit_down: SitDown, language: str, study: Study, anna: User) -> Page:
    return sit_down(anna, locale=LANGUAGES[language])


def test_the_way_to_the_first_case(page, check, study, anna):
    page.goto("/read/")
    check(page, "my studies")
    Enrolment.objects.update(consent_at=None)
    page.goto(f"/read/{study.token}/start/")
    check(page, "consent")
    page.locator("button.link").first.focus()
    page.locator(".about [type=submit]").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    check(page, "consent, sent empty")
    page.goto("/password/")
    check(page, "password")
    page.goto("/nowhere/")
    check(page, "not found")


def test_a_case_with_all_that_can_be_opened_in_it(page, check, study):
    open_case(page, study)
    page.wait_for_load_state("networkidle")
    check(page, "first step")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    check(page, "keys")
    press(page, "Escape", "k")
    expect(page.locator("#scale")).to_be_visible()
    check(page, "calibration")
    press(page, "Escape", "c", "v", "m", "+")
    expect(page.locator(".caliper")).to_have_count(2)
    check(page, "calipers")
    page.context.set_offline(True)
    expect(page.locator("#unsaved")).to_be_visible()
    check(page, "offline")


def test_every_step_and_every_end_of_a_case(page, check, study):
    open_case(page, study)
    page.locator("#step [type=submit]").click()
    expect(page.locator("#step [data-invalid]").first).to_be_visible()
    check(page, "nothing answered")
    lock_first_step(page)
    expect_step(page, "morphology")
    check(page, "morphology")
    press(page, *"44444", "0", *"44444", "Enter")
    expect_step(page, "origin")
    press(page, "5", "6")
    check(page, "origin")
    press(page, "Enter")
    expect_step(page, "reading")
    check(page, "practice is over")
    press(page, "e", "4", "Enter")
    expect(page.locator("#abstained .error")).to_be_visible()
    check(page, "abstaining without a reason")
    page.keyboard.type("?")
    press(page, "Control+Enter")
    expect(page.locator("#abstained .error")).to_have_count(0)
    press(page, "x", "1", "Enter")
    expect(page.locator("#end")).to_be_visible()
    check(page, "all read")


@pytest.mark.parametrize("size", [(1024, 768), (768, 1024), (640, 480)])
def test_a_case_on_other_screens(page, check, study, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/read/{study.token}/")
    page.wait_for_load_state("networkidle")
    check(page, f"first step at {size}")


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (768, 1024)])
def test_long_words_keep_to_the_screen(page, study, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_case(page, study)
    expect_within(page, size)
    lock_first_step(page)
    expect_step(page, "morphology")
    press(page, *"4" * 11)
    expect_within(page, size)
    press(page, "Enter")
    expect_step(page, "origin")
    press(page, "4")
    expect_within(page, size)


def expect_within(page: Page, size: tuple[int, int]) -> None:
    """Nothing to scroll sideways, and what is worked with is in sight as a whole."""
    for place in ("html", "body", "#bar", ".toolbar", "#step", ".panel"):
        wide = page.locator(place).evaluate("place => place.scrollWidth - place.clientWidth")
        assert wide <= 1, place
    box = page.locator("#step [type=submit]").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= size[1]
    assert box["x"] + box["width"] <= size[0]


def test_figures_are_written_as_in_the_readers_language(page, study, language):
    open_case(page, study)
    press(page, "v")
    comma = {"en": ".", "de": ","}[language]
    expect(page.locator(".caliper-amplitude text")).to_have_text(
        re.compile(rf"^\d+[{comma}]\d\d mV$")
    )


@pytest.mark.parametrize(
    "closed", [{"status": Status.LOCKED}, {"status": Status.DRAFT, "opened_at": None}]
)
def test_a_study_that_takes_no_readings(page, check, study, closed):
    Study.objects.update(**closed)
    for address in ("/read/", f"/read/{study.token}/"):
        page.goto(address)
        check(page, address)


def test_before_signing_in(chromium, live_server, check, language, db):
    context = chromium.new_context(base_url=live_server.url, locale=LANGUAGES[language])
    page = context.new_page()
    page.goto("/sign-in/?next=/read/")
    check(page, "sign in")
    page.locator("#id_username").fill("nobody")
    page.locator("#id_password").fill("wrong")
    page.locator("main [type=submit]").click()
    expect(page.locator(".errorlist")).to_be_visible()
    check(page, "sign in, refused")
    page.goto("/invitations/unknown/")
    check(page, "an invitation that is gone")
    context.close()


def test_the_language_is_changed_by_keyboard_and_stays(sit_down, study, anna):
    page = sit_down(anna, locale="en-GB")
    page.goto("/read/")
    page.get_by_role("button", name="Deutsch").focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Studien")
    expect(page).to_have_url(re.compile("/read/$"))
    other = open_case(sit_down(anna, locale="en-GB"), study)
    expect(other.get_by_label("Vorhofflimmern")).to_be_visible()


def shown_to(person: str) -> list[Rule]:
    """Every page that `person` gets and nobody before them in the list, each once."""
    return [
        rule
        for rule in RULES
        if rule.method == "GET"
        and rule.statuses[person] == 200
        and not any(rule.statuses[p] == 200 for p in PEOPLE[: PEOPLE.index(person)])
        and "api" not in rule.route
    ]


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_every_page_of_everybody_else(chromium, sit_down, check):
    world = build_world()
    for person in ("sigrid", "clara", "rasmus", "aurel"):
        page = sit_down(world.users[person])
        for rule in shown_to(person):
            if is_page(world, rule, person):
                page.goto(address_of(world, rule))
                check(page, f"{rule.route} of {rule.of}")


def is_page(world: World, rule: Rule, person: str) -> bool:
    """A page of ours: in a sandboxed report nothing runs, axe neither."""
    response = knock(world, rule, person).response
    is_sandboxed = "sandbox" in response["Content-Security-Policy"]
    return response["Content-Type"].startswith("text/html") and not is_sandboxed
