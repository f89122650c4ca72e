"""Read what is to be compared: a batch, arrays, WFDB records with labels, or a training set."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from generator.batch import GENERATOR_NAME, LEAD_ORDER, MANIFEST_FILE
from generator.batch_folder import open_batch
from generator.evaluation.chain import Compared, UnfitError, compared
from generator.evaluation.declared_array import DECLARATION, declared_ecgs
from generator.evaluation.ecg_set import (
    HELD_OUT,
    RATE_HZ,
    REAL,
    SYNTHETIC,
    TRAIN,
    UNKNOWN,
    EcgSet,
    joined,
)
from generator.leads import twelve_leads
from generator.ordered_pool import in_order
from generator.plain_folder import select_plain_folders
from generator.prepared import Candidate, Refusal
from generator.recording import Place, Recording, UnreadableError
from generator.signal_quality import fault_after_filters
from generator.tables import rows_of
from generator.training_set import SPLITS, open_training_set

FACTS_FILE = "set.json"
RECORDS_FILE = "records.csv"


class NothingToCompareError(ValueError):
    """A folder without one usable ECG; the message names it and says what it may hold."""


@dataclass(frozen=True)
class ReadEcgs:
    """The ECGs of a folder, and how many were refused for which reason."""

    ecgs: EcgSet
    refused: Counter[str]


def read_synthetic(*folders: Path, workers: int = 1) -> ReadEcgs:
    """The synthetic ECGs of batches, or of arrays with their declaration; a fault drops none.

    Several folders, as one of each rhythm, count as one. Raises BatchError, DeclarationError or
    NothingToCompareError naming file and fault.
    """
    read = [_read_synthetic(folder, workers) for folder in folders]
    ecgs = joined([each.ecgs for each in read])
    # Two batches of one source, or two folders of one name, would have records of one name
    calls = [folder.name for folder in folders]
    if len(set(calls)) < len(calls):
        calls = [f"{place}/{call}" for place, call in enumerate(calls)]
    names = tuple(
        f"{call}[{row}]"
        for call, each in zip(calls, read, strict=True)
        for row in range(len(each.ecgs))
    )
    if len(folders) > 1:
        ecgs = replace(ecgs, names=names, patients=names)
    return ReadEcgs(ecgs, sum((each.refused for each in read), Counter[str]()))


def _read_synthetic(folder: Path, workers: int) -> ReadEcgs:
    if (folder / MANIFEST_FILE).is_file():
        return _read_batch(folder, workers)
    if (folder / DECLARATION).is_file():
        return _read_arrays(folder, SYNTHETIC)
    raise NothingToCompareError(
        f"{folder} holds neither {MANIFEST_FILE} (a batch) nor {DECLARATION} (arrays)"
    )


def read_real(folder: Path, *, training: Path | None = None, workers: int = 1) -> ReadEcgs:
    """The real ECGs of a folder: WFDB with a table, arrays, or a training set.

    ``training`` is the training set of the generator: by it each record counts as learnt or held
    out. Faulty records are refused, and counted. Raises TableError, DeclarationError,
    TrainingSetError or NothingToCompareError naming file and fault.
    """
    if (folder / FACTS_FILE).is_file():
        return ReadEcgs(read_training(folder, borrowed=False), Counter())
    if (folder / DECLARATION).is_file():
        read = _read_arrays(folder, REAL)
    elif list(folder.glob("*labels.csv")):
        read = _read_records(folder, workers)
    else:
        raise NothingToCompareError(
            f"{folder} holds no *labels.csv (records), {DECLARATION} (arrays) or {FACTS_FILE} "
            "(a training set)"
        )
    sound = _only_sound(read)
    return ReadEcgs(_with_splits(sound.ecgs, training), sound.refused) if training else sound


def read_training(folder: Path, *, borrowed: bool = True) -> EcgSet:
    """The records of a training set; ``borrowed``: with those that lack voltages of their own.

    Raises TrainingSetError or TableError.
    """
    there = open_training_set(folder)
    rows = [row for _, row in rows_of(folder / RECORDS_FILE, ("record", "patient", "rhythm"))]
    kept = [at for at, row in enumerate(rows) if borrowed or not row.get("voltages_from")]
    signals_nlt = np.asarray(there.signals_uv[kept], dtype=np.float64) / 1000
    train = SPLITS.index("train")
    beats_s = [there.beats[at][np.isfinite(there.beats[at])] / there.rate_hz for at in kept]
    return EcgSet(
        origin=REAL,
        source=f"training set {folder.name}",
        signals_mv_nlt=twelve_leads(signals_nlt, there.leads),
        rhythms=tuple(rows[at]["rhythm"] for at in kept),
        patients=tuple(rows[at]["patient"] for at in kept),
        names=tuple(rows[at]["record"] for at in kept),
        sha256=("",) * len(kept),
        splits=tuple(TRAIN if there.splits[at] == train else HELD_OUT for at in kept),
        beats_s=tuple(np.asarray(each, dtype=np.float64) for each in beats_s),
        faults=tuple(fault_after_filters(each, there.rate_hz) or "" for each in signals_nlt),
    )


@dataclass(frozen=True)
class _Held:
    """A recording in memory, as a place to read it from."""

    recording: Recording

    def read(self) -> Recording:
        return self.recording


@dataclass(frozen=True)
class _Named:
    place: Place
    rhythm: str
    patient: str
    name: str
    sha256: str = ""
    told_beats_s: tuple[float, ...] | None = None
    as_drawn: bool = False


def _read_batch(folder: Path, workers: int) -> ReadEcgs:
    batch = open_batch(folder)
    rate_hz = float(batch.head["rate_hz"])
    # Our generator's training sets went through the chain, so its ECGs are as these are
    maker = (batch.head.get("generator") or {}).get("name")
    as_drawn = maker == GENERATOR_NAME and rate_hz == RATE_HZ

    def named() -> Iterator[_Named]:
        for row, record in enumerate(batch.records):
            recording = Recording(batch.signal_uv(row) / 1000.0, LEAD_ORDER, rate_hz)
            name = f"{batch.head['source']}[{row}]"
            told = _told_beats_s(record["condition"])
            yield _Named(
                _Held(recording), record["rhythm"], name, name, record["sha256"], told, as_drawn
            )

    total = len(batch.records)
    return _read(named(), SYNTHETIC, str(batch.head["source"]), workers, total)


def _told_beats_s(condition: object) -> tuple[float, ...] | None:
    """Where the condition tells beats, as our generator's do; another's may be anything."""
    told = condition.get("beats_s") if isinstance(condition, dict) else None
    return tuple(float(each) for each in told) if isinstance(told, list) else None


def _read_arrays(folder: Path, origin: str) -> ReadEcgs:
    found = list(declared_ecgs(folder, origin))
    named = [_Named(_Held(ecg.recording), ecg.rhythm, ecg.patient, ecg.name) for ecg in found]
    sources = ", ".join(dict.fromkeys(ecg.source for ecg in found))
    return _read(named, origin, sources, 1, len(named))


def _read_records(folder: Path, workers: int) -> ReadEcgs:
    selection = select_plain_folders([folder])
    offered = list(selection.candidates)
    refused = Counter(each.reason for each in offered if isinstance(each, Refusal))
    candidates = [each for each in offered if isinstance(each, Candidate)]
    named = [_Named(each.place, each.rhythm, each.patient, each.record) for each in candidates]
    read = _read(named, REAL, folder.name, workers, len(named))
    return ReadEcgs(read.ecgs, read.refused + refused)


def _read(
    offered: Iterable[_Named], origin: str, source: str, workers: int, total: int
) -> ReadEcgs:
    kept: list[tuple[_Named, Compared]] = []
    refused = Counter[str]()
    with tqdm(total=total, unit="ECG", desc=f"read {origin}", disable=None) as progress:
        for named, found in in_order(_compare, offered, workers):
            progress.update()
            if isinstance(found, str):
                refused[found] += 1
            else:
                kept.append((named, found))
    if not kept:
        raise NothingToCompareError(f"no usable {origin} ECG in {source}: {dict(refused)}")
    return ReadEcgs(_set_of(kept, origin, source), refused)


def _compare(named: _Named) -> Compared | str:
    """In any process; a text is the reason why there is nothing to compare."""
    try:
        return compared(named.place.read(), as_drawn=named.as_drawn)
    except UnreadableError:
        return "unreadable file"
    except UnfitError as unfit:
        return str(unfit)


def _set_of(kept: list[tuple[_Named, Compared]], origin: str, source: str) -> EcgSet:
    return EcgSet(
        origin=origin,
        source=source,
        signals_mv_nlt=np.stack([found.signal_mv_lt for _, found in kept]),
        rhythms=tuple(named.rhythm for named, _ in kept),
        patients=tuple(named.patient for named, _ in kept),
        names=tuple(named.name for named, _ in kept),
        sha256=tuple(named.sha256 for named, _ in kept),
        splits=(UNKNOWN,) * len(kept),
        beats_s=tuple(found.beats_s for _, found in kept),
        faults=tuple(found.fault for _, found in kept),
        told_beats_s=_told(kept),
    )


def _told(kept: list[tuple[_Named, Compared]]) -> tuple[NDArray[np.float64], ...]:
    told = [named.told_beats_s for named, _ in kept]
    if not any(told):
        return ()
    return tuple(np.array(each or (), dtype=np.float64) for each in told)


def _only_sound(read: ReadEcgs) -> ReadEcgs:
    faults = np.array(read.ecgs.faults)
    refused = read.refused + Counter(fault for fault in read.ecgs.faults if fault)
    if not (faults == "").any():
        raise NothingToCompareError(f"no sound ECG in {read.ecgs.source}: {dict(refused)}")
    return ReadEcgs(read.ecgs.take(np.flatnonzero(faults == "")), refused)


def _with_splits(ecgs: EcgSet, training: Path) -> EcgSet:
    """By patient: nobody counts as held out of whom the generator learnt any record."""
    rows = [row for _, row in rows_of(training / RECORDS_FILE, ("record", "patient", "split"))]
    learnt = {row["patient"] for row in rows if row["split"] == "train"}
    splits = tuple(TRAIN if patient in learnt else HELD_OUT for patient in ecgs.patients)
    return replace(ecgs, splits=splits)
