"""What stands around the ECG: the settings that may be switched, the leads, and the tools."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reviewapp.ecg.display import SETTINGS, Display, Setting
from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.enlarged import MOST_MM_MV, SPEED_MM_S, draw_lead, enlarged_display
from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.ecg.paper import CHART_MM
from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.studies.models import Study
from reviewapp.studies.viewing import Viewing

SETTING_KEYS: Final = {
    "speed_mm_s": "s",
    "gain_mm_mv": "g",
    "layout": "l",
    "columns": "t",
    "order": "b",
    "paper": "p",
}
"""The key that goes to the next value of each setting."""


@dataclass(frozen=True)
class ShownValue:
    """One value of a setting: as an address has it, its name, and whether it is the present one."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Switch:
    """One setting of the display; `is_fixed` where the study does not let readers change it."""

    code: str
    name: str
    key: str
    values: tuple[ShownValue, ...]
    is_fixed: bool


@dataclass(frozen=True)
class Toolbar:
    """How the ECG is shown now, and everything that may be done about it.

    `speed_mm_s` and `gain_mm_mv` are those of what is shown. `lead` is the one that is enlarged,
    "" for all twelve; it is drawn at `lead_speed_mm_s` and at twice the gain, up to `most_mm_mv`.
    Nothing here depends on a case.
    """

    display_key: str
    speed_mm_s: int
    gain_mm_mv: int
    width_mm: int
    height_mm: int
    switches: tuple[Switch, ...]
    leads: tuple[str, ...]
    lead: str
    lead_speed_mm_s: int
    most_mm_mv: int
    may_zoom: bool
    may_measure: bool


@dataclass(frozen=True)
class Look:
    """How a reader looks at ECGs at present: the display, and the lead that is enlarged or ""."""

    display: Display
    lead: str = ""


def viewing_of(study: Study) -> Viewing:
    """What the study's opening froze of how its ECGs are looked at."""
    return Viewing.from_json(study.protocol.get("display", {}))


def make_toolbar(viewing: Viewing, look: Look | None, language: str) -> Toolbar:
    """The toolbar of a study whose ECGs a reader looks at as `look` says, or as they open."""
    look = look or Look(viewing.start)
    is_german = language.startswith("de")
    shown = enlarged_display(look.display) if look.lead else look.display
    return Toolbar(
        display_key=look.display.key,
        speed_mm_s=shown.speed_mm_s,
        gain_mm_mv=shown.gain_mm_mv,
        width_mm=round(CHART_MM[0]),
        height_mm=round(CHART_MM[1]),
        switches=tuple(
            _switch(setting, look.display, setting.code not in viewing.switches, is_german)
            for setting in SETTINGS
        ),
        leads=tuple(STANDARD_LEADS) if "lead" in viewing.tools else (),
        lead=look.lead,
        lead_speed_mm_s=SPEED_MM_S,
        most_mm_mv=MOST_MM_MV,
        may_zoom="zoom" in viewing.tools,
        may_measure="calipers" in viewing.tools,
    )


def _switch(setting: Setting, display: Display, is_fixed: bool, is_german: bool) -> Switch:
    chosen = getattr(display, setting.code)
    return Switch(
        code=setting.code,
        name=setting.de if is_german else setting.en,
        key=SETTING_KEYS[setting.code],
        values=tuple(
            ShownValue(str(c.value), c.de if is_german else c.en, c.value == chosen)
            for c in setting.choices
            if not is_fixed or c.value == chosen
        ),
        is_fixed=is_fixed,
    )


def choose_look(viewing: Viewing, texts: Mapping[str, str], kept_key: str) -> Look:
    """What `texts` of a form or an address ask for, else what the reader last chose, else the
    study's start; never anything that the study does not allow."""
    try:
        display = _wanted_display(viewing, texts, kept_key)
    except ValueError:
        display = viewing.start
    if not viewing.allows(display):
        display = viewing.start
    lead = texts.get("lead", "")
    return Look(display, lead if "lead" in viewing.tools and lead in STANDARD_LEADS else "")


def _wanted_display(viewing: Viewing, texts: Mapping[str, str], kept_key: str) -> Display:
    """Raises ValueError for a text that is no display."""
    if texts.get("display"):
        return Display.from_key(texts["display"])
    if any(setting.code in texts for setting in SETTINGS):
        return viewing.choose(texts)
    return Display.from_key(kept_key)


def draw_look(ecg: HarmonisedEcg, look: Look) -> bytes:
    """The ECG as SVG, all leads or one; its length depends on `look` alone."""
    return draw_lead(ecg, look.lead, look.display) if look.lead else draw_svg(ecg, look.display)
