"""axe-core in the page of a browser: what it finds against WCAG 2.2 AA."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js"
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # 24 px; axe leaves it off otherwise
    "resultTypes": ["violations"],
}


@cache
def _source() -> str:
    return AXE.read_text()


def find_faults(page: Page) -> list[str]:
    """Each fault of the page as it stands: its rule, its weight, what is wrong, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [
        f"{fault['id']} ({fault['impact']}): {node['failureSummary']} {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
