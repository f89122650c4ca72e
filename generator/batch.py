"""Write a generated batch: ``signals.npy`` and ``manifest.json``.

docs/batch.md is the contract with whoever reads it; nothing else is shared.
Shape legend: ``_nlt`` is record x lead x time.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FORMAT_NAME: Final = "ecg-batch"
FORMAT_VERSION: Final = 1
LEAD_ORDER: Final = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
MANIFEST_FILE: Final = "manifest.json"
SIGNALS_FILE: Final = "signals.npy"
RECORD_FIELDS: Final = ("seed", "rhythm", "condition")


def write_batch(
    folder: Path,
    *,
    signals_uv: NDArray[np.int16],
    rate_hz: float,
    generator_version: str,
    checkpoint_sha256: str | None,
    sampler: Mapping[str, object],
    source: str,
    licence: str,
    records: Sequence[Mapping[str, object]],
    generator_name: str = "ecg-blind-review generator",
) -> None:
    """Write the batch as the new folder ``folder``, whole or not at all.

    ``signals_uv`` is int16 microvolt of shape (n, 12, samples) in :data:`LEAD_ORDER`;
    ``records`` holds for each a ``seed`` (int), a ``rhythm`` and a ``condition`` (JSON);
    ``sampler`` has at least a ``name``; ``checkpoint_sha256`` is None where there is no checkpoint.
    Raises ValueError when these do not fit together and FileExistsError when the folder exists.
    """
    _check(signals_uv, sampler, records)
    if folder.exists():
        raise FileExistsError(f"{folder} exists; a batch is never overwritten")
    manifest = {
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
        "samples": int(signals_uv.shape[2]),
        "records": [
            {
                "index": index,
                **{name: record[name] for name in RECORD_FIELDS},
                "sha256": signal_sha256(signals_uv[index]),
            }
            for index, record in enumerate(records)
        ],
    }
    text = json.dumps(manifest, indent=1, allow_nan=False) + "\n"
    _write_whole(folder, text, signals_uv)


def signal_sha256(signal_uv: NDArray[np.int16]) -> str:
    """SHA-256, in hex, of one (12, samples) signal as little-endian int16, lead after lead."""
    return hashlib.sha256(np.ascontiguousarray(signal_uv, dtype="<i2").tobytes()).hexdigest()


def _check(
    signals_uv: NDArray[np.int16],
    sampler: Mapping[str, object],
    records: Sequence[Mapping[str, object]],
) -> None:
    if signals_uv.dtype != np.int16:
        raise ValueError(f"signals are int16 microvolt, not {signals_uv.dtype}")
    if signals_uv.ndim != 3 or signals_uv.shape[1] != len(LEAD_ORDER):
        raise ValueError(f"signals have shape (n, 12, samples), not {signals_uv.shape}")
    if not records or len(records) != signals_uv.shape[0]:
        raise ValueError(f"{signals_uv.shape[0]} signals do not fit {len(records)} records")
    if not sampler.get("name"):
        raise ValueError("a sampler has at least a name")
    for index, record in enumerate(records):
        missing = [name for name in RECORD_FIELDS if name not in record]
        if missing:
            raise ValueError(f"record {index} has no {', '.join(missing)}")


def _write_whole(folder: Path, manifest: str, signals_uv: NDArray[np.int16]) -> None:
    """Write into a folder beside the final one and rename it: a crash leaves no half batch."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        half.chmod(0o755)
        with (half / SIGNALS_FILE).open("wb") as file:
            np.save(file, np.ascontiguousarray(signals_uv, dtype="<i2"), allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        with (half / MANIFEST_FILE).open("w", encoding="utf-8") as text_file:
            text_file.write(manifest)
            text_file.flush()
            os.fsync(text_file.fileno())
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
