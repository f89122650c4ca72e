"""Read a NumPy array of ECGs whose lead order, rate, unit, rhythm and origin are declared.

The declaration is ``ecgs.json`` beside the array (docs/arrays.md), or comes from the command
line. Shape legend: ``_nlt`` is record x lead x time, ``_lt`` is lead x time.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.declaration import Declaration, check_format, check_lead_order
from reviewapp.ecg.limb_leads import check_limb_leads
from reviewapp.ecg.quality import accept_signal, check_rate, first_ten_seconds
from reviewapp.ecg.record import DURATION_S, ORIGINS, RHYTHMS, STANDARD_LEADS, Recording, Refusal
from reviewapp.ecg.refusals import PoolInputError, RecordRefusedError

DECLARATION_FILE: Final = "ecgs.json"
FORMAT_NAME: Final = "ecg-array"
FORMAT_VERSION: Final = 1
UNITS_IN_MV: Final = {"mV": 1.0, "uV": 1e-3}
AXES: Final = {
    "record,lead,sample": (0, 1, 2),
    "record,sample,lead": (0, 2, 1),
}
_BROKEN_ARRAY: Final = (
    ValueError, EOFError, SyntaxError, OverflowError, MemoryError, TypeError, zipfile.BadZipFile,
)  # fmt: skip
"""All that numpy.load was seen to raise on files that are no array."""
LIMB_LEAD_ROWS: Final = 500
"""At most so many rows, evenly spaced, are asked whether the declared order holds."""


@dataclass(frozen=True)
class ArrayDeclaration:
    """What an array cannot say itself. Raises PoolInputError when a field does not hold.

    ``rhythm`` is one code for all rows or one for each; ``patient`` is empty or one for each row;
    ``detail`` holds what only synthetic records have (generator, sampler, ...).
    """

    lead_order: tuple[str, ...]
    rate_hz: float
    unit: str
    rhythm: str | tuple[str, ...]
    origin: str
    source: str
    licence: str
    axes: str = "record,lead,sample"
    patient: tuple[str, ...] = ()
    detail: dict[str, object] = field(default_factory=dict)
    where: str = "declaration"

    def __post_init__(self) -> None:
        check_lead_order(self.where, self.lead_order)
        rhythms = (self.rhythm,) if isinstance(self.rhythm, str) else self.rhythm
        self._one_of("rhythm", tuple(sorted(set(rhythms))), tuple(RHYTHMS))
        self._one_of("origin", (self.origin,), ORIGINS)
        self._one_of("unit", (self.unit,), tuple(UNITS_IN_MV))
        self._one_of("axes", (self.axes,), tuple(AXES))
        if not (np.isfinite(self.rate_hz) and self.rate_hz > 0):
            raise PoolInputError(f"{self.where}: field 'rate_hz' must be a number above 0")
        for name in ("source", "licence"):
            if not getattr(self, name).strip():
                raise PoolInputError(f"{self.where}: field {name!r} is missing; add it")

    def _one_of(self, name: str, found: tuple[str, ...], allowed: tuple[str, ...]) -> None:
        wrong = [value for value in found if value not in allowed]
        if wrong:
            raise PoolInputError(
                f"{self.where}: field {name!r} is {wrong[0]!r}; "
                f"it must be one of {', '.join(allowed)}"
            )


def read_array_folder(folder: Path) -> Iterator[Recording | Refusal]:
    """Every record of every array that ``ecgs.json`` in ``folder`` declares.

    Raises PoolInputError, before the first record, when the declaration or an array is unusable.
    """
    declared = read_declarations(folder / DECLARATION_FILE)
    arrays = [(open_array(folder / name, of), name, of) for name, of in declared.items()]
    for array_nlt, name, declaration in arrays:
        yield from _rows(array_nlt, Path(name).stem, declaration)


def read_array(path: Path, declaration: ArrayDeclaration) -> Iterator[Recording | Refusal]:
    """Every row of the ``.npy`` file at ``path`` as a record; row i is called ``stem[i]``.

    Raises PoolInputError, before the first record, when array and declaration do not fit.
    """
    yield from _rows(open_array(path, declaration), path.stem, declaration)


def read_declarations(path: Path) -> dict[str, ArrayDeclaration]:
    """File name of each array that ``ecgs.json`` declares, with its declaration.

    Raises PoolInputError naming the field.
    """
    content = Declaration.read(path)
    check_format(content, FORMAT_NAME, FORMAT_VERSION)
    declared: dict[str, ArrayDeclaration] = {}
    for entry in content.inners("arrays"):
        name = entry.text("file")
        if Path(name).name != name or "\\" in name or not name.endswith(".npy"):
            entry.fail("file", f"is {name!r}; name a .npy file in the same folder")
        if name in declared:
            entry.fail("file", f"names {name!r} a second time; declare each array once")
        declared[name] = _declaration(entry)
    if not declared:
        content.fail("arrays", "is empty; declare at least one array")
    return declared


def open_array(path: Path, declaration: ArrayDeclaration) -> NDArray[np.generic]:
    """The array at ``path``, memory-mapped, as (records, leads, samples) in its own lead order.

    Raises PoolInputError when it is no such array or the declared lead order does not hold.
    """
    array = load_npy(path)
    if array.dtype.kind not in "fiu":
        raise PoolInputError(f"{path.name}: dtype is {array.dtype}; save real numbers")
    if array.ndim != 3:
        raise PoolInputError(
            f"{path.name}: shape is {array.shape}; an array of ECGs has the axes {declaration.axes}"
        )
    array_nlt = array.transpose(AXES[declaration.axes])
    if array_nlt.shape[1] != len(STANDARD_LEADS) or array_nlt.shape[0] == 0:
        raise PoolInputError(
            f"{path.name}: shape is {array.shape}; with the axes {declaration.axes} it must hold "
            "at least one record of 12 leads"
        )
    _check_lists(path.name, declaration, array_nlt.shape[0])
    rows = np.linspace(0, len(array_nlt) - 1, min(LIMB_LEAD_ROWS, len(array_nlt))).astype(int)
    kept = slice(round(DURATION_S * declaration.rate_hz))
    check_limb_leads(path.name, (_standard(array_nlt[row, :, kept], declaration) for row in rows))
    return array_nlt


def load_npy(path: Path) -> NDArray[np.generic]:
    """The array of a ``.npy`` file, memory-mapped, never unpickled. Raises PoolInputError."""
    if path.is_symlink() or not path.is_file():
        raise PoolInputError(f"{path.name}: is missing or no plain file")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (*_BROKEN_ARRAY, OSError) as error:
        raise PoolInputError(
            f"{path.name}: is no plain .npy array ({error}); save it with numpy.save, "
            "without Python objects"
        ) from error
    if not isinstance(array, np.ndarray):
        raise PoolInputError(f"{path.name}: is an archive of arrays; save one array as .npy")
    return array


def _declaration(entry: Declaration) -> ArrayDeclaration:
    rhythm = entry.value("rhythm")
    return ArrayDeclaration(
        lead_order=entry.texts("lead_order"),
        rate_hz=entry.number("rate_hz"),
        unit=entry.text("unit"),
        rhythm=entry.texts("rhythm") if isinstance(rhythm, list) else entry.text("rhythm"),
        origin=entry.text("origin"),
        source=entry.text("source"),
        licence=entry.text("licence"),
        axes=entry.text("axes", default="record,lead,sample"),
        patient=entry.texts("patient") if entry.has("patient") else (),
        detail=entry.mapping("detail"),
        where=entry.where,
    )


def _check_lists(file: str, declaration: ArrayDeclaration, n_records: int) -> None:
    lists = {"patient": declaration.patient or None}
    lists["rhythm"] = None if isinstance(declaration.rhythm, str) else declaration.rhythm
    for name, values in lists.items():
        if values is not None and len(values) != n_records:
            raise PoolInputError(
                f"{declaration.where}: field {name!r} has {len(values)} entries, "
                f"but {file} holds {n_records} records"
            )


def _standard(row_lt: NDArray[np.generic], declaration: ArrayDeclaration) -> NDArray[np.float64]:
    """One row in mV and in standard lead order."""
    order = [declaration.lead_order.index(lead) for lead in STANDARD_LEADS]
    return row_lt[order].astype(np.float64) * UNITS_IN_MV[declaration.unit]


def _rows(
    array_nlt: NDArray[np.generic], stem: str, declaration: ArrayDeclaration
) -> Iterator[Recording | Refusal]:
    for row, row_lt in enumerate(array_nlt):
        name = f"{stem}[{row}]"
        try:
            check_rate(declaration.rate_hz)
            # Cut before anything is converted: a row may be longer than memory allows.
            cut_lt, cut = first_ten_seconds(row_lt, declaration.rate_hz)
            signal_uv, _ = accept_signal(_standard(cut_lt, declaration), declaration.rate_hz)
        except RecordRefusedError as refused:
            yield refused.of(name)
            continue
        rhythm = declaration.rhythm
        yield Recording(
            name=name,
            signal_uv=signal_uv,
            rate_hz=declaration.rate_hz,
            rhythm=rhythm if isinstance(rhythm, str) else rhythm[row],
            origin=declaration.origin,
            source=declaration.source,
            licence=declaration.licence,
            patient=declaration.patient[row] if declaration.patient else "",
            cut=cut,
            detail=dict(declaration.detail),
        )
