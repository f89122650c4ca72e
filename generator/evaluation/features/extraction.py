"""From ECGs to their table of features, in several processes."""

import sys
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from generator.beat_finding import are_plausible
from generator.evaluation.ecg_set import RATE_HZ, EcgSet
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.features import reasons
from generator.evaluation.features.codebook import FEATURES, PLAUSIBLE
from generator.evaluation.features.f_waves import f_wave_features
from generator.evaluation.features.mean_beat import mean_beat
from generator.evaluation.features.morphology import MORPHOLOGY_NAMES, morphology_features
from generator.evaluation.features.rhythm import Found, rhythm_features
from generator.ordered_pool import in_order

ALIKE: Final = 0.7
"""Where beats are less alike than this, they are no beats: detectors find beats in pure noise."""
NAMES: Final = tuple(feature.name for feature in FEATURES)
Given = tuple[NDArray[np.float64], NDArray[np.float64], str]
"""Signal in mV (12, 1000), beats in s, and the fault."""


def feature_table(ecgs: EcgSet, *, workers: int = 2, progress: bool = True) -> FeatureTable:
    """Each record's features; what cannot be measured is NaN, with its reason.

    The same for any number of ``workers`` (processes). Progress goes to stderr, if a terminal.
    """
    values_nf = np.full((len(ecgs), len(FEATURES)), np.nan)
    missing: list[Mapping[str, str]] = []
    measured = in_order(features_of, _each(ecgs), min(workers, max(len(ecgs), 1)))
    with tqdm(
        total=len(ecgs),
        unit="ECG",
        desc=f"features of {ecgs.source}",
        disable=not (progress and sys.stderr.isatty()),
    ) as bar:
        for row, (_, found) in enumerate(measured):
            gaps = {}
            for column, name in enumerate(NAMES):
                value = found[name]
                if isinstance(value, str):
                    gaps[name] = value
                else:
                    values_nf[row, column] = value
            missing.append(gaps)
            bar.update()
    return FeatureTable(features=FEATURES, values_nf=values_nf, reasons=tuple(missing))


def features_of(given: Given) -> Found:
    """The features of one record by name: a finite number each, or why there is none."""
    signal_mv_lt, beats_s, fault = given
    if fault:
        return dict.fromkeys(NAMES, reasons.faulty(fault))
    if not are_plausible(beats_s, signal_mv_lt.shape[-1] / RATE_HZ):
        return dict.fromkeys(NAMES, reasons.NO_BEATS)
    beat = mean_beat(signal_mv_lt, beats_s)
    if beat is not None and beat.likeness < ALIKE:
        return dict.fromkeys(NAMES, reasons.UNLIKE_BEATS)
    found = rhythm_features(beats_s)
    if beat is None:
        found |= dict.fromkeys(MORPHOLOGY_NAMES, reasons.FEW_BEATS)
    else:
        found |= morphology_features(beat, 1000 * float(np.diff(beats_s).mean()))
    found |= f_wave_features(signal_mv_lt, beats_s)
    return {name: plausible(name, found[name]) for name in NAMES}


def plausible(name: str, value: float | str) -> float | str:
    """The value of the feature ``name``, or what is wrong with it."""
    if isinstance(value, str):
        return value
    low, high = PLAUSIBLE.get(name, (-np.inf, np.inf))
    if not np.isfinite(value):
        return reasons.NOT_FINITE
    return float(value) if low <= value <= high else reasons.implausible(low, high)


def _each(ecgs: EcgSet) -> Iterator[Given]:
    yield from zip(ecgs.signals_mv_nlt, ecgs.beats_s, ecgs.faults, strict=True)
