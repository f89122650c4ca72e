"""Write a training set record by record: no more than one of them is ever held.

Shape legend: ``_lt`` lead x time, ``_n`` beat.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.leads import MODELLED_LEADS
from generator.new_folder import new_folder
from generator.prepared import SAMPLES, Candidate, Prepared, Refusal
from generator.resampling import FILTERS, RATE_HZ
from generator.signal_quality import RULES
from generator.training_set import FORMAT_NAME, FORMAT_VERSION, MAX_BEATS, SPLITS

COLUMNS: Final = (
    "index",
    "record",
    "patient",
    "source",
    "licence",
    "split",
    "rhythm",
    "age",
    "sex",
    "rhythm_detail",
    "voltages_from",
)
_HEADER_BYTES: Final = 128


class TrainingSetWriter:
    """The files of one training set, open; made by :func:`new_training_set`."""

    def __init__(self, folder: Path, label_names: Sequence[str], files: ExitStack) -> None:
        """Open the files of a set in ``folder``, closed by ``files``."""
        self._folder, self.label_names = folder, tuple(label_names)
        shapes: dict[str, tuple[type[np.generic], tuple[int, ...]]] = {
            "signals": (np.int16, (len(MODELLED_LEADS), SAMPLES)),
            "labels": (np.uint8, (len(self.label_names),)),
            "splits": (np.uint8, ()),
            "beats": (np.float32, (MAX_BEATS,)),
        }
        self._arrays = {
            name: files.enter_context(_growing_array(folder / f"{name}.npy", kind, shape))
            for name, (kind, shape) in shapes.items()
        }
        table = files.enter_context(
            (folder / "records.csv").open("w", newline="", encoding="utf-8")
        )
        self._records = csv.writer(table, lineterminator="\n")
        self._records.writerow(COLUMNS)
        self.counts: dict[str, Counter[str]] = {split: Counter() for split in SPLITS}
        self.refused: Counter[str] = Counter()
        self.first_refused: dict[str, str] = {}
        self.sources: Counter[tuple[str, str]] = Counter()
        self.without_beats = 0
        self.voltages_borrowed = 0

    @property
    def n_records(self) -> int:
        """Records written so far."""
        return self._arrays["splits"].n_rows

    def add(self, candidate: Candidate, prepared: Prepared) -> None:
        """Append one record."""
        labels = np.zeros(len(self.label_names), dtype=np.uint8)
        labels[list(candidate.labels)] = 1
        beats = np.full(MAX_BEATS, np.nan, dtype=np.float32)
        beats[: len(prepared.beats_n)] = prepared.beats_n
        self._records.writerow(_row(self.n_records, candidate))
        self._arrays["signals"].append(prepared.signal_uv_lt)
        self._arrays["labels"].append(labels)
        self._arrays["splits"].append(np.array(candidate.split, dtype=np.uint8))
        self._arrays["beats"].append(beats)
        self.counts[SPLITS[candidate.split]][candidate.rhythm] += 1
        self.sources[candidate.source, candidate.licence] += 1
        self.without_beats += len(prepared.beats_n) == 0
        self.voltages_borrowed += candidate.scales is not None

    def refuse(self, refusal: Refusal) -> None:
        """Count a record that does not enter the set."""
        self.refused[refusal.reason] += 1
        self.first_refused.setdefault(refusal.reason, refusal.example)

    def facts(self, about: Mapping[str, object]) -> dict[str, object]:
        """What set.json says, with ``about`` from whoever chose the records."""
        return {
            "format": FORMAT_NAME,
            "version": FORMAT_VERSION,
            "n_records": self.n_records,
            "length": SAMPLES,
            "rate_hz": RATE_HZ,
            "unit": "uV",
            "leads": list(MODELLED_LEADS),
            "labels": list(self.label_names),
            "filters": FILTERS,
            "quality_rules": RULES,
            **about,
            "counts": {split: dict(sorted(each.items())) for split, each in self.counts.items()},
            "refused": dict(self.refused.most_common()),
            "first_refused": self.first_refused,
            "records_without_beats": self.without_beats,
            "records_with_voltages_borrowed": self.voltages_borrowed,
            "sources": [
                {"source": source, "licence": licence, "records": count}
                for (source, licence), count in sorted(self.sources.items())
            ],
        }

    def close(self, about: Mapping[str, object]) -> None:
        """Write set.json, the last file. Raises ValueError when no record was added."""
        if not self.n_records:
            reasons = [
                f"{reason}: {count}, first {self.first_refused[reason]}"
                for reason, count in self.refused.items()
            ]
            raise ValueError("\n".join(["no record for the set; refused are", *reasons]))
        text = json.dumps(self.facts(about), indent=1, allow_nan=False)
        (self._folder / "set.json").write_text(text + "\n", encoding="utf-8")


@contextmanager
def new_training_set(folder: Path, label_names: Sequence[str]) -> Iterator[TrainingSetWriter]:
    """A writer whose set takes the name ``folder`` once all went well, else leaves nothing.

    Call :meth:`TrainingSetWriter.close` last. Raises FileExistsError when ``folder`` exists.
    """
    with new_folder(folder) as half, ExitStack() as files:
        yield TrainingSetWriter(half, label_names, files)


class _GrowingArray:
    """An .npy file to which rows are appended; its header is written once more at the end."""

    def __init__(self, path: Path, kind: type[np.generic], row_shape: tuple[int, ...]) -> None:
        self._file = path.open("wb")
        self._dtype, self._row_shape = np.dtype(kind).newbyteorder("<"), row_shape
        self.n_rows = 0
        self._write_header()

    def append(self, row: NDArray[np.generic]) -> None:
        if row.shape != self._row_shape:
            raise ValueError(f"a row of shape {row.shape} does not fit {self._row_shape}")
        self._file.write(np.ascontiguousarray(row, dtype=self._dtype).tobytes())
        self.n_rows += 1

    def close(self) -> None:
        self._file.seek(0)
        self._write_header()
        self._file.close()

    def _write_header(self) -> None:
        shape = (self.n_rows, *self._row_shape)
        descr = np.lib.format.dtype_to_descr(self._dtype)
        header = {"descr": descr, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(self._file, header)
        # numpy leaves room for the first axis to grow, so the header keeps its length
        if self._file.tell() != _HEADER_BYTES:
            raise ValueError(f"the header of {self._file.name} is not {_HEADER_BYTES} bytes long")


@contextmanager
def _growing_array(
    path: Path, kind: type[np.generic], row_shape: tuple[int, ...]
) -> Iterator[_GrowingArray]:
    array = _GrowingArray(path, kind, row_shape)
    try:
        yield array
    finally:
        array.close()


def _row(index: int, candidate: Candidate) -> tuple[object, ...]:
    return (
        index,
        candidate.record,
        candidate.patient,
        candidate.source,
        candidate.licence,
        SPLITS[candidate.split],
        candidate.rhythm,
        candidate.age,
        candidate.sex,
        candidate.rhythm_detail,
        candidate.scales.record if candidate.scales else "",
    )
