"""Read and write WFDB records; the only importer of wfdb.

Headers are judged by :mod:`reviewapp.ecg.wfdb_header` before the library sees them.
Shape legend: ``_tl`` is time x lead (as wfdb has it), ``_lt`` is lead x time.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import wfdb
from numpy.typing import NDArray

from reviewapp.ecg.labels_table import LABELS_FILE, read_label, read_table
from reviewapp.ecg.quality import accept_signal, check_rate
from reviewapp.ecg.record import (
    DURATION_S,
    MICROVOLT_PER_MILLIVOLT,
    STANDARD_LEADS,
    Recording,
    Refusal,
)
from reviewapp.ecg.refusals import RecordRefusedError
from reviewapp.ecg.wfdb_header import Header, check_plain_file, read_header

MAX_RECORD_MB: Final = 50
"""The default limit of one record's signal files."""
CHECKSUM_MODULUS: Final = 2**16
MAX_NAME: Final = 120
_NAME_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def read_wfdb_folder(
    folder: Path,
    *,
    origin: str = "real",
    source: str = "",
    licence: str = "",
    max_mb: float = MAX_RECORD_MB,
) -> Iterator[Recording | Refusal]:
    """Every record of the labels table in ``folder``, then a refusal for each unlabelled header.

    ``origin``, ``source`` and ``licence`` serve records whose row states none; ``max_mb`` bounds
    the signal files of one record. Raises PoolInputError, before the first record, when the table
    is unusable.
    """
    rows = read_table(folder / LABELS_FILE)
    seen: set[str] = set()
    for row in rows:
        name = row["record"]
        try:
            if name in seen:
                raise RecordRefusedError("duplicate_label", "has a second row in the labels table")
            seen.add(name)
            path = _record_path(folder, name)
            yield _recording(
                path, row, origin=origin, source=source, licence=licence, max_mb=max_mb
            )
        except RecordRefusedError as refused:
            yield refused.of(name or "(no name)")
    yield from _unlabelled(folder, seen)


def read_signal_mv(
    path: Path, *, max_mb: float = MAX_RECORD_MB
) -> tuple[NDArray[np.float64], float]:
    """The 12 standard leads of the record at ``path`` (without suffix), in mV, and its rate in Hz.

    Shape (12, samples) in standard order, NaN where the record marks a sample as invalid.
    Raises RecordRefusedError.
    """
    header = read_header(path.with_name(path.name + ".hea"), max_bytes=int(max_mb * 1e6))
    check_rate(header.rate_hz)
    if header.samples < round(DURATION_S * header.rate_hz):
        raise RecordRefusedError(
            "too_short",
            f"lasts {header.samples / header.rate_hz:g} s; a record needs {DURATION_S:g} s",
        )
    try:
        record = wfdb.rdrecord(str(path), physical=False)
        _check_checksums(header, record.d_signal)
        signal_tl = record.dac()
    except (ValueError, TypeError, LookupError, ArithmeticError, OSError, AttributeError) as error:
        if isinstance(error, RecordRefusedError):
            raise
        raise RecordRefusedError("unreadable", f"cannot be read as WFDB ({error})") from error
    channel = header.channel_of()
    signal_lt = np.stack(
        [
            signal_tl[:, channel[lead]] * header.signals[channel[lead]].unit_in_mv
            for lead in STANDARD_LEADS
        ]
    )
    return signal_lt.astype(np.float64), header.rate_hz


def write_wfdb(folder: Path, recordings: Iterable[Recording]) -> None:
    """Write each recording as a WFDB record (format 16, 1 microvolt a step) with a labels table.

    Names may hold letters, digits, '-' and '_'; anything else raises ValueError, as does a name
    given twice. ``folder`` must exist.
    """
    names: set[str] = set()
    with (folder / LABELS_FILE).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["record", "rhythm", "source", "licence", "subject", "age", "sex", "note"])
        for recording in recordings:
            if recording.name in names:
                raise ValueError(f"record {recording.name!r} is given twice")
            names.add(recording.name)
            _write_record(folder, recording)
            table.writerow(
                [
                    recording.name, recording.rhythm, recording.source, recording.licence,
                    recording.patient, "" if recording.age is None else recording.age,
                    recording.sex, recording.note,
                ]
            )  # fmt: skip


def _write_record(folder: Path, recording: Recording) -> None:
    n_leads = len(STANDARD_LEADS)
    wfdb.wrsamp(
        recording.name,
        fs=recording.rate_hz,
        units=["mV"] * n_leads,
        sig_name=list(STANDARD_LEADS),
        d_signal=np.ascontiguousarray(recording.signal_uv.T).astype(np.int64),
        fmt=["16"] * n_leads,
        adc_gain=[MICROVOLT_PER_MILLIVOLT] * n_leads,
        baseline=[0] * n_leads,
        write_dir=str(folder),
    )


def _record_path(folder: Path, name: str) -> Path:
    """Where the record ``name`` lies, without suffix; never outside ``folder``."""
    if not name or len(name) > MAX_NAME:
        raise RecordRefusedError("name", f"a name has 1 to {MAX_NAME} characters")
    if "\\" in name or name.startswith("/") or ".." in name.split("/"):
        raise RecordRefusedError("outside_folder", "its name in the labels table leaves the folder")
    parts = name.split("/")
    if not all(_NAME_PART.fullmatch(part) for part in parts):
        raise RecordRefusedError(
            "name", "a name holds letters, digits, '.', '-', '_' and '/' between folders"
        )
    path = folder
    for part in parts[:-1]:
        path = path / part
        if path.is_symlink():
            raise RecordRefusedError("symlink", f"the folder {part} is a symbolic link")
    return path / parts[-1]


def _recording(
    path: Path, row: dict[str, str], *, origin: str, source: str, licence: str, max_mb: float
) -> Recording:
    """The record at ``path`` with its label. Raises RecordRefusedError."""
    check_plain_file(path.with_name(path.name + ".hea"))
    label = read_label(row, origin=origin, source=source, licence=licence)
    signal_mv, rate_hz = read_signal_mv(path, max_mb=max_mb)
    signal_uv, cut = accept_signal(signal_mv, rate_hz)
    return Recording(
        name=row["record"],
        signal_uv=signal_uv,
        rate_hz=rate_hz,
        rhythm=label.rhythm,
        origin=label.origin,
        source=label.source,
        licence=label.licence,
        patient=label.subject,
        age=label.age,
        sex=label.sex,
        cut="; ".join(text for text in (label.cut, cut) if text),
        note=label.note,
    )


def _check_checksums(header: Header, signal_tl: NDArray[np.int64]) -> None:
    """Compare the sum of each signal's samples, modulo 65536, with the header (header(5))."""
    sums = signal_tl.astype(np.int64).sum(axis=0) % CHECKSUM_MODULUS
    for signal, found in zip(header.signals, sums, strict=True):
        if signal.checksum is not None and signal.checksum % CHECKSUM_MODULUS != found:
            raise RecordRefusedError(
                "checksum", f"the checksum of signal {signal.lead} is not the header's"
            )


def _unlabelled(folder: Path, labelled: set[str]) -> Iterator[Refusal]:
    for path in sorted(folder.rglob("*.hea")):
        name = path.relative_to(folder).as_posix().removesuffix(".hea")
        if name not in labelled:
            yield RecordRefusedError("no_label", f"has no row in {LABELS_FILE}").of(name)
