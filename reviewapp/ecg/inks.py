"""The three papers: which colour, and how wide, each kind of line is."""

from typing import Final, NamedTuple


class Style(NamedTuple):
    """One kind of line: colour, and width in mm."""

    colour: str
    width_mm: float


class Inks(NamedTuple):
    """All colours of one paper."""

    ground: str
    minor_grid: Style
    major_grid: Style
    trace: Style
    separator: Style


INKS: Final = {
    # The red of clinical paper: pale enough to forget while one follows the trace.
    "red": Inks(
        ground="#fffdfb",
        minor_grid=Style("#f6d9d6", 0.10),
        major_grid=Style("#e9a9a4", 0.20),
        trace=Style("#0b0c10", 0.28),
        separator=Style("#0b0c10", 0.20),
    ),
    # For weak eyes and bright rooms: the 5 mm lines reach 3:1 against the ground (WCAG 1.4.11),
    # and the trace, wider and black, 3:1 against those lines.
    "contrast": Inks(
        ground="#ffffff",
        minor_grid=Style("#eccbc7", 0.10),
        major_grid=Style("#c0504d", 0.20),
        trace=Style("#000000", 0.40),
        separator=Style("#000000", 0.30),
    ),
    # For laser printers and photocopies: greys alone, so that nothing rests on a hue.
    "monochrome": Inks(
        ground="#ffffff",
        minor_grid=Style("#dedede", 0.10),
        major_grid=Style("#b4b4b4", 0.20),
        trace=Style("#000000", 0.28),
        separator=Style("#000000", 0.20),
    ),
}
"""The inks of each paper that a display may name."""
