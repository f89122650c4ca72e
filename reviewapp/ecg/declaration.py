"""Read a JSON declaration field by field; every fault names the file, the field and the cure."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn, cast

from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.refusals import PoolInputError

MAX_DECLARATION_BYTES: Final = 64 * 1024 * 1024
SHA256_DIGITS: Final = 64


class Declaration:
    """A JSON object of a file, asked field by field.

    Every method raises PoolInputError when the field is missing or has another type.
    """

    def __init__(self, where: str, fields: Mapping[str, object]) -> None:
        self.where = where
        self._fields = fields

    @classmethod
    def read(cls, path: Path) -> "Declaration":
        """The JSON object that the file at ``path`` holds."""
        if path.is_symlink() or not path.is_file():
            raise PoolInputError(f"{path.name}: is missing or no plain file")
        if path.stat().st_size > MAX_DECLARATION_BYTES:
            raise PoolInputError(f"{path.name}: is larger than {MAX_DECLARATION_BYTES >> 20} MB")
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise PoolInputError(f"{path.name}: is not valid JSON ({error})") from error
        return cls.of(path.name, load_json(path.name, text))

    @classmethod
    def of(cls, where: str, content: object) -> "Declaration":
        """``content`` as a declaration; ``where`` names it in errors."""
        if not isinstance(content, dict):
            raise PoolInputError(f"{where}: must be a JSON object")
        return cls(where, cast("dict[str, object]", content))

    def fail(self, name: str, wish: str) -> NoReturn:
        """Raise PoolInputError: field ``name`` of this file is not as it should be."""
        raise PoolInputError(f"{self.where}: field {name!r} {wish}")

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._fields.get(name) is not None

    def value(self, name: str) -> object:
        """The field, whatever its type, but not null."""
        if not self.has(name):
            self.fail(name, "is missing; add it")
        return self._fields[name]

    def text(self, name: str, *, default: str | None = None) -> str:
        """The field as a non-empty text; ``default``, if given, when it is missing."""
        if default is not None and not self.has(name):
            return default
        value = self.value(name)
        if not isinstance(value, str) or not value.strip():
            self.fail(name, "must be a non-empty text")
        return value.strip()

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """The field as one of the ``allowed`` texts."""
        value = self.text(name)
        if value not in allowed:
            self.fail(name, f"is {value!r}; it must be one of {', '.join(allowed)}")
        return value

    def integer(self, name: str, *, minimum: int = 0) -> int:
        """The field as an integer of at least ``minimum``."""
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
            self.fail(name, f"must be an integer of at least {minimum}")
        return value

    def number(self, name: str) -> float:
        """The field as a finite number above zero."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(name, "must be a number")
        try:
            as_float = float(value)
        except OverflowError:
            as_float = math.inf
        if not (math.isfinite(as_float) and as_float > 0):
            self.fail(name, "must be a finite number above 0")
        return as_float

    def finite_or_none(self, name: str) -> float | None:
        """The field as a finite number of either sign; None when it is missing."""
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(name, "must be a number or null")
        try:
            as_float = float(value)
        except OverflowError:
            as_float = math.inf
        if not math.isfinite(as_float):
            self.fail(name, "must be finite")
        return as_float

    def sha256(self, name: str) -> str:
        """The field as a SHA-256."""
        digest = self.text(name)
        if len(digest) != SHA256_DIGITS or not set(digest) <= set("0123456789abcdef"):
            self.fail(name, "must be a SHA-256 in 64 lower-case hexadecimal digits")
        return digest

    def texts(self, name: str) -> tuple[str, ...]:
        """The field as a list of texts."""
        value = self.value(name)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail(name, "must be a list of texts")
        return tuple(value)

    def mapping(self, name: str) -> dict[str, object]:
        """The field as a JSON object; an empty one when it is missing."""
        if not self.has(name):
            return {}
        return dict(Declaration.of(f"{self.where}: field {name!r}", self._fields[name])._fields)

    def inner(self, name: str) -> "Declaration":
        """The field as a declaration of its own."""
        return Declaration.of(f"{self.where}: field {name!r}", self.value(name))

    def inners(self, name: str) -> list["Declaration"]:
        """The field as a list of declarations."""
        value = self.value(name)
        if not isinstance(value, list):
            self.fail(name, "must be a list of JSON objects")
        return [
            Declaration.of(f"{self.where}: {name}[{index}]", item)
            for index, item in enumerate(value)
        ]


def check_lead_order(where: str, lead_order: tuple[str, ...]) -> None:
    """Raise PoolInputError unless ``lead_order`` names each of the 12 standard leads once."""
    unknown = [lead for lead in lead_order if lead not in STANDARD_LEADS]
    missing = [lead for lead in STANDARD_LEADS if lead not in lead_order]
    twice = sorted({lead for lead in lead_order if lead_order.count(lead) > 1})
    faults = [
        f"{label} {', '.join(leads)}"
        for label, leads in (("unknown:", unknown), ("missing:", missing), ("twice:", twice))
        if leads
    ]
    if faults:
        raise PoolInputError(
            f"{where}: field 'lead_order' must name each of {', '.join(STANDARD_LEADS)} once, "
            f"in the order of the array ({'; '.join(faults)})"
        )


def check_format(declaration: Declaration, name: str, version: int) -> None:
    """Raise PoolInputError unless the declaration says that it is ``name`` of ``version``."""
    declaration.one_of("format", (name,))
    found = declaration.integer("version", minimum=1)
    if found != version:
        declaration.fail("version", f"is {found}; this release reads version {version}")


def load_json(where: str, text: str) -> object:
    """What the JSON ``text`` of ``where`` holds. Raises PoolInputError where it is none."""
    try:
        content: object = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise PoolInputError(f"{where}: is not valid JSON ({error})") from error
    return content


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
