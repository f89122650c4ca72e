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
    signals_at_byte: int
    """Where the samples begin in ``signals.npy``."""

    def signal_uv(self, row: int) -> NDArray[np.int16]:
        """The signal ``_lt`` of one record. Raises BatchError when it is not the manifest's."""
        # Read, not memory-mapped: what was mapped once stays in the memory of the process.
        n_leads, samples = len(LEAD_ORDER), self.head["samples"]
        stored = np.fromfile(
            self.folder / SIGNALS_FILE,
            dtype="<i2",
            count=n_leads * samples,
            offset=self.signals_at_byte + row * n_leads * samples * 2,
        )
        signal_uv_lt: NDArray[np.int16] = stored.reshape(n_leads, samples)
        if signal_sha256(signal_uv_lt) != self.records[row]["sha256"]:
            raise BatchError(f"{self.folder}: the SHA-256 of record {row} is not the manifest's")
        return signal_uv_lt


def open_batch(folder: Path) -> Batch:
    """The batch in ``folder``; its signals stay on disk. Raises BatchError or OSError."""
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
    return Batch(folder, manifest, records, _check_signals(folder / SIGNALS_FILE, shape))


def _check_signals(path: Path, shape: tuple[int, int, int]) -> int:
    """At which byte the samples begin. Raises BatchError when they are not int16 of ``shape``."""
    try:
        signals = np.lib.format.open_memmap(path, mode="r")
    except ValueError as error:
        raise BatchError(f"{path}: {error}") from error
    stated = (signals.dtype.str, signals.shape, signals.flags.c_contiguous)
    if stated != ("<i2", shape, True):
        raise BatchError(f"{path} holds {signals.dtype} {signals.shape}, not int16 {shape}")
    return int(signals.offset)
