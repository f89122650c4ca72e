"""What may be switched and used follows from the study alone, whatever an address asks for."""

import pytest

from reviewapp.ecg.display import Display
from reviewapp.readings.toolbar import Look, choose_look, make_toolbar
from reviewapp.studies.viewing import Viewing

ALL = Viewing()
START = Display().key
STRICT = Viewing(start=Display(speed_mm_s=50), switches=("gain_mm_mv",), tools=())


def test_a_study_begins_as_its_protocol_says():
    assert choose_look(STRICT, {}, STRICT.start.key) == Look(Display(speed_mm_s=50))
    toolbar = make_toolbar(STRICT, None, "en")
    assert (toolbar.speed_mm_s, toolbar.gain_mm_mv) == (50, 10)
    assert [switch.code for switch in toolbar.switches if not switch.is_fixed] == ["gain_mm_mv"]
    assert (toolbar.leads, toolbar.may_zoom, toolbar.may_measure) == ((), False, False)


def test_a_fixed_setting_offers_its_one_value():
    speed = make_toolbar(STRICT, None, "en").switches[0]
    assert [(value.value, value.is_chosen) for value in speed.values] == [("50", True)]


@pytest.mark.parametrize(
    ("texts", "display"),
    [
        ({"display": Display(gain_mm_mv=20).key}, Display(gain_mm_mv=20)),
        ({"speed_mm_s": "50", "layout": "12x1"}, Display(speed_mm_s=50, layout="12x1")),
        ({"speed_mm_s": "60"}, Display()),
        ({"display": "../../etc/passwd"}, Display()),
        ({"columns": "simultaneous"}, Display()),  # not to be switched unless a study says so
        ({"display": Display(columns="simultaneous").key}, Display()),
    ],
)
def test_what_is_asked_for_is_shown_where_the_study_allows_it(texts, display):
    assert choose_look(ALL, texts, START).display == display


def test_what_was_chosen_before_stays_until_something_else_is():
    kept = Display(order="cabrera")
    assert choose_look(ALL, {}, kept.key).display == kept
    assert choose_look(ALL, {}, "nonsense").display == Display()
    assert choose_look(STRICT, {}, kept.key).display == STRICT.start


def test_a_lead_is_enlarged_where_the_study_allows_it():
    assert choose_look(ALL, {"lead": "V1"}, START).lead == "V1"
    assert choose_look(ALL, {"lead": "V9"}, START).lead == ""
    assert choose_look(STRICT, {"lead": "V1"}, START).lead == ""


def test_calipers_are_told_the_speed_and_gain_of_what_is_shown():
    toolbar = make_toolbar(ALL, Look(Display(gain_mm_mv=5), "V1"), "de")
    assert (toolbar.speed_mm_s, toolbar.gain_mm_mv) == (50, 10)
    assert toolbar.switches[0].name == "Geschwindigkeit"
    assert toolbar.switches[1].values[0].is_chosen
