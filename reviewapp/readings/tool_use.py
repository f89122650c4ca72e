"""What a reader used while an ECG was before them: how often each tool, and which displays.

The browser counts and sends it with the answers. It is never shown and never fed back, and nothing
in it that makes no sense costs a reading.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reviewapp.ecg.display import Display

TOOL_COUNTS: Final = {
    "zoom": "times that the reader zoomed",
    "pan": "times that the reader moved the enlarged ECG",
    "true_size": "times that the reader asked for the true size",
    "time_caliper": "times that the reader set or moved the calipers for time",
    "amplitude_caliper": "times that the reader set or moved the calipers for amplitude",
    "march_out": "times that the reader marched the calipers out",
    "lead": "times that the reader enlarged one lead",
    "switch": "times that the reader switched speed, gain, layout or another setting",
}
"""What is counted, and what each count means."""

LONGEST_TEXT: Final = 4000
MOST_COUNTED: Final = 9999
MOST_DISPLAYS: Final = 40


@dataclass(frozen=True)
class ToolUse:
    """Counts by tool, and the keys of the displays in the order of their first showing.

    Both are empty where nobody counted: a browser without scripts.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    displays: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str) -> "ToolUse":
        """What the page sent, as JSON; whatever makes no sense is left out."""
        if len(text) > LONGEST_TEXT:
            return cls()
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return cls()
        return cls.from_json(document)

    @classmethod
    def from_json(cls, document: object) -> "ToolUse":
        """The inverse of `to_json`; whatever makes no sense is left out."""
        if not isinstance(document, dict):
            return cls()
        given, shown = document.get("counts"), document.get("displays")
        counts = {
            name: min(given[name], MOST_COUNTED)
            for name in TOOL_COUNTS
            if isinstance(given, dict) and type(given.get(name)) is int and given[name] >= 0
        }
        keys = [key for key in shown if _is_display(key)] if isinstance(shown, list) else []
        return cls(counts, tuple(dict.fromkeys(keys))[:MOST_DISPLAYS])

    def to_json(self) -> dict[str, Any]:
        """As JSON values, for the database."""
        return {"counts": dict(self.counts), "displays": list(self.displays)}

    def __add__(self, later: "ToolUse") -> "ToolUse":
        """Both together: of one case's steps, for example."""
        names = [name for name in TOOL_COUNTS if name in self.counts or name in later.counts]
        counts = {name: self.counts.get(name, 0) + later.counts.get(name, 0) for name in names}
        return ToolUse(counts, tuple(dict.fromkeys((*self.displays, *later.displays))))


def _is_display(key: object) -> bool:
    try:
        return isinstance(key, str) and bool(Display.from_key(key))
    except ValueError:
        return False
