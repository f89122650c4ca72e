"""A probe takes a while: its page says so while it runs, and cannot be started twice."""

import pytest
from playwright.sync_api import expect

from tests.studies.conftest import draft, source, unprobed  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright looks at no page that is on its way to the next one.
STAY = "() => addEventListener('submit', (event) => event.preventDefault())"


def test_a_probe_says_that_it_runs(sit_down, coordinator, unprobed):  # noqa: F811
    page = sit_down(coordinator)
    page.goto(f"/studies/{unprobed.token}/leaks/")
    expect(page.get_by_text("about 16 s, longer on a busy server")).to_be_visible()
    page.evaluate(STAY)
    button = page.get_by_role("button", name="Probe now")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("The probe is running")
    expect(button).to_be_disabled()
    expect(page.locator("[data-elapsed]")).to_have_text("1")
