"""From JSON values to frozen dataclasses, with every fault named by its place."""

from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

LONGEST_LIST = 60
LONGEST_TEXT = 300
MOST_ERRORS = 20

_JSON_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


def read_value(kind: Any, value: object, place: str, errors: list[str]) -> Any:
    """``value`` as ``kind``: str, int, bool, a dataclass, or a tuple of one of them.

    Adds a sentence to ``errors`` for each fault below ``place`` and then returns None there.
    """
    if is_dataclass(kind):
        return _read_dataclass(kind, value, place, errors)
    if get_origin(kind) is tuple:
        return _read_list(get_args(kind)[0], value, place, errors)
    if type(value) is not kind:  # not isinstance: true is no whole number here
        errors.append(f"{place}: {_JSON_NAMES[kind]} is expected")
    elif isinstance(value, str) and (len(value) > LONGEST_TEXT or not value.isprintable()):
        errors.append(f"{place}: one line of at most {LONGEST_TEXT} characters is expected")
    else:
        return value
    return None


def _read_list(kind: Any, value: object, place: str, errors: list[str]) -> Any:
    if not isinstance(value, list) or len(value) > LONGEST_LIST:
        errors.append(f"{place}: a list of at most {LONGEST_LIST} is expected")
        return None
    return tuple(
        read_value(kind, part, f"{place}[{index}]", errors) for index, part in enumerate(value)
    )


def _read_dataclass(kind: Any, value: object, place: str, errors: list[str]) -> Any:
    if not isinstance(value, dict):
        errors.append(f"{place}: an object is expected")
        return None
    known = {part.name: part for part in fields(kind)}
    before = len(errors)
    errors += [f"{place}: {str(name)[:40]!r} is not known" for name in value if name not in known]
    errors += [
        f"{place}.{name}: is missing"
        for name, part in known.items()
        if name not in value and _is_needed(part)
    ]
    types = get_type_hints(kind)
    read = {
        name: read_value(types[name], value[name], f"{place}.{name}", errors)
        for name in known
        if name in value
    }
    return kind(**read) if len(errors) == before else None


def _is_needed(part: Field[Any]) -> bool:
    return part.default is MISSING and part.default_factory is MISSING
