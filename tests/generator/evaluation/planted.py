"""Faults to be found: each takes records that pose as synthetic and gives them the fault.

The records are real or simulated, so that nothing but the planted fault is wrong with them. What
changes a signal sends it through the chain again, as a batch with that fault would come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

import numpy as np

from fixtures.simulated_ecg import Recorder, simulate_ecg
from generator.evaluation.chain import Compared, compared
from generator.evaluation.ecg_set import RATE_HZ, REAL, SAMPLES, SYNTHETIC, UNKNOWN, EcgSet
from generator.leads import TWELVE_LEADS
from generator.plain_folder import select_plain_folders
from generator.prepared import Candidate
from generator.recording import Recording

TIME_S = np.arange(SAMPLES) / RATE_HZ


def posing_as_synthetic(ecgs: EcgSet) -> EcgSet:
    """The same ECGs as a batch would hold them."""
    names = tuple(f"drawn[{index}]" for index in range(len(ecgs)))
    return replace(
        ecgs,
        origin=SYNTHETIC,
        source="real ECGs that pose as synthetic",
        patients=names,
        names=names,
        sha256=tuple(sha256(signal_lt.tobytes()).hexdigest() for signal_lt in ecgs.signals_mv_nlt),
        splits=(UNKNOWN,) * len(ecgs),
    )


def halves_by_patient(ecgs: EcgSet, *, seed: int = 1) -> tuple[EcgSet, EcgSet]:
    """Two sets of other patients, half of those of each rhythm in either."""
    stream = np.random.default_rng(seed)
    first = set()
    for rhythm in sorted(set(ecgs.rhythms)):
        patients = sorted({ecgs.patients[index] for index in ecgs.of_rhythm(rhythm)} - first)
        first |= set(stream.permutation(patients)[: len(patients) // 2].tolist())
    is_first = np.array([patient in first for patient in ecgs.patients])
    return ecgs.take(np.flatnonzero(is_first)), ecgs.take(np.flatnonzero(~is_first))


def with_signals(ecgs: EcgSet, signals_mv_nlt) -> EcgSet:
    """The records with other signals, read as a batch is: filtered, beats found, faults judged."""
    read = [compared(Recording(each, TWELVE_LEADS, RATE_HZ)) for each in signals_mv_nlt]
    return replace(
        ecgs,
        signals_mv_nlt=np.stack([each.signal_mv_lt for each in read]),
        beats_s=tuple(each.beats_s for each in read),
        faults=tuple(each.fault for each in read),
        sha256=tuple(sha256(signal_lt.tobytes()).hexdigest() for signal_lt in signals_mv_nlt),
        told_beats_s=(),
    )


def swapped_leads(ecgs: EcgSet, one: str = "V1", other: str = "V6") -> EcgSet:
    """Two leads under each other's names."""
    order = list(range(12))
    order[TWELVE_LEADS.index(one)] = TWELVE_LEADS.index(other)
    order[TWELVE_LEADS.index(other)] = TWELVE_LEADS.index(one)
    return with_signals(ecgs, ecgs.signals_mv_nlt[:, order])


def swapped_arms(ecgs: EcgSet) -> EcgSet:
    """The electrodes of the arms swapped: I upside down, II for III, aVR for aVL."""
    order = [TWELVE_LEADS.index(lead) for lead in ("I", "III", "II", "aVL", "aVR")]
    signals = ecgs.signals_mv_nlt.copy()
    signals[:, :5] = signals[:, order]
    signals[:, 0] *= -1
    return with_signals(ecgs, signals)


def flipped_lead(ecgs: EcgSet, lead: str = "V1") -> EcgSet:
    """One lead upside down."""
    signals = ecgs.signals_mv_nlt.copy()
    signals[:, TWELVE_LEADS.index(lead)] *= -1
    return with_signals(ecgs, signals)


def evenly_beating(ecgs: EcgSet, rhythm: str = "AF") -> EcgSet:
    """Records of this rhythm bent in time so that their beats come at one interval."""
    signals = ecgs.signals_mv_nlt.copy()
    for index in ecgs.of_rhythm(rhythm):
        beats_s = ecgs.beats_s[index]
        if len(beats_s) >= 3:
            even_s = np.linspace(beats_s[0], beats_s[-1], len(beats_s))
            ends = [0, TIME_S[-1]]
            source_s = np.interp(TIME_S, [ends[0], *even_s, ends[1]], [ends[0], *beats_s, ends[1]])
            signals[index] = [np.interp(source_s, TIME_S, signal_t) for signal_t in signals[index]]
    return with_signals(ecgs, signals)


