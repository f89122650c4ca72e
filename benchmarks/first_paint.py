"""How soon a reader sees a case: first paint of the page, and of its ECG, in Chromium.

A gunicorn server of two workers, a SQLite database, and the system's Chromium without a graphics
card share the machine. Each load is a page load as at the start of a sitting, styles and scripts
cached; between two cases only a part of the page is swapped. Times count from the navigation.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.journeys.seeding import PASSWORD, Seeded, seed
from tests.journeys.server import ReviewServer, server_environment

LOADS = 20
PATIENCE_MS = 60_000
VIEWPORT = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# The largest paint of a case page is its ECG; it is reported when the picture is drawn.
TIMES_OF_A_LOAD = """async () => {
  const entries = (type) => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
  });
  const first = (await entries("paint")).find((entry) => entry.name === "first-paint");
  await document.querySelector(".ecg img").decode();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let frames = 0; frames < 5; frames += 1) await frame();
  const largest = (await entries("largest-contentful-paint")).at(-1);
  const [navigation] = performance.getEntriesByType("navigation");
  const isEcg = largest.element?.matches(".ecg img") ?? false;
  return [navigation.responseEnd, first.startTime, isEcg ? largest.startTime : NaN];
}"""


class Load(NamedTuple):
    """Milliseconds from the navigation to three moments."""

    answer_ms: float
    first_paint_ms: float
    ecg_ms: float


def measure(page: Page, address: str) -> list[Load]:
    """Load the page again and again; the first load fills the cache and does not count."""
    loads = []
    for _ in range(LOADS + 1):
        page.goto(address, wait_until="load")
        loads.append(Load(*page.evaluate(TIMES_OF_A_LOAD)))
    return loads[1:]


def sign_in(page: Page, study: Seeded) -> None:
    """Sign in as the study's first reader."""
    page.goto(study.address)
    page.locator('input[name="username"]').fill(study.readers[0])
    page.locator('input[name="password"]').fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#step").wait_for()


def main() -> None:
    """Print the three moments, as median and quartiles."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        print("skipped: there is no Chromium here")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/review.sqlite3"
        environment = server_environment(url, Path(folder))
        study = seed(1, 4, environment)
        with ReviewServer(environment, Path(folder) / "server.log") as server:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            host = f"http://127.0.0.1:{server.port}"
            page = browser.new_page(base_url=host, viewport=VIEWPORT)
            page.set_default_timeout(PATIENCE_MS)
            sign_in(page, study)
            loads = np.array(measure(page, study.address))
            print(f"A case page in Chromium {browser.version}, {LOADS} loads, 1280 x 800")
            browser.close()
    quartiles = np.percentile(loads, [25, 50, 75], axis=0).T
    for what, (lower, median, upper) in zip(Load._fields, quartiles, strict=True):
        print(f"{what.removesuffix('_ms'):12}{median:7.0f} ms ({lower:.0f} to {upper:.0f})")


if __name__ == "__main__":
    main()
