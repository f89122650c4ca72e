"""Read the report on a batch: ``report.json``, ``report.html``, ``barred.csv``.

docs/evaluation-report.md is the contract with whoever writes it.
"""

import csv
import hashlib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewapp.ecg.batch_files import MANIFEST_FILE, read_manifest
from reviewapp.ecg.declaration import Declaration
from reviewapp.ecg.evaluation_document import UNPRINTABLE, EvaluationDocument, read_document
from reviewapp.ecg.refusals import PoolInputError

REPORT_FILE: Final = "report.json"
PAGE_FILE: Final = "report.html"
BARRED_FILE: Final = "barred.csv"
FOLDER_IN_BATCH: Final = "evaluation"
"""Where a batch may hold its report."""
MAX_BYTES: Final = {REPORT_FILE: 16_000_000, PAGE_FILE: 32_000_000, BARRED_FILE: 8_000_000}
BARRED_COLUMNS: Final = ("sha256", "record", "reason")
MAX_TEXT: Final = 1000
"""Characters of a cell of barred.csv."""


@dataclass(frozen=True)
class BarredRecord:
    """A record that should enter no pool: its signal's SHA-256 in the manifest, its name, why."""

    sha256: str
    name: str
    reason: str


@dataclass(frozen=True)
class EvaluationReport:
    """A report as its folder holds it: the data as text, what they say, and the page."""

    text: str
    document: EvaluationDocument
    page: bytes
    barred: tuple[BarredRecord, ...]

    @property
    def sha256(self) -> str:
        """SHA-256 of ``report.json``, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_evaluation(folder: Path) -> EvaluationReport:
    """The report in ``folder``. Raises PoolInputError naming the file and field at fault."""
    if not folder.is_dir():
        raise PoolInputError(f"{folder.name or folder}: is no folder with {REPORT_FILE}")
    text = _text_of(folder / REPORT_FILE)
    return EvaluationReport(
        text=text,
        document=read_document(REPORT_FILE, text),
        page=_page_of(folder / PAGE_FILE),
        barred=tuple(_barred_of(folder / BARRED_FILE)),
    )


def read_evaluation_within(batch: Path) -> EvaluationReport | None:
    """The report that the batch in the folder ``batch`` brings along; None without one.

    Raises PoolInputError as :func:`read_evaluation_of` does.
    """
    folder = batch / FOLDER_IN_BATCH
    is_there = (batch / MANIFEST_FILE).is_file() and folder.is_dir() and not folder.is_symlink()
    return read_evaluation_of(batch, folder) if is_there else None


def read_evaluation_of(batch: Path, folder: Path) -> EvaluationReport:
    """The report in ``folder``, which must be about the batch in the folder ``batch``.

    Raises PoolInputError naming the file and field at fault.
    """
    report = read_evaluation(folder)
    if not (batch / MANIFEST_FILE).is_file():
        raise PoolInputError(f"{batch.name}: is no batch, and only batches have evaluations")
    manifest = read_manifest(batch / MANIFEST_FILE)
    about = {each.manifest_sha256: each.n_records for each in report.document.batches}
    if manifest.sha256 not in about:
        raise PoolInputError(
            f"{REPORT_FILE}: field 'batches' names no manifest_sha256 {manifest.sha256[:12]}..., "
            f"that of {MANIFEST_FILE}: the report is about another batch"
        )
    if about[manifest.sha256] != len(manifest.records):
        raise PoolInputError(
            f"{REPORT_FILE}: field 'batches' states {about[manifest.sha256]} records; "
            f"{MANIFEST_FILE} lists {len(manifest.records)}"
        )
    if len(about) == 1:
        _check_in_batch(report.barred, {record.sha256 for record in manifest.records})
    return report


def _check_in_batch(barred: Collection[BarredRecord], known: set[str]) -> None:
    for each in barred:
        if each.sha256 not in known:
            raise PoolInputError(
                f"{BARRED_FILE}: sha256 of {each.name} is of no record of {MANIFEST_FILE}"
            )


def _bytes_of(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise PoolInputError(f"{path.name}: is missing or no plain file")
    limit = MAX_BYTES[path.name]
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise PoolInputError(f"{path.name}: is larger than {limit // 1_000_000} MB")
    return content


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise PoolInputError(f"{path.name}: is not UTF-8 ({error})") from error


def _page_of(path: Path) -> bytes:
    page = _text_of(path)
    if "<html" not in page[:MAX_TEXT].lower():
        raise PoolInputError(f"{path.name}: is no HTML page")
    return page.encode()


def _barred_of(path: Path) -> Iterator[BarredRecord]:
    text = _text_of(path).removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    seen = set()
    try:
        if tuple(rows.fieldnames or ()) != BARRED_COLUMNS:
            raise PoolInputError(f"{path.name}: its header must be {','.join(BARRED_COLUMNS)}")
        for row in rows:
            barred = _barred_record(f"{path.name}, line {rows.line_num}", row)
            if barred.sha256 in seen:
                raise PoolInputError(f"{path.name}, line {rows.line_num}: sha256 stands twice")
            seen.add(barred.sha256)
            yield barred
    except csv.Error as error:
        raise PoolInputError(f"{path.name}: is no CSV ({error})") from error


def _barred_record(where: str, row: dict[str, str]) -> BarredRecord:
    cells = Declaration.of(where, row)
    for name in BARRED_COLUMNS:
        text = cells.text(name)
        if len(text) > MAX_TEXT or UNPRINTABLE.search(text):
            cells.fail(name, f"must be at most {MAX_TEXT} characters, none of them for control")
    return BarredRecord(cells.sha256("sha256"), cells.text("record"), cells.text("reason"))
