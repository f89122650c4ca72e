"""How an ECG is shown: speed, gain, layout, columns, lead order and paper, chosen from few values.

One frozen object serves a form, a protocol, an address and the drawing alike. Its key is its
name wherever a text is needed; two displays are the same exactly when their keys are.
"""

from dataclasses import astuple, dataclass, fields
from typing import Final, NamedTuple


class Choice(NamedTuple):
    """One value of a setting, and its name in English and German."""

    value: int | str
    en: str
    de: str


class Setting(NamedTuple):
    """One thing to choose: the field of :class:`Display`, its names, and its values."""

    code: str
    en: str
    de: str
    choices: tuple[Choice, ...]

    @property
    def values(self) -> tuple[int | str, ...]:
        """What may be chosen, in the order of a form."""
        return tuple(choice.value for choice in self.choices)


SETTINGS: Final = (
    Setting(
        "speed_mm_s",
        "Speed",
        "Geschwindigkeit",
        (Choice(25, "25 mm/s", "25 mm/s"), Choice(50, "50 mm/s", "50 mm/s")),
    ),
    Setting(
        "gain_mm_mv",
        "Gain",
        "Verstärkung",
        (
            Choice(5, "5 mm/mV", "5 mm/mV"),
            Choice(10, "10 mm/mV", "10 mm/mV"),
            Choice(20, "20 mm/mV", "20 mm/mV"),
        ),
    ),
    Setting(
        "layout",
        "Layout",
        "Anordnung",
        (
            Choice("3x4", "3 × 4", "3 × 4"),
            Choice("3x4+1R", "3 × 4, rhythm strip II", "3 × 4, Rhythmusstreifen II"),
            Choice(
                "3x4+3R",
                "3 × 4, rhythm strips II, V1, V5",
                "3 × 4, Rhythmusstreifen II, V1, V5",
            ),
            Choice("6x2", "6 × 2", "6 × 2"),
            Choice("12x1", "12 × 1", "12 × 1"),
        ),
    ),
    Setting(
        "columns",
        "Columns",
        "Spalten",
        (
            Choice("sequential", "one after another in time", "zeitlich nacheinander"),
            Choice("simultaneous", "at the same time", "zeitgleich"),
        ),
    ),
    Setting(
        "order",
        "Limb leads",
        "Extremitätenableitungen",
        (
            Choice("standard", "I, II, III, aVR, aVL, aVF", "I, II, III, aVR, aVL, aVF"),
            Choice(
                "cabrera",
                "Cabrera: aVL, I, −aVR, II, aVF, III",
                "Cabrera: aVL, I, −aVR, II, aVF, III",
            ),
        ),
    ),
    Setting(
        "paper",
        "Paper",
        "Papier",
        (
            Choice("red", "red grid", "rotes Raster"),
            Choice("contrast", "high contrast", "hoher Kontrast"),
            Choice("monochrome", "monochrome", "schwarz-weiß"),
        ),
    ),
)
"""Every setting with all its values, in the order of the fields of :class:`Display`."""


@dataclass(frozen=True)
class Display:
    """One way of showing an ECG; the defaults are the clinical ones.

    Raises ValueError for a value that :data:`SETTINGS` does not list.
    """

    speed_mm_s: int = 25
    gain_mm_mv: int = 10
    layout: str = "3x4+1R"
    columns: str = "sequential"
    order: str = "standard"
    paper: str = "red"

    def __post_init__(self) -> None:
        for setting in SETTINGS:
            value = getattr(self, setting.code)
            # True would pass for 1, and 25.0 for 25, in another key.
            if value not in setting.values or type(value) not in (int, str):
                name = setting.en.lower()
                raise ValueError(f"the {name} is one of {setting.values}, not {value!r}")

    @property
    def key(self) -> str:
        """The display as one word that needs no escaping in an address.

        >>> Display().key
        '25_10_3x4-1R_sequential_standard_red'
        """
        return "_".join(str(value) for value in astuple(self)).replace("+", "-")

    @classmethod
    def from_key(cls, key: str) -> "Display":
        """The display of that key. Raises ValueError for anything that is no key."""
        display = cls.from_texts(
            dict(zip((field.name for field in fields(cls)), key.split("_"), strict=False))
        )
        if display.key != key:
            raise ValueError(f"{key!r} is no display")
        return display

    @classmethod
    def from_texts(cls, texts: dict[str, str]) -> "Display":
        """The display of a form's texts; what is missing takes its default.

        A layout may stand as in a key, with a minus sign for the plus sign.
        Raises ValueError for a text that is no value of its setting.
        """
        chosen = {
            setting.code: _value_of(setting, texts[setting.code])
            for setting in SETTINGS
            if setting.code in texts
        }
        return cls(**chosen)  # type: ignore[arg-type]


def _value_of(setting: Setting, text: str) -> int | str:
    """The value that a text names. Raises ValueError when it names none."""
    for value in setting.values:
        if text in (str(value), str(value).replace("+", "-")):
            return value
    raise ValueError(f"the {setting.en.lower()} is one of {setting.values}, not {text!r}")


DEFAULT_DISPLAY: Final = Display()
"""25 mm/s, 10 mm/mV, 3x4 with lead II as rhythm strip, sequential, standard order, red grid."""
