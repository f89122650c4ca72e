"""Write a generated batch: ``signals.npy`` and ``manifest.json``.

docs/batch.md is the contract with whoever reads it; nothing else is shared.
Shape legend: ``_nlt`` is record x lead x time, ``_lt`` lead x time.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.new_folder import new_folder

FORMAT_NAME: Final = "ecg-batch"
FORMAT_VERSION: Final = 1
GENERATOR_NAME: Final = "ecg-blind-review generator"
LEAD_ORDER: Final = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
MANIFEST_FILE: Final = "manifest.json"
SIGNALS_FILE: Final = "signals.npy"
RECORD_FIELDS: Final = ("seed", "rhythm", "condition")


def write_batch(
    folder: Path,
    *,
    signals_uv: Iterable[NDArray[np.int16]],
    rate_hz: float,
    generator_version: str,
    checkpoint_sha256: str | None,
    sampler: Mapping[str, object],
    source: str,
    licence: str,
    records: Sequence[Mapping[str, object]],
    generator_name: str = GENERATOR_NAME,
    job: Mapping[str, object] | None = None,
) -> None:
    """Write the batch as the new folder ``folder``, whole or not at all.

    ``signals_uv`` gives the int16 microvolt signals (12, samples) in :data:`LEAD_ORDER`, an array
    ``_nlt`` or one after the other, so that memory does not grow with them; ``records`` holds for
    each a ``seed`` (int), a ``rhythm`` and a ``condition`` (JSON); ``sampler`` has at least a
    ``name``; ``checkpoint_sha256`` is None where there is no checkpoint; ``job`` is what the
    records are all of, where they may be a part of something.
    Raises ValueError when these do not fit together and FileExistsError when the folder exists.
    """
    _check(sampler, records)
    with new_folder(folder) as half:
        samples, digests = _write_signals(half / SIGNALS_FILE, signals_uv, len(records))
        head = {
            "format": FORMAT_NAME,
            "version": FORMAT_VERSION,
            "generator": {"name": generator_name, "version": generator_version},
            "checkpoint_sha256": checkpoint_sha256,
            "sampler": dict(sampler),
            "source": source,
            "licence": licence,
            "rate_hz": rate_hz,
            "unit": "uV",
            "lead_order": list(LEAD_ORDER),
            "n_records": len(records),
            "samples": samples,
            **({} if job is None else {"job": dict(job)}),
        }
        _write_manifest(half / MANIFEST_FILE, head, records, digests)


def signal_sha256(signal_uv: NDArray[np.int16]) -> str:
    """SHA-256, in hex, of one (12, samples) signal as little-endian int16, lead after lead."""
    return hashlib.sha256(_stored(signal_uv)).hexdigest()


def _check(sampler: Mapping[str, object], records: Sequence[Mapping[str, object]]) -> None:
    if not records:
        raise ValueError("a batch holds one record or more")
    if not sampler.get("name"):
        raise ValueError("a sampler has at least a name")
    for index, record in enumerate(records):
        missing = [name for name in RECORD_FIELDS if name not in record]
        if missing:
            raise ValueError(f"record {index} has no {', '.join(missing)}")


def _write_signals(
    path: Path, signals_uv: Iterable[NDArray[np.int16]], n_records: int
) -> tuple[int, list[str]]:
    """Write the .npy signal by signal; give the samples of each and every SHA-256."""
    shape_lt, digests = (0, 0), list[str]()
    with path.open("wb") as file:
        for signal_uv_lt in signals_uv:
            if not digests:
                shape_lt = _checked_shape(signal_uv_lt)
                shape = (n_records, *shape_lt)
                header = {"descr": "<i2", "fortran_order": False, "shape": shape}
                np.lib.format.write_array_header_1_0(file, header)
            if signal_uv_lt.shape != shape_lt or signal_uv_lt.dtype != np.int16:
                raise ValueError(f"signal {len(digests)} has another shape or type than the first")
            stored = _stored(signal_uv_lt)
            file.write(stored)
            digests.append(hashlib.sha256(stored).hexdigest())
        if len(digests) != n_records:
            raise ValueError(f"{len(digests)} signals do not fit {n_records} records")
        file.flush()
        os.fsync(file.fileno())
    return shape_lt[1], digests


def _checked_shape(signal_uv_lt: NDArray[np.int16]) -> tuple[int, int]:
    if signal_uv_lt.dtype != np.int16:
        raise ValueError(f"signals are int16 microvolt, not {signal_uv_lt.dtype}")
    if signal_uv_lt.ndim != 2 or signal_uv_lt.shape[0] != len(LEAD_ORDER):
        raise ValueError(f"a signal has shape (12, samples), not {signal_uv_lt.shape}")
    return signal_uv_lt.shape[0], signal_uv_lt.shape[1]


def _stored(signal_uv_lt: NDArray[np.int16]) -> bytes:
    return np.ascontiguousarray(signal_uv_lt, dtype="<i2").tobytes()


def _write_manifest(
    path: Path,
    head: Mapping[str, object],
    records: Sequence[Mapping[str, object]],
    digests: Sequence[str],
) -> None:
    """Each record on a line of its own: a batch of 100,000 stays readable, and half as long."""
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, indent=1, allow_nan=False).removesuffix("\n}"))
        file.write(',\n "records": [')
        for index, (record, sha256) in enumerate(zip(records, digests, strict=True)):
            stated = {name: record[name] for name in RECORD_FIELDS}
            entry = {"index": index, **stated, "sha256": sha256}
            separator = ",\n  " if index else "\n  "
            file.write(separator + json.dumps(entry, allow_nan=False))
        file.write("\n ]\n}\n")
        file.flush()
        os.fsync(file.fileno())
