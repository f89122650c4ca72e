"""A training set: a folder of arrays, read without loading them (docs/training-set.md).

Shape legend: ``n`` record, 8 modelled leads, ``K`` label.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FORMAT_NAME: Final = "ecg-training-set"
FORMAT_VERSION: Final = 1
SPLITS: Final = ("train", "valid", "test")
MAX_BEATS: Final = 40


class TrainingSetError(ValueError):
    """A training set that is refused; the message names the file and the field."""


@dataclass(frozen=True)
class TrainingSet:
    """The memory-mapped arrays of a training set and what they mean."""

    signals_uv: NDArray[np.int16]
    """(n, 8, samples), microvolt."""
    labels: NDArray[np.uint8]
    """(n, K), multi-hot."""
    splits: NDArray[np.uint8]
    """(n,), indices into SPLITS."""
    beats: NDArray[np.float32]
    """(n, MAX_BEATS), R peaks in samples, NaN-padded."""
    label_names: tuple[str, ...]
    rate_hz: float
    leads: tuple[str, ...]

    def records_of(self, split: str) -> NDArray[np.int64]:
        """Indices of the records of ``split``: train, valid or test."""
        return np.flatnonzero(self.splits == SPLITS.index(split))


def open_training_set(folder: Path) -> TrainingSet:
    """The training set in ``folder``, its arrays memory-mapped.

    Raises TrainingSetError naming the file that is missing or does not fit.
    """
    facts = _read_facts(folder / "set.json")
    arrays = {
        name: _open_array(folder / f"{name}.npy")
        for name in ("signals", "labels", "splits", "beats")
    }
    names, leads = tuple(facts["labels"]), tuple(facts["leads"])
    count = arrays["signals"].shape[0]
    expected = {
        "signals": (np.int16, (count, len(leads), arrays["signals"].shape[-1])),
        "labels": (np.uint8, (count, len(names))),
        "splits": (np.uint8, (count,)),
        "beats": (np.float32, (count, MAX_BEATS)),
    }
    for name, (kind, shape) in expected.items():
        if arrays[name].dtype != kind or arrays[name].shape != shape:
            raise TrainingSetError(
                f"{folder / name}.npy holds {arrays[name].dtype} {arrays[name].shape}, "
                f"but {np.dtype(kind)} {shape} fits set.json and signals.npy"
            )
    return TrainingSet(
        arrays["signals"],
        arrays["labels"],
        arrays["splits"],
        arrays["beats"],
        names,
        float(facts["rate_hz"]),
        leads,
    )


def _read_facts(path: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingSetError(f"{path}: {error}") from error
    if facts.get("format") != FORMAT_NAME or facts.get("version") != FORMAT_VERSION:
        raise TrainingSetError(f"{path}: not a training set of version {FORMAT_VERSION}")
    for name in ("labels", "leads", "rate_hz"):
        if name not in facts:
            raise TrainingSetError(f"{path}: {name} is missing")
    return facts


def _open_array(path: Path) -> NDArray[Any]:
    try:
        opened: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise TrainingSetError(f"{path}: {error}") from error
    return opened
