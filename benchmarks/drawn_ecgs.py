"""What the figures of drawn ECGs are made of: how far a set of them lies from a set of real ones.

Shape legend: ``nlt`` record x modelled lead x time, in mV at 100 Hz.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import welch

from generator.beat_finding import find_beats
from generator.checkpoint import load_checkpoint
from generator.held_network import ready_to_draw
from generator.leads import MODELLED_LEADS, TWELVE_LEADS
from generator.record_sampler import RecordSampler
from generator.training_set import open_training_set

BAND_HZ = (0.5, 40.0)
WITHIN_S = 0.06
"""A beat is where it was asked for when it is found within this time."""
BEFORE_S, AFTER_S = 0.25, 0.40
QRS_S = 0.06
Signals = NDArray[np.float64]
Beats = Sequence[NDArray[np.float64]]


@dataclass(frozen=True)
class Likeness:
    """How a set of ECGs compares with real ones of the same rhythm."""

    spectrum_db: float
    """Root mean square over 0.5 to 40 Hz of the difference between the mean spectra, dB."""
    amplitude: float
    """Ratio of the leads' median deviations to the real ones, the geometric mean over leads."""
    variety: float
    """How much records differ in size (deviation of the logarithm), as a ratio to the real ones."""
    beats_found: float
    """F1 of the beats found against those asked for."""
    beat_likeness: float
    """Median correlation of a beat with its record's mean beat."""
    unevenness: float
    """How much QRS heights vary within a record and lead: coefficient of variation, median."""

    def cells(self) -> str:
        """As the cells of a Markdown row."""
        return (
            f"{self.spectrum_db:.1f} | {self.amplitude:.2f} | {self.variety:.2f} | "
            f"{self.beats_found:.2f} | {self.beat_likeness:.2f} | {self.unevenness:.2f}"
        )


HEADING = (
    "spectrum, dB | amplitude, ratio | variety of size, ratio | beats, F1 | "
    "beat to mean beat, r | QRS height from beat to beat, CV"
)
RULE = "|---|---|---|---|---|---|"
"""Under ``HEADING``, with the bar before it."""


def likeness(drawn_nlt: Signals, real_nlt: Signals, beats_s: Beats, rate_hz: float) -> Likeness:
    """Compare drawn ECGs, whose beats were to be at ``beats_s``, with real ones."""
    ratio_l = _deviations(drawn_nlt) / _deviations(real_nlt)
    difference_db = _spectrum_db(drawn_nlt, rate_hz) - _spectrum_db(real_nlt, rate_hz)
    return Likeness(
        spectrum_db=float(np.sqrt(np.square(difference_db).mean())),
        amplitude=float(np.exp(np.log(ratio_l).mean())),
        variety=float((_variety(drawn_nlt) / _variety(real_nlt)).mean()),
        beats_found=_beats_f1(drawn_nlt, beats_s, rate_hz),
        beat_likeness=_beat_likeness(drawn_nlt, beats_s, rate_hz),
        unevenness=_unevenness(drawn_nlt, beats_s, rate_hz),
    )


def real_ecgs(folder: Path, rhythm: str) -> tuple[Signals, Beats]:
    """All records of a training set with this label, and their beats in seconds."""
    there = open_training_set(folder)
    chosen = np.flatnonzero(there.labels[:, there.label_names.index(rhythm)])
    beats = [each[np.isfinite(each)] / there.rate_hz for each in there.beats[chosen]]
    return there.signals_uv[chosen] / 1000.0, beats


def sampler_of(checkpoint: Path, rhythm: str, **how: object) -> RecordSampler:
    """What draws ECGs of a rhythm with a checkpoint, seed 1."""
    network, config = load_checkpoint(checkpoint)
    network = ready_to_draw(network)
    return RecordSampler(network=network, config=config, rhythm=rhythm, pool_seed=1, **how)


def draw(sampler: RecordSampler, count: int, batch: int = 16) -> tuple[Signals, Beats]:
    """``count`` ECGs, their modelled leads, and the beats that they were told."""
    parts = [sampler(range(start, min(start + batch, count))) for start in range(0, count, batch)]
    modelled = [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]
    beats = [sampler.beat_times_s(index) for index in range(count)]
    return np.concatenate(parts)[:, modelled] / 1000.0, beats


def _deviations(signals_nlt: Signals) -> Signals:
    return np.median(signals_nlt.std(axis=2), axis=0)


def _spectrum_db(signals_nlt: Signals, rate_hz: float) -> Signals:
    frequency_hz, power_nlf = welch(signals_nlt, rate_hz, nperseg=round(2 * rate_hz))
    inside = (frequency_hz >= BAND_HZ[0]) & (frequency_hz <= BAND_HZ[1])
    # The median record: one with a wandering baseline would decide the mean.
    return 10 * np.log10(np.median(power_nlf, axis=0)[:, inside] + 1e-12)


def _beats_f1(signals_nlt: Signals, beats_s: Beats, rate_hz: float) -> float:
    hits = asked = found = 0
    for signal_lt, told_s in zip(signals_nlt, beats_s, strict=True):
        there_s = find_beats(signal_lt, MODELLED_LEADS, rate_hz)
        asked, found = asked + len(told_s), found + len(there_s)
        if len(there_s):
            away_s = np.abs(np.subtract.outer(told_s, there_s)).min(axis=1)
            hits += int((away_s <= WITHIN_S).sum())
    return 2 * hits / (asked + found)


def _variety(signals_nlt: Signals) -> Signals:
    return np.log(signals_nlt.std(axis=2)).std(axis=0)


def _beat_likeness(signals_nlt: Signals, beats_s: Beats, rate_hz: float) -> float:
    found = []
    for beats_blt in _whole_beats(signals_nlt, beats_s, rate_hz, BEFORE_S, AFTER_S):
        level_blt = beats_blt - beats_blt.mean(axis=2, keepdims=True)
        mean_lt = level_blt.mean(axis=0)
        size_bl = np.linalg.norm(level_blt, axis=2) * np.linalg.norm(mean_lt, axis=1)
        found.append(np.einsum("blt,lt->bl", level_blt, mean_lt) / (size_bl + 1e-9))
    return float(np.median(np.concatenate(found)))


def _unevenness(signals_nlt: Signals, beats_s: Beats, rate_hz: float) -> float:
    heights = [
        np.ptp(beats_blt, axis=2)
        for beats_blt in _whole_beats(signals_nlt, beats_s, rate_hz, QRS_S, QRS_S)
    ]
    return float(np.median([each_bl.std(axis=0) / each_bl.mean(axis=0) for each_bl in heights]))


def _whole_beats(
    signals_nlt: Signals, beats_s: Beats, rate_hz: float, before_s: float, after_s: float
) -> Iterator[Signals]:
    """The beats (beat x lead x time) of each record that has three whole ones."""
    before, after = round(before_s * rate_hz), round(after_s * rate_hz)
    for signal_lt, told_s in zip(signals_nlt, beats_s, strict=True):
        places = [round(each * rate_hz) for each in told_s]
        whole = [at for at in places if before <= at < signal_lt.shape[1] - after]
        if len(whole) >= 3:
            yield np.stack([signal_lt[:, at - before : at + after] for at in whole])
