"""Which lead stands where."""

import pytest

from reviewapp.ecg.display import SETTINGS
from reviewapp.ecg.layouts import LAYOUTS
from reviewapp.ecg.record import STANDARD_LEADS


def test_there_is_a_layout_for_each_that_can_be_chosen() -> None:
    (layout,) = (setting for setting in SETTINGS if setting.code == "layout")
    assert tuple(LAYOUTS) == layout.values


def test_3x4_has_limb_leads_left_and_chest_leads_right() -> None:
    assert LAYOUTS["3x4"].rows("standard") == (
        ("I", "aVR", "V1", "V4"),
        ("II", "aVL", "V2", "V5"),
        ("III", "aVF", "V3", "V6"),
    )


@pytest.mark.parametrize(
    ("name", "strips"), [("3x4", ()), ("3x4+1R", ("II",)), ("3x4+3R", ("II", "V1", "V5"))]
)
def test_r_counts_rhythm_strips(name: str, strips: tuple[str, ...]) -> None:
    assert LAYOUTS[name].rows("standard")[3:] == tuple((strip,) for strip in strips)


def test_6x2_has_limb_leads_beside_chest_leads() -> None:
    rows = LAYOUTS["6x2"].rows("standard")
    assert rows[0] == ("I", "V1")
    assert rows[5] == ("aVF", "V6")


def test_12x1_is_the_standard_order() -> None:
    assert LAYOUTS["12x1"].rows("standard") == tuple((lead,) for lead in STANDARD_LEADS)


def test_cabrera_runs_from_avl_to_iii_with_avr_inverted() -> None:
    limb = [row[0] for row in LAYOUTS["6x2"].rows("cabrera")]
    assert limb == ["aVL", "I", "-aVR", "II", "aVF", "III"]
    assert LAYOUTS["3x4+1R"].rows("cabrera") == (
        ("aVL", "II", "V1", "V4"),
        ("I", "aVF", "V2", "V5"),
        ("-aVR", "III", "V3", "V6"),
        ("II",),
    )


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("order", ["standard", "cabrera"])
def test_every_layout_shows_all_twelve_leads(name: str, order: str) -> None:
    shown = {lead.removeprefix("-") for row in LAYOUTS[name].rows(order) for lead in row}
    assert shown == set(STANDARD_LEADS)
