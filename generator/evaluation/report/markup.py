"""HTML in which every text is escaped: nothing of a file's names becomes markup."""

import base64
import re
from html import escape
from string import Template
from typing import Final

from generator.evaluation.report.identity import GENERATOR

_HERE: Final = GENERATOR / "evaluation" / "report"
_EMPTY: Final = ("br", "img", "meta")


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, *children: str | None, **attributes: str | int | None) -> Html:
    """An element; texts among ``children`` are escaped, None is left out.

    ``class_`` stands for class, and ``aria_label`` for aria-label.
    """
    pairs = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    stated = "".join(
        f' {key}="{escape(str(value))}"' for key, value in pairs.items() if value is not None
    )
    if name in _EMPTY:
        return Html(f"<{name}{stated}>")
    return Html(f"<{name}{stated}>{joined(*children)}</{name}>")


def joined(*parts: str | None) -> Html:
    """Parts one after the other: texts are escaped, None is left out."""
    given = (part for part in parts if part is not None)
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in given))


def anchor_of(name: str) -> str:
    """A name as the id of an element."""
    return re.sub(r"[^a-zA-Z0-9_-]+", "-", name).strip("-") or "part"


def picture_address(svg: str) -> str:
    """An SVG as an address of its own.

    As an image it can hold no script and its ids meet no others.
    """
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def whole_page(*, title: str, body: Html) -> str:
    """A page that stands alone: the style is in it, and nothing is fetched from anywhere."""
    template = Template((_HERE / "page.html").read_text(encoding="utf-8"))
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    return template.substitute(title=escape(title), style=style, body=body)
