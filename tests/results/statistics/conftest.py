"""Known answers: published or computed elsewhere, read from beside the project."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.results.known.case import KnownAnswers


@pytest.fixture
def known_answers(shared_data: Path) -> Callable[[str], KnownAnswers]:
    """`known_answers(name)` loads one file."""

    def load(name: str) -> KnownAnswers:
        return KnownAnswers.read(shared_data / "agreement-cases" / f"{name}.json")

    return load
