"""Whether a checkpoint copies: how near its ECGs come to a training record.

    python -m benchmarks.drawn_copies TRAINING_SET [CHECKPOINT]

Two ECGs are as near as their mean beats over the eight modelled leads correlate, amplitudes
included by their size. A record has the nearness of its nearest training record; drawn ECGs stand
beside real ones that were held out of training. A copy would be nearer than any of those.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.drawn_ecgs import AFTER_S, BEFORE_S, Beats, Signals, draw, sampler_of
from benchmarks.generator_steps import SHIPPED
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
    known = mean_beats(signals[trained], [beats[index] for index in trained])
    print("| ECGs | n | nearest training record, r: median | 95 % | highest |")
    print("|---|---|---|---|---|")
    mean_held_out = mean_beats(signals[held_out], [beats[index] for index in held_out])
    print(row("real, held out", nearness(mean_held_out, known)))
    for rhythm in RHYTHMS:
        drawn = mean_beats(*draw(sampler_of(checkpoint, rhythm), COUNT))
        print(row(f"drawn, {rhythm}", nearness(drawn, known)), flush=True)


def mean_beats(signals_nlt: Signals, beats_s: Beats) -> NDArray[np.float64]:
    """The mean beat of each record that has three whole ones, (records, leads x samples)."""
    before, after = round(BEFORE_S * RATE_HZ), round(AFTER_S * RATE_HZ)
    found = []
    for signal_lt, told_s in zip(signals_nlt, beats_s, strict=True):
        places = [round(each * RATE_HZ) for each in told_s]
        whole = [at for at in places if before <= at < signal_lt.shape[1] - after]
        if len(whole) >= 3:
            beat_lt = np.mean([signal_lt[:, at - before : at + after] for at in whole], axis=0)
            found.append((beat_lt - beat_lt.mean(axis=1, keepdims=True)).ravel())
    return np.array(found)


def nearness(some: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each of ``some`` 2 a.b / (a.a + b.b) with the nearest of ``known``: 1 is a copy."""
    sizes = np.square(some).sum(axis=1)[:, None] + np.square(known).sum(axis=1)
    return np.asarray((2 * some @ known.T / sizes).max(axis=1))


def row(name: str, near: NDArray[np.float64]) -> str:
    """One line of the table."""
    middle, high = np.quantile(near, [0.5, 0.95])
    return f"| {name} | {len(near)} | {middle:.3f} | {high:.3f} | {near.max():.3f} |"


if __name__ == "__main__":
    main(sys.argv[1:])
