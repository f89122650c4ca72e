"""What a study lets its readers see and use: a small document, checked whole."""

import pytest

from reviewapp.ecg.display import Display
from reviewapp.studies.viewing import DEFAULT_VIEWING, Viewing, ViewingError


def test_nothing_said_is_the_clinical_display_with_every_tool():
    assert Viewing.from_json({}) == DEFAULT_VIEWING
    assert DEFAULT_VIEWING.start == Display()
    assert DEFAULT_VIEWING.tools == ("zoom", "calipers", "lead")
    assert "columns" not in DEFAULT_VIEWING.switches


@pytest.mark.parametrize(
    "viewing",
    [
        DEFAULT_VIEWING,
        Viewing(switches=(), tools=()),
        Viewing(start=Display(50, 20, "12x1", order="cabrera"), switches=("layout",)),
    ],
)
def test_a_viewing_is_what_its_json_says(viewing):
    assert Viewing.from_json({**viewing.to_json(), "footer": "no part of it"}) == viewing


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"speed_mm_s": 30},
        {"switches": ["colour"]},
        {"switches": ["layout", "speed_mm_s"]},
        {"tools": ["zoom", "zoom"]},
        {"tools": [["zoom"]]},
    ],
)
def test_a_document_that_says_something_else_is_refused(document):
    with pytest.raises(ViewingError):
        Viewing.from_json(document)


def test_a_reader_may_look_in_every_way_that_switches_reach():
    viewing = Viewing(switches=("speed_mm_s",))
    assert viewing.allows(Display(speed_mm_s=50))
    assert not viewing.allows(Display(gain_mm_mv=20))


def test_what_may_not_be_switched_stays_as_it_is():
    viewing = Viewing(switches=("speed_mm_s",))
    assert viewing.choose({"speed_mm_s": "50", "gain_mm_mv": "20"}) == Display(speed_mm_s=50)
    assert viewing.choose({}) == Display()
    with pytest.raises(ValueError, match="speed"):
        viewing.choose({"speed_mm_s": "49"})


def test_switches_and_tools_have_names_in_both_languages():
    viewing = Viewing(switches=("gain_mm_mv",), tools=("calipers",))
    assert viewing.names("en") == (["Gain"], ["Calipers"])
    assert viewing.names("de-DE") == (["Verstärkung"], ["Messzirkel"])


def test_what_a_case_opens_with_is_said_in_words_of_either_language():
    viewing = Viewing(start=Display(order="cabrera"))
    assert ("Columns", "one after another in time") in viewing.start_names("en")
    assert ("Papier", "rotes Raster") in viewing.start_names("de-AT")
    assert len(viewing.start_names("en")) == 6
