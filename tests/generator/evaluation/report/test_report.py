"""A report's own rules."""

from dataclasses import replace

import pytest

from generator.evaluation.report.report import refuse_names_twice
from tests.generator.evaluation.report.made_up import (
    FIDELITY,
    PRIVACY,
    UTILITY,
    made_up_report,
)


def test_the_checks_of_a_report_are_those_of_its_sections_in_their_order():
    names = [check.name for check in made_up_report().checks]
    assert names[0] == "utility.tstr_f1"
    assert names[-1] == "privacy.membership"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (UTILITY, "section utility"),
        (replace(FIDELITY, checks=UTILITY.checks[:1]), "check utility.tstr_f1"),
        (replace(FIDELITY, tables=UTILITY.tables), "table utility.scores"),
        (replace(FIDELITY, pictures=UTILITY.pictures), "picture utility.curve"),
    ],
)
def test_no_name_stands_twice(other, says):
    with pytest.raises(ValueError, match=says):
        refuse_names_twice((UTILITY, other, PRIVACY))
