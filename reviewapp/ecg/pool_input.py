"""Tell which of the three kinds of pool input lies at a path, and read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewapp.ecg.array_files import (
    DECLARATION_FILE,
    ArrayDeclaration,
    read_array,
    read_array_folder,
    read_declarations,
)
from reviewapp.ecg.batch_files import MANIFEST_FILE, read_batch, read_manifest
from reviewapp.ecg.labels_table import LABELS_FILE, read_table
from reviewapp.ecg.record import Recording, Refusal
from reviewapp.ecg.refusals import PoolInputError
from reviewapp.ecg.wfdb_files import MAX_RECORD_MB, read_wfdb_folder

MARKS: Final = {"batch": MANIFEST_FILE, "array": DECLARATION_FILE, "wfdb": LABELS_FILE}
"""Each kind of folder with the file that marks it."""


@dataclass(frozen=True)
class InputOptions:
    """What the command line may say of the input; empty where it says nothing.

    A WFDB folder uses ``origin``, ``source`` and ``licence`` for all its records. A lone ``.npy``
    file without ``ecgs.json`` needs all but ``max_mb``.
    """

    origin: str = ""
    source: str = ""
    licence: str = ""
    rhythm: str = ""
    lead_order: tuple[str, ...] = ()
    rate_hz: float = 0.0
    unit: str = ""
    max_mb: float = MAX_RECORD_MB

    def array_declaration(self) -> ArrayDeclaration:
        """The declaration of a lone array. Raises PoolInputError naming what is missing."""
        flags = {
            "--leads": self.lead_order, "--rate": self.rate_hz, "--unit": self.unit,
            "--rhythm": self.rhythm, "--origin": self.origin, "--source": self.source,
            "--licence": self.licence,
        }  # fmt: skip
        missing = [flag for flag, value in flags.items() if not value]
        if missing:
            raise PoolInputError(
                f"an array cannot say what it holds: add {', '.join(missing)}, or put an "
                f"{DECLARATION_FILE} beside it"
            )
        return ArrayDeclaration(
            lead_order=self.lead_order,
            rate_hz=self.rate_hz,
            unit=self.unit,
            rhythm=self.rhythm,
            origin=self.origin,
            source=self.source,
            licence=self.licence,
            where="command line",
        )

    def says_more_than(self, *names: str) -> list[str]:
        """The options given other than ``names``, for an input that declares itself."""
        given = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return [name for name, value in given.items() if value and name not in (*names, "max_mb")]


def detect_kind(path: Path) -> str:
    """``wfdb``, ``array`` or ``batch``. Raises PoolInputError when ``path`` is none of them."""
    if path.is_file() and path.suffix == ".npy":
        return "array"
    found = [kind for kind, mark in MARKS.items() if (path / mark).is_file()]
    if len(found) != 1:
        marks = ", ".join(f"{mark} ({kind})" for kind, mark in MARKS.items())
        state = "more than one of" if found else "none of"
        raise PoolInputError(f"{path.name or path}: holds {state} {marks}; it needs exactly one")
    return found[0]


def read_pool_input(
    path: Path, options: InputOptions | None = None
) -> Iterator[Recording | Refusal]:
    """Every record of the WFDB folder, array or batch at ``path``.

    Raises PoolInputError, at once or before the first record, when it cannot be read at all or
    when ``options`` contradict an input that declares itself.
    """
    options = options or InputOptions()
    kind = detect_kind(path)
    if kind == "wfdb":
        _refuse_options(path, options.says_more_than("origin", "source", "licence"))
        return read_wfdb_folder(
            path,
            origin=options.origin or "real",
            source=options.source,
            licence=options.licence,
            max_mb=options.max_mb,
        )
    if kind == "batch":
        _refuse_options(path, options.says_more_than())
        return read_batch(path)
    return _read_arrays(path, options)


def count_declared(path: Path) -> int | None:
    """How many records the input at ``path`` announces; None when it does not say."""
    kind = detect_kind(path)
    if kind == "wfdb":
        return len(read_table(path / LABELS_FILE))
    return len(read_manifest(path / MANIFEST_FILE).records) if kind == "batch" else None


def _read_arrays(path: Path, options: InputOptions) -> Iterator[Recording | Refusal]:
    given = options.says_more_than()
    if path.is_dir():
        _refuse_options(path, given)
        return read_array_folder(path)
    declaration_file = path.with_name(DECLARATION_FILE)
    if not given and declaration_file.is_file():
        declared = read_declarations(declaration_file)
        if path.name not in declared:
            raise PoolInputError(f"{DECLARATION_FILE}: does not declare {path.name}; add it")
        return read_array(path, declared[path.name])
    return read_array(path, options.array_declaration())


def _refuse_options(path: Path, given: list[str]) -> None:
    if given:
        raise PoolInputError(
            f"{path.name}: says by itself what {', '.join(given)} would say; leave the options out"
        )
