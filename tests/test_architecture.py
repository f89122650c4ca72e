"""What import contracts cannot see: sizes, names, and templates without code in them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = [path for part in ("reviewapp", "generator") for path in sorted((ROOT / part).rglob("*.py"))]
MODULES = [path for path in CODE if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
VAGUE = {"utils", "util", "helpers", "common", "misc", "manager", "service", "base"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function of a module, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_small_and_named_for_a_thing(path: Path) -> None:
    most = 25 if re.match(r"views|api", path.stem) else 60
    assert len(path.read_text().splitlines()) <= 300
    assert {name: lines for name, lines in functions_of(path) if lines > most} == {}
    assert path.stem not in VAGUE


def test_nine_functions_in_ten_are_short() -> None:
    lengths = sorted(lines for path in MODULES for _, lines in functions_of(path))
    assert lengths[int(0.9 * len(lengths))] <= 35


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_code_and_trusts_no_text(path: Path) -> None:
    text = path.read_text()
    forbidden = r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|hx-on|\|\s*safe\b|autoescape off"
    assert re.findall(forbidden, text) == []


SWAPPED = sorted({
    ROOT / "templates" / name
    for path in MODULES
    for name in re.findall(r'"(\w+/_\w+\.html)"', path.read_text())
})  # fmt: skip


@pytest.mark.parametrize("path", SWAPPED, ids=name_of)
def test_a_partial_that_is_swapped_is_called_what_its_root_is(path: Path) -> None:
    root = re.search(r"<\w+[^>]*>", path.read_text())
    assert root
    assert re.search(rf'id="_?{path.stem[1:]}"', root[0])


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.name.startswith("_")], ids=name_of)
def test_a_partial_is_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 60


def test_nothing_is_marked_safe() -> None:
    trusting = [name_of(p) for p in MODULES if re.search(r"mark_safe|SafeString", p.read_text())]
    assert trusting == []


def test_no_signal_carries_logic() -> None:
    """The one receiver puts triggers back after `migrate`; Django has no other hook for that."""
    receivers = [
        name_of(path) for path in MODULES if re.search(r"@receiver|\.connect\(", path.read_text())
    ]
    assert receivers == ["reviewapp/audit/apps.py"]
