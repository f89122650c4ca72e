"""What a browser says of the tools used: kept where it makes sense, and never a reason to fail."""

import json

import pytest

from reviewapp.ecg.display import Display
from reviewapp.readings.tool_use import MOST_COUNTED, MOST_DISPLAYS, ToolUse

START = Display().key
FAST = Display(speed_mm_s=50).key


def sent(counts: object, displays: object = ()) -> ToolUse:
    return ToolUse.from_text(json.dumps({"counts": counts, "displays": displays}))


def test_what_was_sent_is_what_is_kept():
    use = sent({"zoom": 3, "pan": 0}, [START, FAST])
    assert use == ToolUse({"zoom": 3, "pan": 0}, (START, FAST))
    assert ToolUse.from_json(use.to_json()) == use


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "7",
        "null",
        '{"counts": 7}',
        '{"displays": "x"}',
        "[" * 3999,
        "0" * 5000,
    ],
)
def test_what_makes_no_sense_is_nothing(text):
    assert ToolUse.from_text(text) == ToolUse()


@pytest.mark.parametrize("count", [-1, 1.5, True, "3", None, [3]])
def test_a_count_is_a_whole_number_from_0(count):
    assert sent({"zoom": count, "pan": 2}).counts == {"pan": 2}


def test_tools_and_displays_that_do_not_exist_are_left_out():
    use = sent({"x-ray": 3}, ["25_10", 7, START, START, {"a": 1}])
    assert use == ToolUse({}, (START,))


def test_nobody_fills_the_database():
    assert sent({"zoom": 10**30}).counts == {"zoom": MOST_COUNTED}
    assert len(sent({}, [START] * 3 + [FAST] * MOST_DISPLAYS).displays) == 2


def test_the_steps_of_a_case_add_up():
    both = sent({"zoom": 1, "pan": 2}, [START]) + sent({"zoom": 4}, [START, FAST])
    assert both == ToolUse({"zoom": 5, "pan": 2}, (START, FAST))
    assert ToolUse() + ToolUse() == ToolUse()
