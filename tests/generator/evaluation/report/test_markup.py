"""Markup that escapes by itself."""

import base64

from generator.evaluation.report.markup import (
    Html,
    anchor_of,
    element,
    joined,
    picture_address,
    whole_page,
)


def test_texts_and_attributes_are_escaped_and_markup_is_not():
    inner = element("b", "<i>", title='"&')
    assert inner == '<b title="&quot;&amp;">&lt;i&gt;</b>'
    assert element("p", inner, None, " & ") == f"<p>{inner} &amp; </p>"
    assert joined("<", Html("<br>")) == "&lt;<br>"


def test_attributes_are_named_as_in_html():
    made = element("img", src="x", alt="", class_="wide", aria_label="a", tabindex=0, id=None)
    assert made == '<img src="x" alt="" class="wide" aria-label="a" tabindex="0">'


def test_an_anchor_is_a_plain_word():
    assert anchor_of("utility.tstr_f1") == "utility-tstr_f1"
    assert anchor_of('" onclick="x') == "onclick-x"
    assert anchor_of("…") == "part"


def test_a_picture_travels_in_its_address():
    address = picture_address("<svg>é</svg>")
    head, _, content = address.partition(",")
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode() == "<svg>é</svg>"


def test_a_page_stands_alone():
    page = whole_page(title="<drawn> $1", body=Html("<p>$title</p>"))
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>&lt;drawn&gt; $1</title>" in page
    assert "<p>$title</p>" in page
    assert "http" not in page.replace("http-equiv", "")
