"""Where the ECG and its calipers stand in the window, and what the page says of them."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from reviewapp.ecg.display import Display

CHART_MM = (280, 170)
BOXES = 56  # of 5 mm, over the width of the chart
LAPTOP, TABLET = (1280, 800), (1024, 768)
on_both = pytest.mark.parametrize("page", [LAPTOP, TABLET], ids=["1280px", "1024px"], indirect=True)
FIGURES = re.compile(r"(\d+) ms · (\d+) /min(?: · ([\d.]+) mV)?")


class Chart(NamedTuple):
    """Where the picture lies in the window; its whole width is 280 mm, its height 170 mm."""

    left: float
    top: float
    width: float
    height: float

    @property
    def px_per_mm(self) -> float:
        return self.width / CHART_MM[0]

    def at(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        return self.left + x_mm * self.px_per_mm, self.top + y_mm * self.height / CHART_MM[1]


def chart_of(page: Page) -> Chart:
    box = page.locator(".frame img").bounding_box()
    assert box is not None
    return Chart(box["x"], box["y"], box["width"], box["height"])


def expect_paper_in_shape(page: Page) -> None:
    """A second and a millivolt keep their ratio: as many pixels to the mm both ways."""
    chart = chart_of(page)
    assert chart.width / chart.height == pytest.approx(CHART_MM[0] / CHART_MM[1], rel=1e-3)


def part(page: Page, kind: str, name: str) -> Locator:
    return page.locator(f"[data-kind={kind}] [data-part={name}]")


def line_at(page: Page, kind: str, name: str) -> float:
    """Where a line stands in the window: x of a time line, y of an amplitude line."""
    axis = "x" if kind == "time" else "y"
    frame = page.locator(".frame").bounding_box()
    assert frame is not None
    drawn = part(page, kind, name).locator(".line").get_attribute(f"{axis}1")
    assert drawn is not None
    return frame[axis] + float(drawn)


def figures(page: Page) -> tuple[float, float, float]:
    """ms, per minute and mV as the page says them; mV is 0 without amplitude calipers."""
    said = FIGURES.search(page.locator("[data-measure]").text_content() or "")
    assert said
    return float(said[1]), float(said[2]), float(said[3] or 0)


def shows(page: Page, display: Display, lead: str = "") -> None:
    end = f"&lead={lead}" if lead else ""
    expect(page.locator(".frame img")).to_have_attribute(
        "src", re.compile(re.escape(f"?display={display.key}{end}") + "$")
    )
