"""A recording as its file has it, and where to read it; nothing is filtered or reordered here.

Shape legend: ``_lt`` lead x time, ``_ntl`` record x time x lead.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import wfdb
from numpy.typing import NDArray

LEAD_NAMES: Final = {
    name.upper(): name
    for name in ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
}
"""Files write AVF, avf or aVF; here there is one spelling."""
_MILLIVOLT_IN: Final = {"mv": 1.0, "uv": 1e-3, "v": 1e3, "nv": 1e-6}


class UnreadableError(ValueError):
    """A recording that cannot be read; the message names the file and what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Recording:
    """Leads by name, in mV (or in lost units, see lost_voltages.py), as recorded."""

    signal_mv_lt: NDArray[np.float64]
    leads: tuple[str, ...]
    rate_hz: float


class Place(Protocol):
    """Where a recording lies; small and picklable, so that another process can read it."""

    def read(self) -> Recording:
        """The recording. Raises UnreadableError naming the file."""
        ...


@dataclass(frozen=True)
class WfdbPlace:
    """A WFDB record: PATH.hea beside its signal files."""

    path: Path
    """Without the suffix."""

    def read(self) -> Recording:
        """The recording in mV. Raises UnreadableError naming the file."""
        try:
            record = wfdb.rdrecord(str(self.path))
        # wfdb raises whatever the parsing of a broken header happens to hit
        except Exception as error:
            raise UnreadableError(f"{self.path}.hea: {error}") from error
        if record.p_signal is None or not record.units:
            raise UnreadableError(f"{self.path}.hea: it holds no signal")
        unknown = {unit for unit in record.units if unit.lower() not in _MILLIVOLT_IN}
        if unknown:
            raise UnreadableError(f"{self.path}.hea: unit {', '.join(unknown)} is no voltage")
        factor_l = np.array([_MILLIVOLT_IN[unit.lower()] for unit in record.units])
        signal_mv_lt = np.ascontiguousarray((record.p_signal * factor_l).T, dtype=np.float64)
        return Recording(signal_mv_lt, known_leads(record.sig_name), float(record.fs))


@dataclass(frozen=True)
class ArrayPlace:
    """One row of an array N x time x lead in an .npz file, small enough to be held whole."""

    path: Path
    array: str
    row: int
    factor: float
    """What one unit of the array is in mV."""

    def read(self) -> Recording:
        """The recording. Raises UnreadableError naming the file."""
        signal_ntl, leads, rate_hz = _open_arrays(self.path, self.array)
        signal_mv_lt = signal_ntl[self.row].T.astype(np.float64) * self.factor
        return Recording(np.ascontiguousarray(signal_mv_lt), leads, rate_hz)


def known_leads(names: list[str]) -> tuple[str, ...]:
    """The names in the one spelling; a name that is no standard lead stays as it is."""
    return tuple(LEAD_NAMES.get(name.strip().upper(), name.strip()) for name in names)


@lru_cache(maxsize=2)
def _open_arrays(path: Path, array: str) -> tuple[NDArray[np.int16], tuple[str, ...], float]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            leads = known_leads([str(name) for name in arrays["leads"]])
            return arrays[array], leads, float(arrays["fs"])
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableError(f"{path}: {error}") from error
