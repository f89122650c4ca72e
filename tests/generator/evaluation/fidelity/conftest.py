"""Fewer halvings and trees than an evaluation takes: enough for what these tests ask."""

from collections.abc import Iterator

import pytest

from generator.evaluation.fidelity import cohort, machine_reader


@pytest.fixture(autouse=True, scope="package")
def quick() -> Iterator[None]:
    """For the time of this folder's tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cohort, "SPLITS", 40)
        patch.setattr(machine_reader, "_TREES", 20)
        yield
