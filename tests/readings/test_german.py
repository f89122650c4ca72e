"""A reader who asked for German gets no English on any page: not a word of the app, not a label of
the questionnaire, not the name of a setting."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from reviewapp.ecg.display import SETTINGS
from reviewapp.readings.models import Draft
from reviewapp.studies.models import Enrolment, Status
from reviewapp.studies.questionnaire import DEFAULT
from tests.readings.conftest import STEPS
from tests.test_translations import PLACES, source_texts

SHOWN_IN = {"aria-label", "title", "alt", "placeholder", "content"}
HIDDEN = {"script", "style"}
CODES = {"data-state"}


class Texts(HTMLParser):
    """Every piece of text of a page, and every attribute that is read or shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._element = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._element = tag
        for name, value in attributes:
            if name in SHOWN_IN or (name.startswith("data-") and name not in CODES):
                self._note(value or "")

    def handle_data(self, data):
        if self._element not in HIDDEN:
            self._note(data)

    def _note(self, text):
        self.found.add(" ".join(text.split()))


def english_texts() -> Iterator[str]:
    """Whatever would be said otherwise in German."""
    yield from (english for english, german in source_texts().items() if english != german)
    for setting in SETTINGS:
        yield from (one.en for one in (setting, *setting.choices) if one.en != one.de)
    yield from labels_of(DEFAULT.to_json())


def labels_of(document: object) -> Iterator[str]:
    """The English of each label of a questionnaire."""
    match document:
        case {"en": str(english), "de": german} if english != german:
            yield english
        case dict():
            for value in document.values():
                yield from labels_of(value)
        case list():
            for value in document:
                yield from labels_of(value)


def pattern_of(text: str) -> str:
    """The text with anything where the app puts in a name or a number."""
    return ".+".join(map(re.escape, PLACES.split(" ".join(text.split()))))


ENGLISH = re.compile("|".join(map(pattern_of, english_texts())))


@pytest.fixture
def german(desk, anna):
    """Anna at work, in German; `german(answer)` is what is English in an answer."""
    anna.language = "de"
    anna.save()

    def _english_of(answer) -> set[str]:
        page = answer.content.decode()
        assert '<html lang="de"' in page
        return {text for text in Texts(page).found if ENGLISH.fullmatch(text)}

    return _english_of


def test_the_three_steps_are_german_with_all_their_tools_and_dialogs(desk, german):
    for step in STEPS:
        assert not german(desk.look())
        assert not german(desk.lock({}))  # what is missing is said beside each question
        desk.lock(step)
    assert not german(desk.look())


def test_all_that_can_be_said_at_the_top_of_a_case_is_german(desk, german):
    first, second = desk.form(), desk.form()
    desk.send(first)
    assert not german(desk.send(second, {"rhythm": "af", "quality": "poor"}))
    assert not german(desk.send(desk.form(), {"outcome": "abstained", "reason": "other"}))
    Draft.objects.all().delete()
    for _ in range(2):
        desk.read_case()
        assert not german(desk.look())


def test_the_pages_around_the_cases_are_german(desk, german, study):
    for address in ("/read/", "/password/", "/"):
        assert not german(desk.client.get(address, follow=True))
    Enrolment.objects.update(consent_at=None)
    start = desk.address + "start/"
    assert not german(desk.client.get(start))
    assert not german(desk.client.post(start, {"database_exposure": "seen"}))
    for status in (Status.DRAFT, Status.LOCKED):
        study.status, study.opened_at = status, None if status == Status.DRAFT else study.created_at
        study.save()
        assert not german(desk.look())
        assert not german(desk.client.get("/read/"))


def test_the_end_is_german(desk, german):
    for _ in range(6):
        desk.send(desk.form(), {"outcome": "unreadable", "reason": "does_not_render"})
    assert not german(desk.look())


def test_english_would_be_noticed(desk, german, anna):
    anna.language = "en"
    anna.save()
    found = {text for text in Texts(desk.look().content.decode()).found if ENGLISH.fullmatch(text)}
    assert found >= {"Lock this step", "Rhythm", "sinus rhythm", "Speed", "Calibrate this screen"}
