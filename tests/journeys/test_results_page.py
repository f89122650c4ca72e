"""The report of studies of every awkward shape, as a browser shows it: nothing stands out of its
place, every figure is there, and axe-core finds nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reviewapp.accounts.models import User
from tests.journeys.axe import find_faults
from tests.results.stored import store_study
from tests.results.studies import STUDIES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SHAPES = ["no readers", "one reader", "missing readings"]
EVERY_IMAGE = "() => Promise.all([...document.images].map(image => image.decode()))"
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth"
SHOTS = os.environ.get("SCREENSHOTS", "")
"""A folder for pictures of every page, for people who want to look at them."""


@pytest.mark.parametrize("shape", list(STUDIES) if SHOTS else SHAPES)
def test_a_report_is_whole_at_laptop_and_tablet_width(
    chromium: Browser, sit_down: Callable[..., Page], coordinator: User, shape: str
) -> None:
    study = store_study(coordinator, STUDIES[shape]())
    page = sit_down(coordinator, width=1024)
    page.goto(f"/results/{study.token}/")
    expect(page.locator("#answer-title")).to_contain_text("Can readers tell?")
    for image in page.locator("figure img").all():
        image.scroll_into_view_if_needed()
    page.evaluate(EVERY_IMAGE)
    assert not page.evaluate(TOO_WIDE)
    assert find_faults(page) == []
    _photograph(page, shape)


def _photograph(page: Page, shape: str) -> None:
    if SHOTS:
        name = Path(SHOTS) / shape.replace(" ", "_")
        page.screenshot(path=f"{name}-1024.png", full_page=True, timeout=90_000)
        page.pdf(path=f"{name}.pdf")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.screenshot(path=f"{name}-1280.png", full_page=True, timeout=90_000)
