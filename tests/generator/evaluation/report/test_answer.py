"""The light and the three sentences follow from the checks."""

from dataclasses import replace

import pytest

from generator.evaluation.findings import Light, Section
from generator.evaluation.report.answer import answer_of
from tests.generator.evaluation.report.made_up import FIDELITY, PRIVACY, UTILITY, check


def section(name, *values):
    """A section whose checks want at least 0.8, and 0.7 to be borderline."""
    checks = [
        check(f"{name}.{at}", value, title=f"{name} {at}", says="Nobody looked.")
        for at, value in enumerate(values)
    ]
    return Section(name=name, title=name, says="", checks=tuple(checks))


def answer_with(*, utility=(0.9,), fidelity=(0.9,), privacy=(0.9,), condition=(0.9,)):
    given = {"utility": utility, "fidelity": fidelity, "privacy": privacy, "condition": condition}
    return answer_of([section(name, *values) for name, values in given.items()])


@pytest.mark.parametrize(
    ("values", "light"),
    [
        ({}, "green"),
        ({"fidelity": (0.9, 0.75)}, "amber"),
        ({"fidelity": (0.9, 0.75), "utility": (0.1, 0.9)}, "red"),
        ({"condition": (0.1,)}, "red"),
        ({"privacy": (0.9, None)}, "green"),
        ({"condition": (None,)}, "green"),
        ({"privacy": (None,)}, "amber"),
        ({"privacy": ()}, "amber"),
        ({"privacy": (None,), "fidelity": (0.1,)}, "red"),
        (dict.fromkeys(("utility", "fidelity", "privacy", "condition"), (None,)), "grey"),
    ],
)
def test_the_light_is_the_worst_of_what_was_measured(values, light):
    assert answer_with(**values).light == light


def test_what_decided_the_light_is_named_and_so_is_what_was_not_measured():
    answer = answer_with(utility=(0.1, 0.9), privacy=(0.75, None), condition=(0.2,))
    assert answer.because == "2 of 6 checks fail: utility 0 and condition 0."
    assert (answer.red, answer.amber, answer.grey) == (
        ("utility.0", "condition.0"),
        ("privacy.0",),
        ("privacy.1",),
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "No check fails and none is borderline: 4 of 4 checks pass."),
        ({"condition": (None,)}, "3 of 4 checks pass, 1 could not be measured."),
        ({"utility": (0.75,)}, "1 of 4 checks is borderline, and none fails: utility 0."),
        ({"privacy": ()}, "Privacy could not be measured, and no light is green then:"),
    ],
)
def test_the_reason_is_told_for_every_colour(values, says):
    assert says in answer_with(**values).because


def test_the_three_sentences_quote_figures_intervals_and_missed_limits():
    sentences = answer_of((UTILITY, FIDELITY, PRIVACY)).sentences
    assert [(one.section, one.light) for one in sentences] == [
        ("utility", Light.AMBER),
        ("fidelity", Light.RED),
        ("privacy", Light.GREEN),
    ]
    assert sentences[0].text == (
        "Utility is borderline: trained on synthetic, F1 0.930 (0.900 to 0.950); trained on real, "
        "F1 0.750 (0.700 to 0.800), where at least 0.8 is wanted (of 2 checks 1 passes, 1 is "
        "borderline)."
    )
    assert "MMD 0.200, where at most 0.01 is wanted" in sentences[1].text
    assert "1 could not be measured" in sentences[2].text


def test_what_could_not_be_measured_says_why():
    text = answer_with(privacy=(None,)).sentences[2].text
    assert text == "Privacy could not be measured: Nobody looked."


def test_a_failing_check_far_down_is_quoted_too():
    low = check("utility.last", 0.1, title="The last one")
    many = replace(UTILITY, checks=(*UTILITY.checks, low))
    assert "the last one 0.100, where at least 0.8" in answer_of((many,)).sentences[0].text
