"""What was compared, and by what: the facts by which two reports can be set side by side."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np

from generator.batch import MANIFEST_FILE
from generator.batch_folder import open_batch
from generator.evaluation.declared_array import DECLARATION
from generator.evaluation.ecg_set import UNKNOWN, EcgSet
from generator.evaluation.report.report import BatchIdentity, ModelFile, Side

GENERATOR: Final = Path(__file__).resolve().parents[2]
PROJECT: Final = "ecg-blind-review"
SOFTWARE: Final = (
    *("numpy", "scipy", "scikit-learn", "neurokit2", "sleepecg", "torch", "safetensors"),
    *("pandas", "pyarrow", "matplotlib"),
)
CODE: Final = (
    *("evaluation", "batch_folder.py", "beat_finding.py", "leads.py", "recording.py"),
    *("resampling.py", "signal_quality.py"),
)
"""What decides the numbers; ``evaluation/report`` only prints them."""


def identity_of(folder: Path) -> BatchIdentity:
    """Which batch, or which arrays, ``folder`` holds.

    Raises BatchError for a broken batch, ValueError for a folder that holds neither.
    """
    if (folder / DECLARATION).is_file() and not (folder / MANIFEST_FILE).is_file():
        return _identity_of_arrays(folder)
    if not (folder / MANIFEST_FILE).is_file():
        raise ValueError(
            f"{folder} holds neither {MANIFEST_FILE} (a batch) nor {DECLARATION} (arrays)"
        )
    batch = open_batch(folder)
    return BatchIdentity(
        folder=folder.resolve().name,
        kind="batch",
        manifest_sha256=sha256_of(folder / MANIFEST_FILE),
        source=str(batch.head.get("source", "")),
        generator=_generator_of(batch.head.get("generator")),
        checkpoint_sha256=batch.head.get("checkpoint_sha256"),
        sampler=json.dumps(batch.head.get("sampler", {}), sort_keys=True),
        records=len(batch.records),
    )


def _identity_of_arrays(folder: Path) -> BatchIdentity:
    return BatchIdentity(
        folder=folder.resolve().name,
        kind="arrays",
        manifest_sha256=sha256_of(folder / DECLARATION),
        source="",
        generator="",
        checkpoint_sha256=None,
        sampler="",
        records=None,
    )


def _generator_of(stated: Any) -> str:
    if not isinstance(stated, Mapping):
        return ""
    return f"{stated.get('name', '')} {stated.get('version', '')}".strip()


def side_of(ecgs: EcgSet, refused: Mapping[str, int]) -> Side:
    """The facts of one side."""
    splits = {} if set(ecgs.splits) == {UNKNOWN} else _counted(ecgs.splits)
    return Side(
        source=ecgs.source,
        records=len(ecgs),
        patients=len(set(ecgs.patients)),
        by_rhythm=_counted(ecgs.rhythms),
        by_split=splits,
        refused=dict(sorted(refused.items())),
        faulty=_counted(fault for fault in ecgs.faults if fault),
        records_sha256=records_sha256(ecgs),
    )


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def records_sha256(ecgs: EcgSet) -> str:
    """The SHA-256 of names, patients, rhythms and signals (microvolt), whatever their order."""
    lines = []
    for signal_mv_lt, name, patient, rhythm in zip(
        ecgs.signals_mv_nlt, ecgs.names, ecgs.patients, ecgs.rhythms, strict=True
    ):
        signal = np.rint(signal_mv_lt * 1000).astype("<i4").tobytes()
        lines.append(json.dumps([name, patient, rhythm, hashlib.sha256(signal).hexdigest()]))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def model_file(path: Path | None) -> ModelFile | None:
    """A checkpoint by name and hash; None for none. Raises OSError."""
    return ModelFile(name=path.name, sha256=sha256_of(path)) if path else None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def software() -> dict[str, str]:
    """The versions of Python and of every library that numbers come from."""
    return {"python": platform.python_version(), **{name: _version(name) for name in SOFTWARE}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


@cache
def code_version() -> str:
    """The version of this project, and 12 digits of the SHA-256 of what decides the numbers."""
    digest = hashlib.sha256()
    for part in CODE:
        place = GENERATOR / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            name = path.relative_to(GENERATOR)
            if name.parts[:2] != ("evaluation", "report"):
                digest.update(name.as_posix().encode() + b"\0" + path.read_bytes())
    return f"{_version(PROJECT)}+{digest.hexdigest()[:12]}"
