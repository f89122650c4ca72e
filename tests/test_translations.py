"""German: every text of the pages that readers see is translated, and the compiled file is that
of the source. Needs no gettext: `msgfmt` compiles, Python reads."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from reviewapp.accounts.navigation import ENGLISH_ONLY

TEMPLATES = settings.BASE_DIR / "templates"
CATALOGUE = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES" / "django.po"
MARKS = {"_", "gettext", "gettext_lazy"}
QUOTED = re.compile(r'^"(?:[^"\\]|\\.)*"$', re.M)
PLACES = re.compile(r"%\(\w+\)s|\{\w*\}")
TAGS = re.compile(r"{#.*?#}|{% blocktranslate.*?endblocktranslate %}|{%.*?%}|{{.*?}}", re.S)
SHOWN = re.compile(r'>([^<>]+)<|(?:aria-label|alt|title|placeholder)="([^"]+)"')
SAME_IN_BOTH = {"ECG Blind Review", "· ECG Blind Review", "Enter", "Esc", "UTC"}


def templates() -> list[str]:
    """The templates that are shown in both languages."""
    names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    return sorted(name for name in names if name.partition("/")[0] not in ENGLISH_ONLY)


def texts_of_template(name: str) -> Iterator[str]:
    nodes = engines["django"].get_template(name).template.nodelist
    for node in nodes.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield node.filter_expression.var.literal
        elif isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]


def texts_of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            yield ast.literal_eval(node.args[0])


def marked_texts() -> set[str]:
    """Every text that a reader's page asks the catalogue for."""
    texts = {text for name in templates() for text in texts_of_template(name)}
    for path in (settings.BASE_DIR / "reviewapp").rglob("*.py"):
        if not ENGLISH_ONLY & set(path.parts):
            texts |= set(texts_of_module(path))
    return texts


def source_texts() -> dict[str, str]:
    """English to German as the .po file has it."""
    entries = re.split(r"^msgid ", CATALOGUE.read_text(), flags=re.M)[1:]
    pairs = (entry.split("msgstr ", 1) for entry in entries)
    return {_join(english): _join(german) for english, german in pairs if _join(english)}


def _join(quoted: str) -> str:
    return "".join(ast.literal_eval(line) for line in QUOTED.findall(quoted))


def compiled_texts() -> dict[str, str]:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {english: german for english, german in catalogue.items() if english}


def test_every_text_of_a_readers_pages_is_translated_and_no_other() -> None:
    assert set(source_texts()) == marked_texts()
    assert all(source_texts().values())
    assert "fuzzy" not in CATALOGUE.read_text()


def test_the_compiled_file_is_that_of_the_source() -> None:
    """Else: msgfmt -o locale/de/LC_MESSAGES/django.mo locale/de/LC_MESSAGES/django.po"""
    assert compiled_texts() == source_texts()


def test_a_translation_fills_in_the_same_names() -> None:
    for english, german in source_texts().items():
        assert sorted(PLACES.findall(english)) == sorted(PLACES.findall(german)), english


@pytest.mark.parametrize("name", templates())
def test_no_text_of_a_readers_template_stands_unmarked(name: str) -> None:
    page = TAGS.sub("", (TEMPLATES / name).read_text())
    shown = {(text or label).strip() for text, label in SHOWN.findall(page)}
    words = {text for text in shown if re.search(r"[A-Za-z]{2}", text)}
    assert words <= SAME_IN_BOTH


def test_german_speaks_of_ekgs_and_politely() -> None:
    german = " ".join(source_texts().values())
    assert not re.search(r"\b(ECGs?|du|dein\w*|dir|dich)\b", german)
