from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import numpy as np
import pytest

from reviewapp.results.document import DocumentError, from_document, to_document
from reviewapp.results.statistics.estimate import Interval


@dataclass(frozen=True)
class Leaf:
    name: Literal["a", "b"]
    value: float | None


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    by_name: Mapping[str, Leaf]
    pair: tuple[int, str]
    at: datetime
    interval: Interval | None
    is_green: bool


TREE = Tree(
    leaves=(Leaf("a", 0.1 + 0.2), Leaf("b", None)),
    by_name={"x": Leaf("a", -1e-300)},
    pair=(3, "three"),
    at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
    interval=Interval(0.0, 1.5),
    is_green=True,
)


def test_what_is_written_reads_back():
    document = to_document(TREE)
    assert document["interval"] == [0.0, 1.5]
    assert document["at"] == "2026-05-04T09:30:00+00:00"
    assert from_document(Tree, document) == TREE


def test_numbers_of_numpy_become_plain_ones_and_arrays_are_refused():
    assert type(to_document(np.float64(0.5))) is float
    with pytest.raises(TypeError, match="ndarray is no part"):
        to_document(np.zeros(2))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": 1}, "fields colour are missing or unknown"),
        ({"is_green": 1}, "Tree.is_green: 1 is no bool"),
        ({"pair": [True, "x"]}, r"Tree.pair\[0\]: True is no int"),
        ({"pair": [1]}, "1 values, but 2"),
        ({"leaves": [{"name": "c", "value": 1.0}]}, r"Tree.leaves\[0\].name: 'c' is none of"),
        ({"by_name": []}, "Tree.by_name"),
    ],
)
def test_a_document_of_another_kind_says_where(change: dict[str, Any], complaint: str):
    with pytest.raises(DocumentError, match=complaint):
        from_document(Tree, to_document(TREE) | change)
