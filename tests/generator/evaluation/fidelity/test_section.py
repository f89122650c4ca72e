"""The whole section, on few and plain ECGs."""

import pytest

from generator.evaluation.fidelity.section import fidelity_section
from generator.evaluation.findings import Light
from tests.generator.evaluation.fidelity.beats import cast, synthetic_cast
from tests.generator.evaluation.fidelity.evidence_of import evidence_of


@pytest.fixture(scope="module")
def section():
    """Hearts of one kind on both sides in SR; hardly any real AF."""
    return fidelity_section(evidence_of(cast(40, 3, seed=1), synthetic_cast(24, 24, seed=2)))


def test_hearts_of_one_kind_pass(section) -> None:
    assert {each.light for each in section.checks if each.name.endswith("_sr")} == {Light.GREEN}


def test_a_rhythm_too_rare_is_grey_with_a_reason(section) -> None:
    rare = [each for each in section.checks if each.name.endswith("_af")]
    assert {each.light for each in rare} == {Light.GREY}
    assert all("3 real and 24 synthetic" in each.says for each in rare)


def test_names_are_unique_and_methods_are_told(section) -> None:
    names = [each.name for each in (*section.checks, *section.tables, *section.pictures)]
    assert len(set(names)) == len(names)
    assert all(name.startswith("fidelity.") for name in names)
    assert "random-kernels-1" in section.says
