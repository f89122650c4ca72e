"""Read a batch folder again, for merging and for exporting: one record in memory at a time.

Shape legend: ``_nlt`` is record x lead x time, ``_lt`` lead x time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.batch import (
    FORMAT_NAME,
    FORMAT_VERSION,
    LEAD_ORDER,
    MANIFEST_FILE,
    SIGNALS_FILE,
    signal_sha256,
)


class BatchError(ValueError):
    """A folder that is no batch, or is damaged; the message names file and fault."""


@dataclass(frozen=True)
class Batch:
    """A batch on disk. ``head`` is the manifest without its records."""

    folder: Path
    head: Mapping[str, Any]
    records: tuple[Mapping[str, Any], ...]
    signals_uv_nlt: NDArray[np.int16]

    def signal_uv(self, row: int) -> NDArray[np.int16]:
        """The signal ``_lt`` of one record. Raises BatchError when it is not the manifest's."""
        signal_uv_lt = np.array(self.signals_uv_nlt[row])
        if signal_sha256(signal_uv_lt) != self.records[row]["sha256"]:
            raise BatchError(f"{self.folder}: the SHA-256 of record {row} is not the manifest's")
        return signal_uv_lt


def open_batch(folder: Path) -> Batch:
    """The batch in ``folder``, its signals memory-mapped. Raises BatchError or OSError."""
    path = folder / MANIFEST_FILE
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        records = tuple(manifest.pop("records"))
        said = (manifest["format"], manifest["version"], tuple(manifest["lead_order"]))
        shape = (len(records), len(LEAD_ORDER), manifest["samples"])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BatchError(f"{path} is no manifest of a batch ({error!r})") from error
    if said != (FORMAT_NAME, FORMAT_VERSION, LEAD_ORDER):
        raise BatchError(f"{path}: format, version or lead order is not this program's")
    return Batch(folder, manifest, records, _open_signals(folder / SIGNALS_FILE, shape))


def _open_signals(path: Path, shape: tuple[int, int, int]) -> NDArray[np.int16]:
    try:
        signals: NDArray[np.int16] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        raise BatchError(f"{path}: {error}") from error
    if signals.dtype != np.dtype("<i2") or signals.shape != shape:
        raise BatchError(f"{path} holds {signals.dtype} {signals.shape}, not int16 {shape}")
    return signals
