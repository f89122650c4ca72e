"""A plain folder: WFDB records, or one .npz, beside a table of labels (docs/training-set.md)."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from generator.patient_split import TRAIN, split_by_rhythm
from generator.prepare import Selection
from generator.prepared import Candidate, Refusal
from generator.recording import ArrayPlace, Place, WfdbPlace
from generator.tables import TableError, number, rows_of

LABELS: Final = ("SR", "AF", "other", "normal")
NEEDED: Final = ("record", "rhythm", "source", "licence")
ABOUT: Final = {
    "kind": "plain",
    "label_rule": "rhythm as the table states it; normal for SR where normal_ecg is 1, or, without "
    "that column, where scp_codes has NORM and nothing but SR beside it, or cinc_dx is NSR alone",
    "split_rule": "by patient across all folders, 80/10/10 within each rhythm, patients ranked by "
    "a hash of seed and name; records whose voltages are lost are for training only",
    "voltages_borrowed": "records of known shape but lost voltages: limb-lead ratios from "
    "Einthoven's and Goldberger's identities; the limb leads' common scale and each deviation of "
    "V1 to V6 from a record for training of the same rhythm (voltages_from in records.csv)",
}
_NORMAL: Final = LABELS.index("normal")
_VOLTS_ARRAY, _LOST_ARRAY = "x_uV", "z_x1000"


def select_plain_folders(
    folders: Sequence[Path], *, labels: Path | None = None, seed: int = 0
) -> Selection:
    """The records of ``folders``, split by patient across all. Raises TableError with file, field.

    Each folder has one table, ``*labels.csv``; ``labels`` names another for a single folder.
    """
    if labels and len(folders) != 1:
        raise TableError("--labels names the table of one folder; give one folder")
    rows = [row for folder in folders for row in _rows_of(folder, labels or _table_of(folder))]
    sound = [row for row in rows if not row.fault]
    refused = [Refusal(row.fault, row.candidate.record) for row in rows if row.fault]
    # Lost voltages are only ever for training, so they have no say in the split.
    splits = split_by_rhythm(
        ((row.candidate.patient, row.candidate.rhythm) for row in sound if not row.lost), seed
    )
    with_volts = [row.candidate.at(splits[row.candidate.patient]) for row in sound if not row.lost]
    known = {row.ecg for row in rows if not row.lost}
    without: list[Candidate] = []
    for row in sound:
        if row.lost and row.ecg in known:
            reason = "voltages lost, and the same ECG is there with them"
            refused.append(Refusal(reason, row.candidate.record))
        elif row.lost and splits.get(row.candidate.patient, TRAIN) != TRAIN:
            reason = "voltages lost, and its patient is held out"
            refused.append(Refusal(reason, row.candidate.record))
        elif row.lost:
            without.append(row.candidate)
    return Selection(
        candidates=(*with_volts, *refused),
        without_voltages=tuple(without),
        label_names=LABELS,
        about=ABOUT,
        total=len(with_volts) + len(without),
    )


@dataclass(frozen=True)
class _Row:
    candidate: Candidate
    ecg: tuple[str, str]
    """Source and number of the ECG there: the same in every folder that has it."""
    fault: str

    @property
    def lost(self) -> bool:
        return self.candidate.voltages_lost


def _table_of(folder: Path) -> Path:
    tables = sorted(folder.glob("*labels.csv"))
    if len(tables) != 1:
        raise TableError(
            f"{folder} holds {len(tables)} tables named *labels.csv; name one with --labels"
        )
    return tables[0]


def _rows_of(folder: Path, table: Path) -> Iterator[_Row]:
    places = _places_of(folder)
    for where, fields in rows_of(table, NEEDED):
        yield _row(fields, places, where)


@dataclass(frozen=True)
class _Places:
    """Where the records of a folder lie."""

    folder: Path
    arrays: Path | None
    rows: dict[str, int]
    array: str

    def of(self, record: str) -> Place | None:
        if self.arrays is None:
            path = self.folder / record
            return WfdbPlace(path) if path.with_name(f"{path.name}.hea").is_file() else None
        if record not in self.rows:
            return None
        return ArrayPlace(self.arrays, self.array, self.rows[record], 1e-3)


def _places_of(folder: Path) -> _Places:
    archives = sorted(folder.glob("*.npz"))
    if not archives:
        return _Places(folder, None, {}, "")
    if len(archives) > 1:
        raise TableError(f"{folder} holds {len(archives)} .npz files; keep one in a folder")
    with np.load(archives[0], allow_pickle=False) as arrays:
        array = next((name for name in (_VOLTS_ARRAY, _LOST_ARRAY) if name in arrays.files), None)
        if array is None or not {"record", "leads", "fs"} <= set(arrays.files):
            raise TableError(
                f"{archives[0]}: it must hold record, leads, fs and one of "
                f"{_VOLTS_ARRAY} (microvolt) or {_LOST_ARRAY} (deviations, times 1000)"
            )
        rows = {str(record): index for index, record in enumerate(arrays["record"])}
    return _Places(folder, archives[0], rows, array)


def _row(fields: dict[str, str], places: _Places, where: str) -> _Row:
    record, rhythm = fields["record"], fields["rhythm"]
    if rhythm not in LABELS[:_NORMAL]:
        raise TableError(
            f"{where}: rhythm is '{rhythm}'; it must be one of {', '.join(LABELS[:_NORMAL])}"
        )
    if not record:
        raise TableError(f"{where}: record is empty")
    ecg = _ecg_number(fields)
    patient = fields.get("subject") or f"{_PREFIX.get(fields['source'], '')}{ecg}"
    place = places.of(record)
    candidate = Candidate(
        record=record,
        patient=patient,
        source=fields["source"],
        licence=fields["licence"],
        rhythm=rhythm,
        labels=_labels_of(fields),
        place=place or WfdbPlace(places.folder / record),
        age=fields.get("age", ""),
        sex=fields.get("sex", "")[:1].upper(),
        rhythm_detail=fields.get("rhythm_detail", ""),
        heart_rate_bpm=number(fields, "hr_bpm", where),
        voltages_lost=places.array == _LOST_ARRAY,
    )
    fault = "no signal for this row of the table" if place is None else ""
    # What the table itself doubts, signal or rhythm, is no example to learn from.
    fault = fault or ("flagged in the table (qc)" if fields.get("qc") else "")
    return _Row(candidate, (fields["source"], ecg), fault)


_PREFIX: Final = {"PTB-XL": "PTBXL:"}
"""How tables name the patient of an ECG whose patient is not known: by the ECG itself."""


def _ecg_number(fields: dict[str, str]) -> str:
    """The number of the ECG in its source, as 1023 for 01023_hr; the record's name without."""
    stated = fields.get("ecg_id") or fields.get("orig_id") or fields["record"]
    first = stated.split("_")[0]
    return str(int(first)) if first.isdigit() else stated


def _labels_of(fields: dict[str, str]) -> tuple[int, ...]:
    rhythm = LABELS.index(fields["rhythm"])
    return (rhythm, _NORMAL) if rhythm == 0 and _is_normal(fields) else (rhythm,)


def _is_normal(fields: dict[str, str]) -> bool:
    """By normal_ecg where there is one, else by what PTB-XL states."""
    if "normal_ecg" in fields:
        return fields["normal_ecg"] == "1"
    if codes := fields.get("scp_codes"):
        # NORM and the rhythm, and nothing beside them
        return set(ast.literal_eval(codes)) <= {"NORM", "SR"} and "NORM" in codes
    return fields.get("cinc_dx") == "NSR"
