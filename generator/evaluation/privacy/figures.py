"""Figures of the section on privacy.

Shape legend: ``_lt`` lead x time, ``_t`` time.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from generator.evaluation.ecg_set import RATE_HZ, EcgSet
from generator.evaluation.findings import Picture
from generator.evaluation.pictures import (
    QUIET_INK,
    REAL_INK,
    SYNTHETIC_INK,
    new_figure,
    picture_of,
)
from generator.evaluation.privacy.beat_shapes import BEFORE_S, mean_beats, modelled
from generator.evaluation.privacy.near_copies import Nearest
from generator.evaluation.privacy.nearness import best_lag
from generator.leads import MODELLED_LEADS

BINS: Final = 40
SHOWN: Final = ("I", "aVF", "V2", "V5")


def nearness_picture(found: Sequence[Nearest]) -> Picture:
    """Histograms of nearness, synthetic beside strangers, with the limit of a near copy."""
    figure = new_figure(7.0, 2.8)
    axes = figure.subplots(1, len(found), squeeze=False)[0]
    for axis, each in zip(axes, found, strict=True):
        known = [side[side >= 0] for side in (each.strangers_k, each.batch_n)]
        # Not to 1 itself: rounding puts an exact copy a little beyond it
        low = min([0.8, *(float(np.quantile(side, 0.01)) for side in known if len(side))])
        bins = np.linspace(low, 1.001, BINS + 1).tolist()
        for side, ink, label in zip(
            known, (REAL_INK, SYNTHETIC_INK), ("real, other patients", "synthetic"), strict=True
        ):
            if len(side):
                weights = np.full(len(side), 1 / len(side))
                axis.hist(side, bins, weights=weights, color=ink, alpha=0.55, label=label)
        axis.axvline(each.limit, color=QUIET_INK, linestyle="--", linewidth=1)
        axis.set_xlabel(f"cosine by {each.measure}")
    axes[0].set_ylabel("share of records")
    axes[0].legend(frameon=False, loc="upper left")
    return picture_of(
        figure,
        name="privacy.nearness",
        title="How near a record comes to the nearest one that was learnt",
        alt="Histograms of the cosine with the nearest record learnt from, the farthest one in a "
        "hundred left out: synthetic records beside real ones of other patients; the dashed line "
        "is the limit of a near copy.",
    )


def nearest_pair_picture(batch: EcgSet, learnt: EcgSet, found: Sequence[Nearest]) -> Picture:
    """By each measure the synthetic record that comes nearest, drawn over its nearest record."""
    by_beat, by_recording = found
    figure = new_figure(7.0, 5.2)
    beats_part, recording_part = figure.subfigures(2, 1, squeeze=False, height_ratios=[1, 1.6])[
        :, 0
    ]
    _draw_beats(
        list(beats_part.subplots(1, len(SHOWN), sharey=True)), *_pair(batch, learnt, by_beat)
    )
    _draw_recordings(
        list(recording_part.subplots(len(SHOWN), 1, sharex=True)),
        *_pair(batch, learnt, by_recording),
    )
    beats_part.suptitle(f"Nearest {by_beat.measure}, cosine {by_beat.batch_n.max():.3f}")
    recording_part.suptitle(
        f"Nearest {by_recording.measure}, cosine {by_recording.batch_n.max():.3f}"
    )
    recording_part.legend(
        *recording_part.axes[0].get_legend_handles_labels(),
        frameon=False,
        ncols=2,
        loc="upper right",
    )
    return picture_of(
        figure,
        name="privacy.nearest_pair",
        title="The nearest pairs: synthetic drawn over the record learnt from",
        alt="Above, the mean beats of the nearest pair in four leads; below, the ten seconds of "
        "the pair that is nearest by the whole recording, at the best lag. Scaled to one size.",
    )


def _pair(
    batch: EcgSet, learnt: EcgSet, nearest: Nearest
) -> tuple[tuple[NDArray[np.float64], EcgSet], tuple[NDArray[np.float64], EcgSet]]:
    """Synthetic and learnt: the modelled leads, and the record."""
    at = int(nearest.batch_n.argmax())
    one, other = batch.take([at]), learnt.take([int(nearest.index_n[at])])
    return (modelled(one)[0], one), (modelled(other)[0], other)


def _draw_beats(
    axes: list[Axes],
    synthetic: tuple[NDArray[np.float64], EcgSet],
    real: tuple[NDArray[np.float64], EcgSet],
) -> None:
    means = [
        mean_beats(signal_lt[None], ecg.beats_s, RATE_HZ)[0] for signal_lt, ecg in (real, synthetic)
    ]
    gain = _gain(means[1], means[0])
    time_s = np.arange(means[0].shape[1]) / RATE_HZ - BEFORE_S
    for axis, lead in zip(axes, SHOWN, strict=True):
        row = MODELLED_LEADS.index(lead)
        axis.plot(time_s, means[0][row], color=REAL_INK, linewidth=1.4)
        axis.plot(time_s, gain * means[1][row], color=SYNTHETIC_INK, linewidth=0.9)
        axis.set_title(lead)
        axis.set_xlabel("s")
    axes[0].set_ylabel("mV")


def _draw_recordings(
    axes: list[Axes],
    synthetic: tuple[NDArray[np.float64], EcgSet],
    real: tuple[NDArray[np.float64], EcgSet],
) -> None:
    signal_lt, other_lt = synthetic[0], real[0]
    lag_s = best_lag(signal_lt, other_lt) / RATE_HZ
    time_s = np.arange(signal_lt.shape[1]) / RATE_HZ
    gain = _gain(signal_lt, other_lt)
    for axis, lead in zip(axes, SHOWN, strict=True):
        row = MODELLED_LEADS.index(lead)
        axis.plot(time_s, other_lt[row], color=REAL_INK, linewidth=1.1, label="learnt from")
        axis.plot(
            time_s - lag_s,
            gain * signal_lt[row],
            color=SYNTHETIC_INK,
            linewidth=0.7,
            label="synthetic",
        )
        axis.set_ylabel(lead)
    axes[-1].set_xlabel("s")
    axes[-1].set_xlim(0, time_s[-1])


def _gain(some_lt: NDArray[np.float64], other_lt: NDArray[np.float64]) -> float:
    """What brings ``some_lt`` to the size of the other; 1 where one is unknown."""
    sizes = [float(np.sqrt(np.square(each - each.mean()).sum())) for each in (some_lt, other_lt)]
    return sizes[1] / sizes[0] if np.isfinite(sizes).all() and sizes[0] > 0 else 1.0
