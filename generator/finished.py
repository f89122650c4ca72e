"""The work folder of a sampling run: each finished record in its own file, so none is done twice.

``job.json`` says what the records are; a folder of another job is refused, never mixed.
Shape legend: ``_lt`` is lead x time, ``_nlt`` is record x lead x time.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.checkpoint import write_whole

JOB_FILE = "job.json"
ASSEMBLED_FILE = "assembled.npy"


class OtherJobError(ValueError):
    """The work folder holds records of another job."""


class FinishedRecords:
    """The finished records in ``folder``, by record index; int16 microvolt."""

    def __init__(self, folder: Path, job: Mapping[str, object]) -> None:
        """Open the folder or start it. Raises OtherJobError when it was made for another ``job``.

        ``job`` is JSON: all that fixes a record besides its index.
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

    def save(self, index: int, signal_uv_lt: NDArray[np.int16]) -> None:
        """Keep one record; a crash leaves it whole or not there."""
        write_whole(self._path(index), signal_uv_lt.astype("<i2").tobytes())

    def missing(self, indices: Sequence[int]) -> list[int]:
        """Those of ``indices`` that are not finished yet, in order."""
        return [index for index in indices if not self._path(index).exists()]

    def assemble(self, indices: Sequence[int], samples: int) -> NDArray[np.int16]:
        """The records ``indices`` as one memory-mapped array ``_nlt`` (n, 12, ``samples``)."""
        shape = (len(indices), 12, samples)
        signals_uv_nlt: NDArray[np.int16] = np.lib.format.open_memmap(
            self.folder / ASSEMBLED_FILE, mode="w+", dtype="<i2", shape=shape
        )
        for place, index in enumerate(indices):
            stored = np.fromfile(self._path(index), dtype="<i2")
            signals_uv_nlt[place] = stored.reshape(12, samples)
        return signals_uv_nlt

    def _path(self, index: int) -> Path:
        return self.folder / f"{index:08d}.i2"


def _difference(job_path: Path, job: Mapping[str, object]) -> str:
    """Names of the fields in which the stored job differs."""
    stored = json.loads(job_path.read_text(encoding="utf-8"))
    fields = sorted({*stored, *job})
    return ", ".join(field for field in fields if stored.get(field) != job.get(field))
