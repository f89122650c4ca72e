"""CPU time and bytes to draw one ECG: ours, ``ecg_plot`` 0.3 and plain matplotlib.

All draw the same record as 3x4 with lead II as rhythm strip, sequential, at 25 mm/s and
10 mm/mV. Rounds alternate between the three, so that a busy machine burdens all alike; ratios are
taken round by round. PNG (150 dpi) and PDF of ``ecg_plot`` come by its matplotlib adapter, as
ours do by matplotlib.
"""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import NamedTuple

import ecg_plot
import matplotlib as mpl
import numpy as np

from benchmarks import plain_matplotlib
from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.plates import draw_pdf, draw_png
from reviewapp.ecg.record import STANDARD_LEADS, Ecg

REAL_RECORD = Path(__file__).resolve().parents[2] / "shared/data/ecg/PTBXL_00001.dat"
DPI = 150
ROUNDS = 9
Draw = Callable[[HarmonisedEcg], bytes]


class Drawer(NamedTuple):
    """One way of drawing, and how often in a row to time it: a fast one needs more."""

    who: str
    kind: str
    draw: Draw
    repeats: int = 1


class Timed(NamedTuple):
    """What a drawer took: ms of each round, and kB."""

    drawer: Drawer
    ms: np.ndarray
    kb: float


def ecg_plot_svg(ecg: HarmonisedEcg) -> bytes:
    return str(_chart(ecg).to_svg()).encode()


def ecg_plot_by_matplotlib(ecg: HarmonisedEcg, kind: str) -> bytes:
    figure, _axes = _chart(ecg).to_matplotlib()
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, dpi=DPI)
    return buffer.getvalue()


DRAWERS = (
    Drawer("ours", "SVG", draw_svg, repeats=20),
    Drawer("ours", "PNG", partial(draw_png, dpi=DPI)),
    Drawer("ours", "PDF", draw_pdf),
    Drawer("ecg_plot", "SVG", ecg_plot_svg),
    Drawer("ecg_plot", "PNG", partial(ecg_plot_by_matplotlib, kind="png")),
    Drawer("ecg_plot", "PDF", partial(ecg_plot_by_matplotlib, kind="pdf")),
    Drawer("matplotlib", "SVG", partial(plain_matplotlib.draw, kind="svg", dpi=DPI)),
    Drawer("matplotlib", "PNG", partial(plain_matplotlib.draw, kind="png", dpi=DPI)),
    Drawer("matplotlib", "PDF", partial(plain_matplotlib.draw, kind="pdf", dpi=DPI)),
)


def an_ecg() -> tuple[str, HarmonisedEcg]:
    """A real 500 Hz ECG where there is one, else a simulated one; and which it was."""
    if REAL_RECORD.is_file():
        signal_uv = np.fromfile(REAL_RECORD, dtype="<i2").reshape(-1, 12).T
        return f"real, {REAL_RECORD.stem}", harmonise(Ecg.from_microvolts(signal_uv, 500.0))
    return "simulated", harmonise(Ecg(_simulate(), 500.0))


def measure(ecg: HarmonisedEcg) -> list[Timed]:
    """Every drawer in every round, after one drawing that is not timed."""
    kb = [len(drawer.draw(ecg)) / 1000 for drawer in DRAWERS]
    ms = np.array([[_ms(drawer, ecg) for drawer in DRAWERS] for _ in range(ROUNDS)])
    return [Timed(*row) for row in zip(DRAWERS, ms.T, kb, strict=True)]


def times_faster(ours: Timed, theirs: Timed) -> str:
    """How much longer they took, round by round: median and quartiles."""
    lower, ratio, upper = np.percentile(theirs.ms / ours.ms, [25, 50, 75])
    return f"{ratio:.1f} ({lower:.1f} to {upper:.1f})"


def main() -> None:
    """Print the table."""
    which, ecg = an_ecg()
    print(
        f"Drawing one ECG ({which}), CPU time of {ROUNDS} rounds, "
        f"ecg_plot {ecg_plot.__version__}, matplotlib {mpl.__version__}"
    )
    print("what  who           ms       kB    theirs / ours of the same format (quartiles)")
    timed = {(row.drawer.who, row.drawer.kind): row for row in measure(ecg)}
    for (who, kind), row in sorted(timed.items(), key=lambda item: item[0][1], reverse=True):
        ratio = "" if who == "ours" else times_faster(timed["ours", kind], row)
        print(f"{kind}   {who:10}{np.median(row.ms):8.2f}{row.kb:8.0f}    {ratio}")
    ours = timed["ours", "SVG"]
    print(f"our SVG against ecg_plot's PNG: {times_faster(ours, timed['ecg_plot', 'PNG'])}")
    print(f"our SVG against matplotlib's PNG: {times_faster(ours, timed['matplotlib', 'PNG'])}")


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


def _ms(drawer: Drawer, ecg: HarmonisedEcg) -> float:
    began = process_time()
    for _ in range(drawer.repeats):
        drawer.draw(ecg)
    return (process_time() - began) * 1000 / drawer.repeats


def _simulate() -> np.ndarray:
    """Twelve leads in mV at 500 Hz: P, QRS and T as bells, 72 beats a minute."""
    phase_s = np.arange(5000) / 500 % (60 / 72)
    bells = ((0.20, 0.025, 0.15), (0.355, 0.010, -0.1), (0.38, 0.012, 1.2), (0.62, 0.04, 0.3))
    beat = sum(mv * np.exp(-((phase_s - at) ** 2) / (2 * sd**2)) for at, sd, mv in bells)
    return np.outer(np.linspace(0.4, 1.2, 12), beat)


if __name__ == "__main__":
    main()
