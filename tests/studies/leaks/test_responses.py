"""Answers as features: random parts are blanked, and all that is left should be the same."""

from uuid import UUID

import numpy as np
import pytest

from reviewapp.studies.leaks.responses import (
    Response,
    Visit,
    latency_tables,
    response_tables,
    text_table,
)

TOKENS = ["tB3aaaaaaaaaaaaaaaaaaa", "Qz9bbbbbbbbbbbbbbbbbbb", "m-4ccccccccccccccccccc"]


def page(token: str, number: int, **parts: str) -> Visit:
    """A page with a token, a submission id and a masked CSRF token of its own."""
    body = f"case {token} {UUID(int=number)} {str(number) * 64} {parts.get('words', '')}"
    headers = (("Content-Type", "text/html"), ("X-From", parts.get("header", "app")))
    response = Response(200, headers, body.encode(), 0.001 * number)
    return Visit({"case page": response}, (token,))


def pages(**parts: list[str]) -> list[Visit]:
    return [
        page(token, number + 1, **{name: texts[number] for name, texts in parts.items()})
        for number, token in enumerate(TOKENS)
    ]


def varies(table: np.ndarray) -> bool:
    return bool(np.ptp(table, axis=0).any())


def test_pages_that_differ_in_random_parts_only_are_the_same():
    tables = response_tables(pages())
    assert {name for name, table in tables.items() if varies(table)} == {"submission ids"}


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"header": ["ptb", "sssd", "sssd"]}, "case page: headers"),
        ({"words": ["real", "fine", "real"]}, "case page: words"),
        ({"words": ["record 17", "record 18", "record 19"]}, "case page: words"),
        ({"words": ["ab", "abc", "abcd"]}, "case page: length"),
    ],
)
def test_what_differs_beside_them_is_found(parts, found):
    assert varies(response_tables(pages(**parts))[found])


def test_a_file_name_splits_into_words_and_numbers():
    table = text_table(["real_0007.dat", "real_0009.dat", "sssd_1007.dat", "sssd_1013.dat"])
    columns = {tuple(column) for column in table.T}
    assert (1, 1, 0, 0) in columns
    assert (7, 9, 1007, 1013) in columns


def test_a_word_of_one_text_alone_tells_nothing_of_another():
    assert text_table(["aa", "bb", "cc"]).shape == (3, 1)


def test_latency_is_the_median_over_the_rounds_that_asked():
    first, second, third = pages(), pages(), pages()
    for visit in second:
        visit.responses.pop("case page")
    table = latency_tables([first, second, third])["case page: latency"]
    assert table[:, 0] == pytest.approx([1, 2, 3])


def test_a_visit_without_bodies_keeps_its_times():
    kept = pages()[1].without_bodies().responses["case page"]
    assert (kept.body, kept.seconds) == (b"", 0.002)
