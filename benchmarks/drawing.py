"""CPU time and bytes to draw one ECG, beside ``ecg_plot`` 0.3 on the same ECG and layout.

Both draw 3x4 with lead II as rhythm strip, sequential, at 25 mm/s and 10 mm/mV. Rounds alternate
between the two, so that a busy machine burdens both alike; the ratio is taken round by round.
PNG (150 dpi) and PDF of ``ecg_plot`` come by its matplotlib adapter, as ours do by matplotlib.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import NamedTuple

import ecg_plot
import numpy as np

from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.plates import draw_pdf, draw_png
from reviewapp.ecg.record import STANDARD_LEADS, Ecg

REAL_RECORD = Path(__file__).resolve().parents[2] / "shared/data/ecg/PTBXL_00001.dat"
DPI = 150


class Comparison(NamedTuple):
    """Two ways of drawing the same thing, and how often to measure each."""

    what: str
    ours: Callable[[HarmonisedEcg], bytes]
    theirs: Callable[[HarmonisedEcg], bytes]
    rounds: int


def theirs_svg(ecg: HarmonisedEcg) -> bytes:
    return str(_chart(ecg).to_svg()).encode()


def theirs_png(ecg: HarmonisedEcg) -> bytes:
    return _save(ecg, "png")


def theirs_pdf(ecg: HarmonisedEcg) -> bytes:
    return _save(ecg, "pdf")


COMPARISONS = (
    Comparison("SVG", draw_svg, theirs_svg, rounds=40),
    Comparison("PNG", lambda ecg: draw_png(ecg, dpi=DPI), theirs_png, rounds=9),
    Comparison("PDF", draw_pdf, theirs_pdf, rounds=9),
)


def an_ecg() -> tuple[str, HarmonisedEcg]:
    """A real 500 Hz ECG where there is one, else a simulated one; and which it was."""
    if REAL_RECORD.is_file():
        signal_uv = np.fromfile(REAL_RECORD, dtype="<i2").reshape(-1, 12).T
        return f"real, {REAL_RECORD.stem}", harmonise(Ecg.from_microvolts(signal_uv, 500.0))
    return "simulated", harmonise(Ecg(_simulate(), 500.0))


def measure(comparison: Comparison, ecg: HarmonisedEcg) -> str:
    """One line of the table: median ms and kB of both, and their ratio with its quartiles."""
    ours_kb, theirs_kb = (len(draw(ecg)) / 1000 for draw in comparison[1:3])  # and warm up
    rounds = range(comparison.rounds)
    times = np.array([[_ms(draw, ecg) for draw in comparison[1:3]] for _ in rounds])
    ours_ms, theirs_ms = np.median(times, axis=0)
    lower, ratio, upper = np.percentile(times[:, 1] / times[:, 0], [25, 50, 75])
    return (
        f"{comparison.what:6}{ours_ms:10.2f}{theirs_ms:10.1f}{ours_kb:10.0f}{theirs_kb:10.0f}"
        f"{ratio:10.1f}  ({lower:.1f}-{upper:.1f})  {comparison.rounds:5}"
    )


def main() -> None:
    """Print the table."""
    which, ecg = an_ecg()
    print(f"Drawing one ECG ({which}), CPU time, against ecg_plot {ecg_plot.__version__}")
    print("          ours ms  their ms   ours kB  their kB  their/our time (IQR)  rounds")
    for comparison in COMPARISONS:
        print(measure(comparison, ecg))


def _chart(ecg: HarmonisedEcg) -> ecg_plot.ECGChart:
    return ecg_plot.plot(
        ecg.signal_mv,
        sample_rate=ecg.rate_hz,
        lead_names=STANDARD_LEADS,
        layout="12lead",
        rhythm_lead="II",
        time_mode="sequential",
        speed=25,
        gain=10,
    )


def _save(ecg: HarmonisedEcg, kind: str) -> bytes:
    figure, _axes = _chart(ecg).to_matplotlib()
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, dpi=DPI)
    return buffer.getvalue()


def _ms(draw: Callable[[HarmonisedEcg], bytes], ecg: HarmonisedEcg) -> float:
    began = process_time()
    draw(ecg)
    return (process_time() - began) * 1000


def _simulate() -> np.ndarray:
    """Twelve leads in mV at 500 Hz: P, QRS and T as bells, 72 beats a minute."""
    phase_s = np.arange(5000) / 500 % (60 / 72)
    bells = ((0.20, 0.025, 0.15), (0.355, 0.010, -0.1), (0.38, 0.012, 1.2), (0.62, 0.04, 0.3))
    beat = sum(mv * np.exp(-((phase_s - at) ** 2) / (2 * sd**2)) for at, sd, mv in bells)
    return np.outer(np.linspace(0.4, 1.2, 12), beat)


if __name__ == "__main__":
    main()
