"""Read a generated batch: ``signals.npy`` and ``manifest.json`` (docs/batch.md is the contract)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.array_files import load_npy
from reviewapp.ecg.declaration import Declaration, check_format
from reviewapp.ecg.quality import check_rate, check_signal, first_ten_seconds
from reviewapp.ecg.record import (
    MICROVOLT_PER_MILLIVOLT,
    RHYTHMS,
    STANDARD_LEADS,
    Recording,
    Refusal,
    signal_sha256,
)
from reviewapp.ecg.refusals import PoolInputError, RecordRefusedError

MANIFEST_FILE: Final = "manifest.json"
SIGNALS_FILE: Final = "signals.npy"
FORMAT_NAME: Final = "ecg-batch"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True)
class BatchRecord:
    """What the manifest says of one record."""

    index: int
    seed: int
    rhythm: str
    condition: object
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the manifest says of the batch. ``checkpoint_sha256`` is "" when there is none.

    ``sha256`` is that of the manifest itself, which tells the batch from every other.
    """

    sha256: str
    rate_hz: float
    samples: int
    generator_name: str
    generator_version: str
    checkpoint_sha256: str
    sampler: dict[str, object]
    source: str
    licence: str
    records: tuple[BatchRecord, ...]


def read_batch(folder: Path) -> Iterator[Recording | Refusal]:
    """Every record of the batch in ``folder``, in the order of its manifest.

    Raises PoolInputError, before the first record, when manifest or signals are unusable.
    """
    manifest = read_manifest(folder / MANIFEST_FILE)
    signals_nlt = _open_signals(folder / SIGNALS_FILE, manifest)
    for record in manifest.records:
        name = f"{folder.name}[{record.index}]"
        try:
            yield _recording(name, signals_nlt[record.index], record, manifest)
        except RecordRefusedError as refused:
            yield refused.of(name)


def read_manifest(path: Path) -> Manifest:
    """The manifest at ``path``. Raises PoolInputError naming the field that is at fault."""
    content = Declaration.read(path)
    check_format(content, FORMAT_NAME, FORMAT_VERSION)
    content.one_of("unit", ("uV",))
    if content.texts("lead_order") != STANDARD_LEADS:
        content.fail(
            "lead_order", f"must be the standard order {', '.join(STANDARD_LEADS)}; reorder signals"
        )
    content.inner("sampler").text("name")
    has_checkpoint = content.has("checkpoint_sha256")
    return Manifest(
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        rate_hz=content.number("rate_hz"),
        samples=content.integer("samples", minimum=1),
        generator_name=content.inner("generator").text("name"),
        generator_version=content.inner("generator").text("version"),
        checkpoint_sha256=content.sha256("checkpoint_sha256") if has_checkpoint else "",
        sampler=content.mapping("sampler"),
        source=content.text("source"),
        licence=content.text("licence"),
        records=_batch_records(content),
    )


def _batch_records(content: Declaration) -> tuple[BatchRecord, ...]:
    records = tuple(
        BatchRecord(
            index=entry.integer("index"),
            seed=entry.integer("seed"),
            rhythm=entry.one_of("rhythm", tuple(RHYTHMS)),
            condition=entry.value("condition"),
            sha256=entry.sha256("sha256"),
        )
        for entry in content.inners("records")
    )
    n_records = content.integer("n_records", minimum=1)
    if [record.index for record in records] != list(range(n_records)):
        content.fail(
            "records", f"must list index 0 to {n_records - 1} once each, in order (n_records)"
        )
    return records


def _open_signals(path: Path, manifest: Manifest) -> NDArray[np.int16]:
    signals = load_npy(path)
    if signals.dtype != np.dtype("<i2"):
        raise PoolInputError(f"{path.name}: dtype is {signals.dtype}; it must be int16 (microvolt)")
    expected = (len(manifest.records), len(STANDARD_LEADS), manifest.samples)
    if signals.shape != expected:
        raise PoolInputError(
            f"{path.name}: shape is {signals.shape}; manifest.json declares {expected} "
            "(n_records x 12 x samples)"
        )
    return signals.view(np.int16)


def _recording(
    name: str, signal_lt: NDArray[np.int16], record: BatchRecord, manifest: Manifest
) -> Recording:
    """One record, checked. Raises RecordRefusedError."""
    if signal_sha256(signal_lt) != record.sha256:
        raise RecordRefusedError("checksum", "the SHA-256 of its signal is not the manifest's")
    check_rate(manifest.rate_hz)
    cut_lt, cut = first_ten_seconds(signal_lt, manifest.rate_hz)
    kept_uv = np.array(cut_lt, dtype=np.int16)
    check_signal(kept_uv.astype(np.float64) / MICROVOLT_PER_MILLIVOLT, manifest.rate_hz)
    return Recording(
        name=name,
        signal_uv=kept_uv,
        rate_hz=manifest.rate_hz,
        rhythm=record.rhythm,
        origin="synthetic",
        source=manifest.source,
        licence=manifest.licence,
        cut=cut,
        detail={
            "generator": manifest.generator_name,
            "generator_version": manifest.generator_version,
            "checkpoint_sha256": manifest.checkpoint_sha256,
            "sampler": manifest.sampler,
            "seed": record.seed,
            "condition": record.condition,
            "manifest_sha256": manifest.sha256,
            "signal_sha256": record.sha256,
        },
    )