def in_sinus_rhythm(ecgs: EcgSet) -> EcgSet:
    """The ECGs of sinus rhythm again in the place of those of fibrillation."""
    signals, sinus = ecgs.signals_mv_nlt.copy(), ecgs.of_rhythm("SR")
    fibrillating = ecgs.of_rhythm("AF")
    signals[fibrillating] = signals[np.resize(sinus[::-1], len(fibrillating))]
    return with_signals(ecgs, signals)


def copies(
    ecgs: EcgSet, learnt: EcgSet, *, share=0.25, shift=0, gain=1.0, noise_mv=0.0, seed=1
) -> EcgSet:
    """The first records of each rhythm replaced by ones that were learnt, changed a little."""
    stream = np.random.default_rng(seed)
    signals = ecgs.signals_mv_nlt.copy()
    for rhythm in sorted(set(ecgs.rhythms)):
        rows = ecgs.of_rhythm(rhythm)
        rows = rows[: max(1, round(share * len(rows)))]
        originals = stream.permutation(learnt.of_rhythm(rhythm))
        signals[rows] = learnt.signals_mv_nlt[np.resize(originals, len(rows))]
        signals[rows] = gain * np.roll(signals[rows], shift, axis=-1)
        signals[rows] += noise_mv * stream.standard_normal(signals[rows].shape)
    return with_signals(ecgs, signals)


def one_repeated(ecgs: EcgSet) -> EcgSet:
    """The first record of each rhythm in the place of all others, as a collapsed model draws."""
    signals = ecgs.signals_mv_nlt.copy()
    for rhythm in sorted(set(ecgs.rhythms)):
        rows = ecgs.of_rhythm(rhythm)
        signals[rows] = signals[rows[0]]
    return with_signals(ecgs, signals)


def white_noise(ecgs: EcgSet, *, seed=1) -> EcgSet:
    """Noise of each record's size in each lead."""
    noise = np.random.default_rng(seed).standard_normal(ecgs.signals_mv_nlt.shape)
    return with_signals(ecgs, noise * ecgs.signals_mv_nlt.std(axis=-1, keepdims=True))


def clipped(ecgs: EcgSet, limit_mv: float = 0.5) -> EcgSet:
    """No voltage beyond a limit, as of values kept in a range."""
    return with_signals(ecgs, np.clip(ecgs.signals_mv_nlt, -limit_mv, limit_mv))


def real_ecgs(folder: Path, counts: Mapping[str, int]) -> EcgSet:
    """The first sound records of each rhythm, as a hash of their names orders them."""
    offered = select_plain_folders([folder]).candidates
    candidates = [each for each in offered if isinstance(each, Candidate)]
    candidates.sort(key=lambda each: sha256(each.record.encode()).digest())
    kept = []
    for rhythm, count in counts.items():
        named = (each for each in candidates if each.rhythm == rhythm)
        read = ((each, compared(each.place.read())) for each in named)
        kept += islice((pair for pair in read if not pair[1].fault), count)
    return _real_set(
        [found for _, found in kept],
        rhythms=tuple(each.rhythm for each, _ in kept),
        patients=tuple(each.patient for each, _ in kept),
        names=tuple(each.record for each, _ in kept),
    )


def simulated_ecgs(counts: Mapping[str, int]) -> EcgSet:
    """ECGs by the simulator of the fixtures, each of a patient of its own."""
    recorder = Recorder(rate_hz=100, wander_mv=0.03, muscle_mv=0.01, mains_mv=0.0)
    named = [(rhythm, seed) for rhythm, count in counts.items() for seed in range(count)]
    signals = [simulate_ecg(seed, rhythm, recorder) / 1000 for rhythm, seed in named]
    names = tuple(f"{rhythm}-{seed}" for rhythm, seed in named)
    return _real_set(
        [compared(Recording(each, TWELVE_LEADS, RATE_HZ)) for each in signals],
        rhythms=tuple(rhythm for rhythm, _ in named),
        patients=names,
        names=names,
    )


def _real_set(read: Sequence[Compared], *, rhythms, patients, names) -> EcgSet:
    return EcgSet(
        origin=REAL,
        source="real",
        signals_mv_nlt=np.stack([each.signal_mv_lt for each in read]),
        rhythms=rhythms,
        patients=patients,
        names=names,
        sha256=("",) * len(read),
        splits=(UNKNOWN,) * len(read),
        beats_s=tuple(each.beats_s for each in read),
        faults=tuple(each.fault for each in read),
    )
