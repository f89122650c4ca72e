"""``python -m generator wfdb BATCH``: a batch as WFDB records, for people and other tools.

The folder stands beside the batch, never inside it: one folder, one kind of input for the app.
Shape legend: ``_tl`` is time x lead (as wfdb has it), ``_lt`` lead x time.
"""

import argparse
import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import wfdb
from numpy.typing import NDArray
from tqdm import tqdm

from generator.batch import LEAD_ORDER
from generator.batch_folder import BatchError, open_batch
from generator.new_folder import new_folder

LABELS_FILE: Final = "labels.csv"
LABELS_COLUMNS: Final = ("record", "rhythm", "origin", "source", "licence", "seed", "sha256")
RECORDS_FILE: Final = "RECORDS"
RECORDS_A_FOLDER: Final = 1000
UV_IN_A_MV: Final = 1000
INVALID_UV: Final = -(2**15)
"""WFDB's format 16 marks a sample as invalid with it (signal(5))."""


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``wfdb``."""
    given = commands.add_parser("wfdb", help="write a batch as WFDB records, in BATCH-wfdb")
    given.add_argument("batch", type=Path, help="the batch folder to read")
    given.set_defaults(run=_export)


def wfdb_folder_of(batch: Path) -> Path:
    """Where the WFDB records of a batch lie."""
    return batch.with_name(f"{batch.name}-wfdb")


def export_wfdb(batch_folder: Path, folder: Path) -> int:
    """Write the records of a batch into the new folder, whole or not at all; give their number.

    Format 16, 1 microvolt a step: a reader gets exactly the numbers of ``signals.npy``. With
    them ``RECORDS``, the list that PhysioNet's tools read, and ``labels.csv``, which the app
    reads and which says that the records are synthetic.
    Raises BatchError for what is no batch or cannot be said in WFDB, FileExistsError.
    """
    batch = open_batch(batch_folder)
    names = [record_name(index) for index in range(len(batch.records))]
    with new_folder(folder) as half:
        for row, name in enumerate(tqdm(names, unit="record", desc="WFDB")):
            (half / name).parent.mkdir(exist_ok=True)
            comments = _comments(batch.head, batch.records[row])
            _write_record(half / name, batch.signal_uv(row), batch.head["rate_hz"], comments)
        (half / RECORDS_FILE).write_text("".join(f"{name}\n" for name in names), encoding="ascii")
        with (half / LABELS_FILE).open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(LABELS_COLUMNS)
            source, licence = batch.head["source"], batch.head["licence"]
            for name, record in zip(names, batch.records, strict=True):
                rhythm, seed, sha256 = record["rhythm"], record["seed"], record["sha256"]
                table.writerow([name, rhythm, "synthetic", source, licence, seed, sha256])
    return len(names)


def record_name(index: int) -> str:
    """Folder and name of a record, a thousand in a folder: ``00012/00012345``."""
    return f"{index // RECORDS_A_FOLDER:05d}/{index:08d}"


def _export(given: argparse.Namespace) -> str:
    folder = wfdb_folder_of(given.batch)
    return f"{export_wfdb(given.batch, folder)} WFDB records in {folder}"


def _comments(head: Mapping[str, Any], record: Mapping[str, Any]) -> list[str]:
    """How the record was made, under keys that the app lets pass (a comment can name a person)."""
    generator = head["generator"]
    checkpoint = f"checkpoint {head['checkpoint_sha256'] or 'none'}"
    made = f"{generator['name']} {generator['version']}, {checkpoint}, seed {record['seed']}"
    texts = [
        f"rhythm: {record['rhythm']}",
        f"source: {head['source']}",
        f"source: {made}, record {record['index']} of its batch",
        f"licence: {head['licence']}",
    ]
    # A header is ASCII and its lines are lines.
    return [" ".join(text.encode("ascii", "replace").decode().split()) for text in texts]


def _write_record(
    path: Path, signal_uv_lt: NDArray[np.int16], rate_hz: float, comments: list[str]
) -> None:
    if (signal_uv_lt == INVALID_UV).any():
        raise BatchError(f"record {path.name} has a sample of -32.768 mV, which WFDB cannot hold")
    n_leads = len(LEAD_ORDER)
    wfdb.wrsamp(
        path.name,
        fs=rate_hz,
        units=["mV"] * n_leads,
        sig_name=list(LEAD_ORDER),
        d_signal=np.ascontiguousarray(signal_uv_lt.T).astype(np.int64),
        fmt=["16"] * n_leads,
        adc_gain=[UV_IN_A_MV] * n_leads,
        baseline=[0] * n_leads,
        comments=comments,
        write_dir=str(path.parent),
    )
