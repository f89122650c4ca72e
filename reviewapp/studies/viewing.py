"""How readers of a study may look at its ECGs: what each case opens with, and what they may change.

It is part of the draft, frozen with the protocol, and the same for every reader and every case.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, NamedTuple

from reviewapp.ecg.display import DEFAULT_DISPLAY, SETTINGS, Display


class Tool(NamedTuple):
    """One tool of the case page: its code, and its name in English and German."""

    code: str
    en: str
    de: str


TOOLS: Final = (
    Tool("zoom", "Zoom and pan", "Vergrößern und verschieben"),
    Tool("calipers", "Calipers", "Messzirkel"),
    Tool("lead", "One lead, enlarged", "Eine Ableitung, vergrößert"),
)
"""Every tool that a study may offer."""

TOOL_CODES: Final = tuple(tool.code for tool in TOOLS)
SETTING_CODES: Final = tuple(setting.code for setting in SETTINGS)


class ViewingError(ValueError):
    """A document that says nothing sensible of how ECGs are looked at; the message says why."""


@dataclass(frozen=True)
class Viewing:
    """What a case opens with, the settings that a reader may switch, and the tools there are.

    Raises ViewingError for a switch or a tool that does not exist, or stands there twice.
    """

    start: Display = DEFAULT_DISPLAY
    # Columns stay as they are: whether they follow one another in time changes what is compared.
    switches: tuple[str, ...] = ("speed_mm_s", "gain_mm_mv", "layout", "order", "paper")
    tools: tuple[str, ...] = TOOL_CODES

    def __post_init__(self) -> None:
        for named, known in ((self.switches, SETTING_CODES), (self.tools, TOOL_CODES)):
            strange = [code for code in named if code not in known]
            if strange:
                raise ViewingError(f"{strange[0]!r} is none of {', '.join(known)}")
            if list(named) != [code for code in known if code in named]:
                raise ViewingError(f"{', '.join(named)}: each once, in their own order")

    def allows(self, display: Display) -> bool:
        """May a reader look at an ECG this way? What cannot be switched is as at the start."""
        return all(
            getattr(display, code) == getattr(self.start, code)
            for code in SETTING_CODES
            if code not in self.switches
        )

    def choose(self, texts: Mapping[str, str]) -> Display:
        """The display that a form's `texts` ask for; what may not be switched keeps its start.

        Raises ValueError for a text that is no value of its setting.
        """
        wanted = {code: str(value) for code, value in asdict(self.start).items()}
        wanted |= {code: texts[code] for code in self.switches if code in texts}
        return Display.from_texts(wanted)

    def names(self, language: str) -> tuple[list[str], list[str]]:
        """Of the switches and of the tools, in German where `language` is, else in English."""
        is_german = language.startswith("de")
        named = ((SETTINGS, self.switches), (TOOLS, self.tools))
        switches, tools = (
            [one.de if is_german else one.en for one in known if one.code in codes]
            for known, codes in named
        )
        return switches, tools

    def start_names(self, language: str) -> list[tuple[str, str]]:
        """Of each setting its name and what a case opens with, in German or in English."""
        is_german = language.startswith("de")
        return [
            (setting.de, choice.de) if is_german else (setting.en, choice.en)
            for setting in SETTINGS
            for choice in setting.choices
            if choice.value == getattr(self.start, setting.code)
        ]

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON values: the start's settings, then `switches` and `tools`."""
        return {
            **asdict(self.start),
            "switches": list(self.switches),
            "tools": list(self.tools),
        }

    @classmethod
    def from_json(cls, document: object) -> "Viewing":
        """The inverse of `to_json`; further entries are left alone, missing ones take defaults.

        Raises ViewingError.
        """
        if not isinstance(document, dict):
            raise ViewingError("this is no object")
        start = {f.name: document[f.name] for f in fields(Display) if f.name in document}
        lists = {
            name: tuple(document[name])
            for name in ("switches", "tools")
            if isinstance(document.get(name), list)
        }
        try:
            return cls(start=Display(**start), **lists)
        except (TypeError, ValueError) as refusal:
            raise ViewingError(str(refusal)) from refusal


DEFAULT_VIEWING: Final = Viewing()
