"""A report as plain JSON values, and back: what is read equals what was written."""

import dataclasses
import re
import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from generator.evaluation.findings import Check
from generator.evaluation.report.report import SCHEMA, Report

Kind = TypeVar("Kind")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line feed, and halves of characters."""
_DERIVED: Final = ("light",)
"""Written with a check for whoever reads the JSON; computed again when it is read."""


class ReportError(ValueError):
    """A report that cannot be used; the message names the file and the field."""


def to_document(value: object) -> Any:
    """Dicts, lists, texts, numbers and None. Raises TypeError on anything else."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value)]
        derived = _DERIVED if isinstance(value, Check) else ()
        return {name: to_document(getattr(value, name)) for name in (*fields, *derived)}
    if isinstance(value, Mapping):
        return {str(key): to_document(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_document(one) for one in value]
    return _plain(value.item() if isinstance(value, np.generic) else value)


def _plain(value: object) -> str | int | float | None:
    if isinstance(value, str):
        return printable(str(value))
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} is no part of a report")


def printable(text: str) -> str:
    """The text with a sign in place of what no page can show: a file's name may hold anything."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def report_from_document(document: Any, where: str) -> Report:
    """The report that :func:`to_document` wrote. Raises ReportError naming ``where`` and field."""
    stated = document.get("schema") if isinstance(document, dict) else None
    if stated != SCHEMA:
        raise ReportError(f"{where}: schema is {stated!r}, but this program reads {SCHEMA!r}")
    try:
        return _read_as(Report, document, "")
    except _ElsewhereError as error:
        raise ReportError(f"{where}: {error}") from error


class _ElsewhereError(ValueError):
    """Says the field, and not yet the file."""


def _read_as(kind: type[Kind], document: Any, at: str) -> Kind:
    read: Kind = _read(kind, document, at)
    return read


def _read(kind: Any, document: Any, at: str) -> Any:
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, document, at)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), document, at)
    if origin is tuple:
        return _read_tuple(get_args(kind), _of(list, document, at), at)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        entries = _of(dict, document, at)
        return {key: _read(get_args(kind)[1], one, f"{at}.{key}") for key, one in entries.items()}
    return _read_plain(kind, document, at)


def _read_plain(kind: Any, document: Any, at: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if document not in tuple(kind):
            raise _ElsewhereError(f"{at} is {document!r}, none of {', '.join(kind)}")
        return kind(document)
    if kind is float and type(document) is int:
        return document  # a whole number stays one
    return _of(kind, document, at)


def _read_dataclass(kind: Any, document: Any, at: str) -> Any:
    entries = dict(_of(dict, document, at))
    derived = {name: entries.pop(name, None) for name in _DERIVED} if kind is Check else {}
    hints = get_type_hints(kind)
    if wrong := sorted(set(entries) ^ {field.name for field in dataclasses.fields(kind)}):
        raise _ElsewhereError(f"{at or 'the report'} lacks or does not know {', '.join(wrong)}")
    fields = {
        name: _read(hints[name], one, f"{at}.{name}".lstrip(".")) for name, one in entries.items()
    }
    try:
        value = kind(**fields)
    except ValueError as error:
        raise _ElsewhereError(f"{at}: {error}") from error
    for name, stated in derived.items():
        if stated != getattr(value, name):
            raise _ElsewhereError(
                f"{at}.{name} is {stated!r}, but value and threshold give {getattr(value, name)}"
            )
    return value


def _read_union(kinds: tuple[Any, ...], document: Any, at: str) -> Any:
    if document is None and type(None) in kinds:
        return None
    others = [kind for kind in kinds if kind is not type(None)]
    for kind in others[:-1]:
        try:
            return _read(kind, document, at)
        except _ElsewhereError:
            continue
    return _read(others[-1], document, at)


def _read_tuple(kinds: tuple[Any, ...], parts: list[Any], at: str) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(parts)
    if len(kinds) != len(parts):
        raise _ElsewhereError(f"{at} has {len(parts)} values instead of {len(kinds)}")
    pairs = enumerate(zip(kinds, parts, strict=True))
    return tuple(_read(kind, part, f"{at}[{place}]") for place, (kind, part) in pairs)


def _of(kind: Any, document: Any, at: str) -> Any:
    if not isinstance(document, kind) or (kind in (int, float) and isinstance(document, bool)):
        raise _ElsewhereError(f"{at or 'the report'} is {document!r:.60}, no {kind.__name__}")
    return document
