"""MIMIC-IV-ECG (Gow et al. 2023, doi 10.13026/4nqg-sb35) as its publisher lays it out.

800,035 ECGs, so nothing here holds more than a row of each table. Its headers name the leads in the
order I, II, III, aVR, aVF, aVL, V1 to V6; here leads go by name, so that is no trap.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator import plain_folder
from generator.machine_statements import finding_of
from generator.patient_split import split_by_hash
from generator.prepare import Selection
from generator.prepared import Candidate, Refusal
from generator.recording import WfdbPlace
from generator.tables import count_rows, number, rows_of

RECORDS, MEASUREMENTS = "record_list.csv", "machine_measurements.csv"
STATEMENTS: Final = tuple(f"report_{index}" for index in range(18))
LABELS: Final = plain_folder.LABELS
RR_MS: Final = (200.0, 3000.0)
"""Beyond these, rr_interval is a sign that it could not be measured (65535), not an interval."""
ABOUT: Final = {
    "kind": "mimic",
    "label_rule": "SR, AF or other by the statements report_0 to report_17 of the machine "
    "(generator/machine_statements.py, docs/training-set.md); normal for SR with 'Normal ECG'",
    "split_rule": "by subject_id: a hash of seed and subject, 80/10/10",
    "attribution": "Gow B et al. MIMIC-IV-ECG: Diagnostic Electrocardiogram Matched Subset. "
    "PhysioNet 2023, doi 10.13026/4nqg-sb35",
}
_SR, _NORMAL = LABELS.index("SR"), LABELS.index("normal")


def select_mimic(folder: Path, *, seed: int = 0) -> Selection:
    """The records of MIMIC-IV-ECG in ``folder``.

    Raises TableError naming file and field, here or while the candidates are drawn.
    """
    return Selection(
        candidates=_candidates(folder, seed),
        label_names=LABELS,
        about=ABOUT,
        total=count_rows(folder / RECORDS),
    )


def _candidates(folder: Path, seed: int) -> Iterator[Candidate | Refusal]:
    for path, where, row in _joined(folder):
        if row is None:
            yield Refusal(f"not in {MEASUREMENTS}", where)
            continue
        finding = finding_of(row[name] for name in STATEMENTS)
        if path is None:
            yield Refusal(f"not in {RECORDS}", where)
        elif finding.is_doubted:
            yield Refusal("the machine doubts the recording", where)
        elif not finding.rhythm:
            yield Refusal("the machine states no rhythm", where)
        else:
            rhythm = LABELS.index(finding.rhythm)
            rr_ms = number(row, "rr_interval", where)
            is_measured = rr_ms is not None and RR_MS[0] <= rr_ms <= RR_MS[1]
            yield Candidate(
                record=row["study_id"],
                patient=row["subject_id"],
                source="MIMIC-IV-ECG",
                licence="ODbL-1.0",
                rhythm=finding.rhythm,
                labels=(_SR, _NORMAL) if finding.is_normal else (rhythm,),
                place=WfdbPlace(folder / path),
                split=split_by_hash(row["subject_id"], seed),
                rhythm_detail=row["report_0"],
                heart_rate_bpm=60_000 / rr_ms if rr_ms and is_measured else None,
            )


def _joined(folder: Path) -> Iterator[tuple[str | None, str, dict[str, str] | None]]:
    """Path, where, and row of measurements of each study that either table has.

    Both tables are read side by side: what is held is only how far their orders are apart, which
    is nothing in the publisher's files.
    """
    records = rows_of(folder / RECORDS, ("study_id", "path"))
    ahead: dict[str, str] = {}
    for where, row in rows_of(
        folder / MEASUREMENTS, ("subject_id", "study_id", "rr_interval", *STATEMENTS)
    ):
        study = row["study_id"]
        while study not in ahead and (listed := next(records, None)):
            ahead[listed[1]["study_id"]] = listed[1]["path"]
        yield ahead.pop(study, None), where, row
    for study in ahead:
        yield None, f"study_id {study}", None
    for where, _ in records:
        yield None, where, None
