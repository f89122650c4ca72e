"""A real browser for whole stories: the system's Chromium, signed in as one of the cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from reviewapp.accounts.models import User

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 15_000  # a busy machine is slow, not broken


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium of the system; without it these tests are skipped, but never in CI.

    For one module at a time: Playwright's event loop runs in this thread until it is stopped,
    and Django would refuse its database there.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is needed for the browser tests and was not found")
        pytest.skip("the browser tests need Chromium, and there is none here")
    expect.set_options(timeout=PATIENCE_MS)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(
    chromium: Browser, live_server: Any, sign_in: Callable[[User], Client]
) -> Iterator[Callable[..., Page]]:
    """`sit_down(user, **options)` is a page of a new browser in which `user` is signed in."""
    contexts: list[BrowserContext] = []

    def _sit_down(user: User, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        cookie = sign_in(user).cookies[name].value
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    yield _sit_down
    for context in contexts:
        context.close()
