"""What a training shows of itself: losses as CSV and plot, and ECGs it draws on the way."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from generator.checkpoint import write_whole
from generator.config import ModelConfig
from generator.leads import TWELVE_LEADS
from generator.network import DiffusionNetwork
from generator.record_sampler import RecordSampler
from generator.train_state import LossRow

EACH_RHYTHM: Final = 2
SPACING_MV: Final = 2.0


def write_losses(run: Path, losses: Sequence[LossRow]) -> None:
    """``losses.csv``: iteration, mean training loss since the last row, loss on the valid split."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["iteration", "train", "valid"])
    for iteration, train, valid in losses:
        writer.writerow([iteration, f"{train:.6f}", "" if valid is None else f"{valid:.6f}"])
    write_whole(run / "losses.csv", text.getvalue().encode())


def draw_losses(run: Path, losses: Sequence[LossRow]) -> None:
    """``losses.png``: both losses over the iterations."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([row[0] for row in losses], [row[1] for row in losses], label="train", lw=0.8)
    checked = [(row[0], row[2]) for row in losses if row[2] is not None]
    if checked:
        axes.plot(*zip(*checked, strict=True), "o-", ms=3, label="valid")
    axes.set(xlabel="iteration", ylabel="loss", yscale="log")
    axes.legend()
    _save(run / "losses.png", figure)


def draw_samples(run: Path, network: DiffusionNetwork, config: ModelConfig, iteration: int) -> None:
    """``samples-ITERATION.png``: for each rhythm the first ECGs of seed 0, on all twelve leads."""
    rhythms = sorted(config.rhythms)
    if not rhythms:
        return
    figure = Figure(figsize=(11 * len(rhythms), 8 * EACH_RHYTHM), layout="constrained")
    panels = np.atleast_2d(figure.subplots(EACH_RHYTHM, len(rhythms), squeeze=False))
    for column, rhythm in enumerate(rhythms):
        draw = RecordSampler(network=network, config=config, rhythm=rhythm, pool_seed=0)
        for row, signal_uv in enumerate(draw(range(EACH_RHYTHM))):
            _draw_leads(panels[row, column], signal_uv / 1000, config.rate_hz)
            panels[row, column].set_title(f"{rhythm}, iteration {iteration}")
    _save(run / f"samples-{iteration:08d}.png", figure)


def _draw_leads(axes: Axes, signal_mv_lt: NDArray[np.float64], rate_hz: float) -> None:
    time_s = np.arange(signal_mv_lt.shape[1]) / rate_hz
    for place, (name, lead_mv) in enumerate(zip(TWELVE_LEADS, signal_mv_lt, strict=True)):
        axes.plot(time_s, lead_mv - SPACING_MV * place, "k", lw=0.6)
        axes.text(-0.3, -SPACING_MV * place, name)
    axes.set(yticks=[], xlabel="s")


def _save(path: Path, figure: Figure) -> None:
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=60)
    write_whole(path, picture.getvalue())
