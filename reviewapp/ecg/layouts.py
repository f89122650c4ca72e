"""Which lead stands where: the five layouts, in standard and in Cabrera order."""

from typing import Final, NamedTuple

from reviewapp.ecg.record import STANDARD_LEADS

CHEST_LEADS: Final = STANDARD_LEADS[6:]

LIMB_LEADS: Final = {
    "standard": STANDARD_LEADS[:6],
    # Cabrera's: the frontal plane from left to right in steps of 30 degrees, with aVR inverted.
    "cabrera": ("aVL", "I", "-aVR", "II", "aVF", "III"),
}

Rows = tuple[tuple[str, ...], ...]


class Layout(NamedTuple):
    """How many leads a column holds, which rhythm strips follow, and where rows lie (in mm).

    ``leads_a_column`` of the twelve leads stand under one another. ``first_mm`` is the height of
    the first row's zero line, ``pitch_mm`` the distance to the next, ``label_rise_mm`` how far
    the name of a lead stands above its zero line.
    """

    leads_a_column: int
    rhythm_strips: tuple[str, ...]
    pitch_mm: float
    first_mm: float
    label_rise_mm: float

    def rows(self, order: str) -> Rows:
        """The leads of each row from left to right, in ``order``; "-aVR" is aVR inverted."""
        leads = (*LIMB_LEADS[order], *CHEST_LEADS)
        step = self.leads_a_column
        grid = tuple(leads[row::step] for row in range(step))
        return (*grid, *((strip,) for strip in self.rhythm_strips))


LAYOUTS: Final = {
    "3x4": Layout(3, (), 50.0, 35.0, 14.0),
    "3x4+1R": Layout(3, ("II",), 40.0, 30.0, 14.0),
    "3x4+3R": Layout(3, ("II", "V1", "V5"), 27.5, 21.0, 9.5),
    "6x2": Layout(6, (), 27.5, 21.0, 9.5),
    # 14 mm apart the last row would lie on the footer.
    "12x1": Layout(12, (), 13.0, 15.0, 5.0),
}
"""Every layout that a display may name; R counts rhythm strips."""
