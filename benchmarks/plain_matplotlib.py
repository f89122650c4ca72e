"""What a script without a library draws: one axes, one line a lead, the grid by tick locators.

The same layout, scale and sheet as ours (3x4 with lead II as rhythm strip, 25 mm/s, 10 mm/mV),
written as matplotlib's own tutorials would have it, so that ours has an honest neighbour.
"""

from io import BytesIO

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MultipleLocator

from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.ecg.record import STANDARD_LEADS

ROWS = (("I", "aVR", "V1", "V4"), ("II", "aVL", "V2", "V5"), ("III", "aVF", "V3", "V6"), ("II",))
ROW_MV = 4.0
COLUMN_S = 2.5
SHEET_INCHES = (297 / 25.4, 210 / 25.4)
CHART_OF_SHEET = (8.5 / 297, 19 / 210, 280 / 297, 170 / 210)


def draw(ecg: HarmonisedEcg, kind: str, dpi: int) -> bytes:
    """The ECG as bytes of that format: "svg", "png" or "pdf"."""
    figure = plt.figure(figsize=SHEET_INCHES)
    axes = figure.add_axes(CHART_OF_SHEET)
    axes.set_xlim(-0.6, 10.6)
    axes.set_ylim(-3.5 * ROW_MV, 3.0)
    axes.xaxis.set_major_locator(MultipleLocator(0.2))
    axes.xaxis.set_minor_locator(MultipleLocator(0.04))
    axes.yaxis.set_major_locator(MultipleLocator(0.5))
    axes.yaxis.set_minor_locator(MultipleLocator(0.1))
    axes.grid(which="minor", color="#f6d9d6", linewidth=0.3)
    axes.grid(which="major", color="#e9a9a4", linewidth=0.6)
    axes.tick_params(which="both", length=0, labelbottom=False, labelleft=False)
    for number, leads in enumerate(ROWS):
        _draw_row(axes, ecg, leads, -number * ROW_MV)
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, dpi=dpi)
    plt.close(figure)
    return buffer.getvalue()


def _draw_row(axes: plt.Axes, ecg: HarmonisedEcg, leads: tuple[str, ...], zero_mv: float) -> None:
    pulse_s = (-0.5, -0.4, -0.4, -0.2, -0.2, -0.1)
    pulse_mv = (0, 0, 1, 1, 0, 0)
    axes.plot(pulse_s, np.add(pulse_mv, zero_mv), color="black", linewidth=0.8)
    time_s = np.arange(ecg.signal_mv.shape[1]) / ecg.rate_hz
    for column, lead in enumerate(leads):
        begin_s = column * COLUMN_S
        shown = (time_s >= begin_s) & ((time_s <= begin_s + COLUMN_S) | (len(leads) == 1))
        lead_mv = ecg.signal_mv[STANDARD_LEADS.index(lead)][shown]
        axes.plot(time_s[shown], lead_mv + zero_mv, color="black", linewidth=0.8)
        axes.text(begin_s + 0.06, zero_mv + 1.4, lead, fontsize=10.5, fontweight="bold")
