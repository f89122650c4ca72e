"""One lead over the whole recording, twice as large as on the page, on a chart of the same size.

Two rows of five seconds at 50 mm/s; the gain is doubled too, up to the standards' 20 mm/mV. The
rows are geometry like those of a layout, so that calipers, zoom and scale work as on the page of
twelve leads, and the bytes have the same length for every ECG. Both rows stay where they are: half
a chart is high enough for 2 mV at the highest gain, and what is taller runs over into the other.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from reviewapp.ecg.display import Display
from reviewapp.ecg.drawing import Sheet, draw_rows, make_sheet
from reviewapp.ecg.harmonise import HARMONISED_SAMPLES, HarmonisedEcg
from reviewapp.ecg.paper import LABEL_SIZE_MM, TRACE_WIDTH_MM, Label, Paper, Row, Segment
from reviewapp.ecg.record import STANDARD_LEADS

SPEED_MM_S: Final = 50
MOST_MM_MV: Final = 20
ROW_ZEROS_MM: Final = (50.0, 130.0)
_LABEL_RISE_MM: Final = 25.0
_LABEL_INDENT_MM: Final = 1.5


def enlarged_display(display: Display) -> Display:
    """The speed and gain of a lead that is enlarged from ``display``; order and paper stay."""
    gain = min(2 * display.gain_mm_mv, MOST_MM_MV)
    return replace(display, speed_mm_s=SPEED_MM_S, gain_mm_mv=gain)


def draw_lead(ecg: HarmonisedEcg, lead: str, display: Display) -> bytes:
    """Draw ``lead`` (a standard name) enlarged from ``display``, as SVG of 280 x 170 mm.

    In Cabrera order aVR is inverted, as on the page. Raises ValueError for an unknown lead.
    """
    if lead not in STANDARD_LEADS:
        raise ValueError(f"{lead!r} is none of the twelve leads")
    return draw_rows(ecg, _sheet(lead, enlarged_display(display)), (0, 0))


@lru_cache(maxsize=256)
def _sheet(lead: str, large: Display) -> Sheet:
    paper = Paper(large)
    is_inverted = lead == "aVR" and large.order == "cabrera"
    return make_sheet(
        paper, tuple(_row(paper, lead, is_inverted, number) for number in range(len(ROW_ZEROS_MM)))
    )


def _row(paper: Paper, lead: str, is_inverted: bool, number: int) -> Row:
    """The first five seconds, or the rest; the two share a sample."""
    zero_mm, x_mm = ROW_ZEROS_MM[number], paper.lead_in_mm
    samples = round(TRACE_WIDTH_MM / paper.mm_per_sample)
    first = number * samples
    last = min(first + samples, HARMONISED_SAMPLES - 1)
    segment = Segment(STANDARD_LEADS.index(lead), -1 if is_inverted else 1, first, last, x_mm)
    name = f"−{lead}" if is_inverted else lead  # a minus sign
    label_at_mm = (x_mm + _LABEL_INDENT_MM, zero_mm - _LABEL_RISE_MM)
    label = Label(name, *label_at_mm, LABEL_SIZE_MM, bold=True)
    return Row(zero_mm, (segment,), (label,), (), paper.pulse(zero_mm))
