"""The colours and widths of the three papers, and whether they can be told apart."""

import pytest

from reviewapp.ecg.display import SETTINGS
from reviewapp.ecg.inks import INKS


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" by WCAG 2.2."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_there_are_inks_for_every_paper_that_can_be_chosen() -> None:
    (paper,) = (setting for setting in SETTINGS if setting.code == "paper")
    assert tuple(INKS) == paper.values


def test_red_paper_has_the_colours_and_widths_of_the_clinic() -> None:
    red = INKS["red"]
    assert red.ground == "#fffdfb"
    assert red.minor_grid == ("#f6d9d6", 0.10)
    assert red.major_grid == ("#e9a9a4", 0.20)
    assert red.trace == ("#0b0c10", 0.28)


@pytest.mark.parametrize("paper", INKS)
def test_the_trace_stands_out_from_ground_and_grid(paper: str) -> None:
    inks = INKS[paper]
    assert contrast(inks.trace.colour, inks.ground) > 15
    assert contrast(inks.trace.colour, inks.major_grid.colour) > 3
    assert inks.minor_grid.width_mm < inks.major_grid.width_mm < inks.trace.width_mm


def test_on_high_contrast_paper_the_5_mm_lines_reach_3_to_1() -> None:
    inks = INKS["contrast"]
    assert contrast(inks.major_grid.colour, inks.ground) >= 3
    assert inks.trace.width_mm > INKS["red"].trace.width_mm


def test_monochrome_paper_has_no_hue() -> None:
    inks = INKS["monochrome"]
    lines = (inks.minor_grid, inks.major_grid, inks.trace, inks.separator)
    for colour in (inks.ground, *(line.colour for line in lines)):
        assert colour[1:3] == colour[3:5] == colour[5:7]
