"""Few values, one key for each display, and nothing else is taken."""

import re

import pytest

from reviewapp.ecg.display import SETTINGS, Display
from tests.ecg.displays import EVERY_DISPLAY


def test_the_default_is_what_clinics_read() -> None:
    assert Display() == Display(25, 10, "3x4+1R", "sequential", "standard", "red")


def test_the_settings_are_those_of_the_issue() -> None:
    values = {setting.code: setting.values for setting in SETTINGS}
    assert values == {
        "speed_mm_s": (25, 50),
        "gain_mm_mv": (5, 10, 20),
        "layout": ("3x4", "3x4+1R", "3x4+3R", "6x2", "12x1"),
        "columns": ("sequential", "simultaneous"),
        "order": ("standard", "cabrera"),
        "paper": ("red", "contrast", "monochrome"),
    }


def test_every_key_leads_back_to_its_display() -> None:
    assert [Display.from_key(display.key) for display in EVERY_DISPLAY] == EVERY_DISPLAY
    assert len({display.key for display in EVERY_DISPLAY}) == len(EVERY_DISPLAY) == 360


def test_a_key_needs_no_escaping_in_an_address() -> None:
    assert Display().key == "25_10_3x4-1R_sequential_standard_red"
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", display.key) for display in EVERY_DISPLAY)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "25",
        "25_10_3x4-1R_sequential_standard",
        "25_10_3x4+1R_sequential_standard_red",
        "25_10_3x4-1R_sequential_standard_red_",
        "025_10_3x4-1R_sequential_standard_red",
        "25_10_4x3_sequential_standard_red",
        "25_10_3x4-1R_sequential_standard_RED",
    ],
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"no display|is one of"):
        Display.from_key(key)


def test_a_form_s_texts_make_a_display_and_defaults_fill_the_rest() -> None:
    texts = {"speed_mm_s": "50", "layout": "3x4+3R", "page": "2"}
    assert Display.from_texts(texts) == Display(speed_mm_s=50, layout="3x4+3R")
    assert Display.from_texts({}) == Display()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"speed_mm_s": 30}, r"the speed is one of \(25, 50\), not 30"),
        ({"speed_mm_s": 25.0}, "the speed is one of"),
        ({"gain_mm_mv": 0}, "the gain is one of"),
        ({"layout": "4x3"}, "not '4x3'"),
        ({"columns": "random"}, "the columns is one of"),
        ({"order": "reverse"}, "the limb leads is one of"),
        ({"paper": "blue"}, "the paper is one of"),
    ],
)
def test_a_display_that_nobody_prints_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Display(**wrong)  # type: ignore[arg-type]


def test_every_choice_has_a_name_in_both_languages() -> None:
    for setting in SETTINGS:
        assert setting.en
        assert setting.de
        for names in ([c.en for c in setting.choices], [c.de for c in setting.choices]):
            assert all(names)
            assert len(set(names)) == len(names)
