"""Arrays with their declaration ``ecgs.json`` (docs/arrays.md), as recordings."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from generator.leads import TWELVE_LEADS
from generator.recording import Recording, known_leads

DECLARATION: Final = "ecgs.json"
_MILLIVOLT_IN: Final = {"mV": 1.0, "uV": 1e-3}
_AXES: Final = {"record,lead,sample": (0, 1, 2), "record,sample,lead": (0, 2, 1)}


class DeclarationError(ValueError):
    """A declaration or array that cannot be used; the message names file and field."""


@dataclass(frozen=True, eq=False)
class DeclaredEcg:
    """One record of an array."""

    name: str
    """As samples_real_22[0]."""
    recording: Recording
    rhythm: str
    origin: str
    patient: str
    source: str


def declared_ecgs(folder: Path, origin: str) -> Iterator[DeclaredEcg]:
    """The records of this origin (``real`` or ``synthetic``) in the arrays of a folder.

    Raises DeclarationError.
    """
    path = folder / DECLARATION
    try:
        declared = json.loads(path.read_text(encoding="utf-8"))["arrays"]
        chosen = [array for array in declared if array["origin"] == origin]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DeclarationError(f"{path} declares no arrays ({error!r})") from error
    if not chosen:
        raise DeclarationError(f"{path}: no array has the origin '{origin}'")
    for array in chosen:
        yield from _ecgs_of(folder, array)


def _ecgs_of(folder: Path, array: dict[str, Any]) -> Iterator[DeclaredEcg]:
    where = f"{folder / DECLARATION}, {array.get('file', 'an array without a file')}"
    try:
        path = folder / array["file"]
        signal_nlt = np.load(path, allow_pickle=False).transpose(
            _AXES[array.get("axes", "record,lead,sample")]
        )
        leads = known_leads(list(array["lead_order"]))
        factor, rate_hz = _MILLIVOLT_IN[array["unit"]], float(array["rate_hz"])
        rhythms = _one_each(array["rhythm"], len(signal_nlt))
        patients = _one_each(array.get("patient", ""), len(signal_nlt))
        source = str(array["source"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DeclarationError(f"{where}: {error!r}") from error
    if sorted(leads) != sorted(TWELVE_LEADS) or signal_nlt.shape[1] != len(leads):
        raise DeclarationError(f"{where}: lead_order must name the array's 12 leads, once each")
    for row, signal_lt in enumerate(signal_nlt):
        name = f"{path.stem}[{row}]"
        recording = Recording(signal_lt.astype(np.float64) * factor, leads, rate_hz)
        yield DeclaredEcg(
            name, recording, rhythms[row], array["origin"], patients[row] or name, source
        )


def _one_each(given: str | list[str], count: int) -> list[str]:
    if isinstance(given, str):
        return [given] * count
    if len(given) != count:
        raise ValueError(f"{len(given)} entries for {count} records")
    return [str(each) for each in given]
