"""The work folder of a sampling run: what is finished stays, so that no record is done twice.

``job.json`` says what the records are; a folder of another job is refused, never mixed. Records
that were drawn together share a file: two .npy arrays one after the other, their indices and
their signals. A file for each record costs ten times as much (docs/sampling.md).
Shape legend: ``_nlt`` is record x lead x time, ``_lt`` lead x time.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.checkpoint import write_whole

JOB_FILE: Final = "job.json"
SUFFIX: Final = ".records"


class OtherJobError(ValueError):
    """The work folder holds records of another job."""


class DamagedRecordsError(ValueError):
    """A file of the work folder cannot be read."""


@dataclass(frozen=True)
class _Place:
    """Where a record lies: the ``row`` of the signals of ``path``."""

    path: Path
    row: int


class FinishedRecords:
    """The finished records in ``folder``, by record index; int16 microvolt."""

    def __init__(self, folder: Path, job: Mapping[str, object]) -> None:
        """Open the folder or start it; what an earlier run finished is there.

        ``job`` is JSON: all that fixes a record besides its index. Raises OtherJobError when the
        folder was made for another, DamagedRecordsError for a file that cannot be read.
        """
        self.folder = folder
        text = json.dumps(job, indent=1, sort_keys=True, allow_nan=False) + "\n"
        folder.mkdir(parents=True, exist_ok=True)
        job_path = folder / JOB_FILE
        if not job_path.exists():
            write_whole(job_path, text.encode())
        elif job_path.read_text(encoding="utf-8") != text:
            raise OtherJobError(
                f"{folder} holds records of another job ({_difference(job_path, job)}); "
                "finish that one, or remove the folder"
            )
        self._places: dict[int, _Place] = {}
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            self._remember(path, _read(path, signals=False)[0])

    def save(self, indices: Sequence[int], signals_uv_nlt: NDArray[np.int16]) -> None:
        """Keep records that were drawn together; a crash leaves all of them or none.

        Raises ValueError when there are not as many signals as indices.
        """
        if signals_uv_nlt.ndim != 3 or len(indices) != len(signals_uv_nlt):
            raise ValueError(f"{len(indices)} records do not fit {signals_uv_nlt.shape}")
        stored = io.BytesIO()
        np.save(stored, np.asarray(indices, dtype="<i8"), allow_pickle=False)
        np.save(stored, np.asarray(signals_uv_nlt, dtype="<i2"), allow_pickle=False)
        name = f"{indices[0]:08d}-{indices[-1]:08d}-{len(indices)}{SUFFIX}"
        write_whole(self.folder / name, stored.getvalue())
        self._remember(self.folder / name, indices)

    def missing(self, indices: Sequence[int]) -> list[int]:
        """Those of ``indices`` that are not finished yet, in order."""
        return [index for index in indices if index not in self._places]

    def signals(self, indices: Sequence[int]) -> Iterator[NDArray[np.int16]]:
        """The signals ``_lt`` of the records ``indices``, one after the other.

        One file is in memory at a time. Raises KeyError for a record that is not finished.
        """
        path, signals_uv_nlt = None, np.empty((0, 0, 0), dtype=np.int16)
        for index in indices:
            place = self._places[index]
            if place.path != path:
                path, (_, signals_uv_nlt) = place.path, _read(place.path)
            yield signals_uv_nlt[place.row]

    def _remember(self, path: Path, indices: Sequence[int]) -> None:
        self._places |= {int(index): _Place(path, row) for row, index in enumerate(indices)}


def _read(path: Path, *, signals: bool = True) -> tuple[list[int], NDArray[np.int16]]:
    """Indices and, where asked for, signals of one file. Raises DamagedRecordsError."""
    signals_uv_nlt = np.empty((0, 0, 0), dtype=np.int16)
    try:
        with path.open("rb") as file:
            indices: list[int] = np.load(file, allow_pickle=False).tolist()
            if signals:
                signals_uv_nlt = np.load(file, allow_pickle=False).view(np.int16)
    except (ValueError, EOFError) as error:
        raise DamagedRecordsError(
            f"{path} is damaged ({error}); remove it, and its records are drawn again"
        ) from error
    return indices, signals_uv_nlt


def _difference(job_path: Path, job: Mapping[str, object]) -> str:
    """Names of the fields in which the stored job differs."""
    stored = json.loads(job_path.read_text(encoding="utf-8"))
    fields = sorted({*stored, *job})
    return ", ".join(field for field in fields if stored.get(field) != job.get(field))
