"""Frozen dataclasses as plain JSON values, and back: what is read equals what was written."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")


class DocumentError(ValueError):
    """A document that isn't of the wanted kind; the message says where."""


def to_document(value: object) -> Any:
    """Dicts, lists, text, numbers and None of dataclasses, named tuples, moments and mappings.

    Raises TypeError on anything else, arrays among it.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: to_document(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(key): to_document(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_document(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return float(value)  # numpy's own are floats too
    raise TypeError(f"{type(value).__name__} is no part of a document")


def from_document(kind: type[Kind], document: Any) -> Kind:
    """The value of this type that :func:`to_document` wrote.

    Raises DocumentError where a field is missing, unknown, or of another type.
    """
    found: Kind = _read(kind, document, kind.__name__)
    return found


def _read(kind: Any, document: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, document, where)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), document, where)
    if origin is tuple:
        return _read_tuple(get_args(kind), _of(list, document, where), where)
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        value_kind = get_args(kind)[1]
        entries = _of(dict, document, where)
        return {key: _read(value_kind, one, f"{where}.{key}") for key, one in entries.items()}
    if isinstance(kind, type) and issubclass(kind, tuple):  # a named tuple
        parts = list(get_type_hints(kind).values())
        return kind(*_read_tuple(tuple(parts), _of(list, document, where), where))
    return _read_plain(kind, document, where)


def _read_dataclass(kind: Any, document: Any, where: str) -> Any:
    entries = _of(dict, document, where)
    hints = _hints(kind)
    if set(entries) != set(hints):
        wrong = sorted(set(entries) ^ set(hints))
        raise DocumentError(f"{where}: fields {', '.join(wrong)} are missing or unknown")
    return kind(**{name: _read(hints[name], entries[name], f"{where}.{name}") for name in hints})


_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass and their types; resolving them takes long, and is kept."""
    if kind not in _HINTS:
        known = get_type_hints(kind)
        _HINTS[kind] = {field.name: known[field.name] for field in dataclasses.fields(kind)}
    return _HINTS[kind]


def _read_union(kinds: tuple[Any, ...], document: Any, where: str) -> Any:
    if document is None and type(None) in kinds:
        return None
    others = [kind for kind in kinds if kind is not type(None)]
    for kind in others[:-1]:
        try:
            return _read(kind, document, where)
        except DocumentError:
            continue
    return _read(others[-1], document, where)


def _read_tuple(kinds: tuple[Any, ...], parts: list[Any], where: str) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(parts)
    if len(kinds) != len(parts):
        raise DocumentError(f"{where}: {len(parts)} values, but {len(kinds)} were expected")
    pairs = enumerate(zip(kinds, parts, strict=True))
    return tuple(_read(kind, part, f"{where}[{place}]") for place, (kind, part) in pairs)


def _read_plain(kind: Any, document: Any, where: str) -> Any:
    if get_origin(kind) is Literal:
        if document not in get_args(kind):
            raise DocumentError(f"{where}: {document!r} is none of {get_args(kind)}")
        return document
    if kind is datetime:
        return datetime.fromisoformat(_of(str, document, where))
    if kind is float and isinstance(document, int) and not isinstance(document, bool):
        return document  # a whole number stays one
    if kind is Any:
        return document
    return _of(kind, document, where)


def _of(kind: type, document: Any, where: str) -> Any:
    if not isinstance(document, kind) or (kind is int and isinstance(document, bool)):
        raise DocumentError(f"{where}: {document!r} is no {kind.__name__}")
    return document
