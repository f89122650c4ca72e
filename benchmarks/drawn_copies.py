"""Whether a checkpoint copies: how near its ECGs come to a training record.

    python -m benchmarks.drawn_copies TRAINING_SET [CHECKPOINT]

Two ECGs are as near as the cosine of their mean beats over the eight modelled leads. A record has
the nearness of its nearest training record; drawn ECGs stand beside real ones that were held out
of training. A copy would be nearer than any of those. The evaluation of a batch
(generator/evaluation/privacy) says more; this draws what it measures.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.drawn_ecgs import Beats, Signals, draw, sampler_of
from benchmarks.generator_steps import SHIPPED
from generator.evaluation.privacy.beat_shapes import mean_beats
from generator.evaluation.privacy.nearness import MARGIN_S, nearness_of_beats
from generator.training_set import open_training_set

COUNT = 100
RHYTHMS = ("SR", "AF")
RATE_HZ = 100.0


def main(given: list[str] | None = None) -> None:
    """Print how near drawn and held-out ECGs come to the training records."""
    if not given:
        print("skipped: it compares with training records: give a training set")
        return
    folder, *rest = [Path(each) for each in given]
    checkpoint = rest[0] if rest else SHIPPED
    there = open_training_set(folder)
    beats = [each[np.isfinite(each)] / there.rate_hz for each in there.beats]
    signals = np.asarray(there.signals_uv) / 1000.0
    trained = there.records_of("train")
    held_out = np.setdiff1d(np.arange(len(signals)), trained)
    known = signals[trained], [beats[index] for index in trained]
    print("| ECGs | n | nearest training record, r: median | 95 % | highest |")
    print("|---|---|---|---|---|")
    there_held_out = signals[held_out], [beats[index] for index in held_out]
    print(row("real, held out", nearness(there_held_out, known)))
    for rhythm in RHYTHMS:
        drawn = draw(sampler_of(checkpoint, rhythm), COUNT)
        print(row(f"drawn, {rhythm}", nearness(drawn, known)), flush=True)


def nearness(some: tuple[Signals, Beats], known: tuple[Signals, Beats]) -> NDArray[np.float64]:
    """How near each ECG that has a mean beat comes to the nearest known one: 1 is a copy."""
    some_nlt = mean_beats(*some, RATE_HZ, margin_s=MARGIN_S)
    has_beats_n = np.isfinite(some_nlt).all(axis=(1, 2))
    near_nm = nearness_of_beats(some_nlt[has_beats_n], mean_beats(*known, RATE_HZ))
    return np.asarray(near_nm.max(axis=1))


def row(name: str, near: NDArray[np.float64]) -> str:
    """One line of the table."""
    middle, high = np.quantile(near, [0.5, 0.95])
    return f"| {name} | {len(near)} | {middle:.3f} | {high:.3f} | {near.max():.3f} |"


if __name__ == "__main__":
    main(sys.argv[1:])
