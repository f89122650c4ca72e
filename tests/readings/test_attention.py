"""Active, hidden and idle time, from what a browser tells."""

import json
import random

import pytest

from reviewapp.readings.attention import (
    KINDS,
    LONGEST_TEXT,
    MOST_RUNS,
    Attention,
    Run,
    Spent,
    UnreadableError,
    spend,
)

IDLE_AFTER_MS = 30_000


def spent(span_ms: int, *runs: tuple[str, int, int]) -> Spent:
    attention = Attention(span_ms, tuple(Run(*run) for run in runs))
    return spend(attention, IDLE_AFTER_MS)


def test_a_look_without_a_touch_is_active_for_as_long_as_one_input_would_be():
    assert spent(20_000) == Spent(20_000, 0, 0)
    assert spent(50_000) == Spent(30_000, 0, 20_000)


def test_from_an_input_on_the_reader_is_active_and_then_idle():
    assert spent(100_000, ("key", 40_000, 40_000)) == Spent(60_000, 0, 40_000)


def test_a_long_run_of_input_is_active_all_along():
    assert spent(200_000, ("pointer", 10_000, 160_000)) == Spent(190_000, 0, 10_000)


def test_a_hidden_page_is_hidden_even_where_something_was_typed_before():
    assert spent(60_000, ("key", 9_000, 9_000), ("hidden", 10_000, 55_000)) == Spent(
        15_000, 45_000, 0
    )


def test_coming_back_counts_as_an_input():
    assert spent(100_000, ("hidden", 30_000, 60_000)) == Spent(60_000, 30_000, 10_000)


def test_another_window_with_the_keyboard_changes_nothing():
    assert spent(50_000, ("blurred", 0, 50_000)) == spent(50_000)


def test_runs_that_overlap_count_once():
    assert spent(60_000, ("key", 0, 40_000), ("wheel", 5_000, 20_000), ("hidden", 50_000, 60_000),
                 ("hidden", 55_000, 60_000)) == Spent(50_000, 10_000, 0)  # fmt: skip


def slowly(attention: Attention, idle_after_ms: int) -> Spent:
    """The same by looking at every millisecond."""
    counts = {"active": 0, "hidden": 0, "idle": 0}
    quiet = 0
    for now in range(attention.span_ms):
        on = {run.kind for run in attention.runs if run.from_ms <= now < run.to_ms}
        ended = {run.kind for run in attention.runs if run.from_ms <= now == run.to_ms}
        began = {run.kind for run in attention.runs if run.from_ms == now and run.kind != "hidden"}
        if (on | ended | began) - {"blurred", "hidden"} or "hidden" in ended:
            quiet = 0
        state = "hidden" if "hidden" in on else "active" if quiet < idle_after_ms else "idle"
        counts[state] += 1
        quiet += 1
    return Spent(counts["active"], counts["hidden"], counts["idle"])


def test_it_agrees_with_a_look_at_every_millisecond():
    chance = random.Random(4)
    for _ in range(300):
        span = chance.randint(0, 150)
        runs = []
        for _ in range(chance.randint(0, 6)):
            start, end = sorted(chance.choices(range(span + 1), k=2))
            runs.append(Run(chance.choice(sorted(KINDS)), start, end))
        attention, idle_after = Attention(span, tuple(runs)), chance.randint(1, 40)
        result = spend(attention, idle_after)
        assert result == slowly(attention, idle_after), (attention, idle_after)
        assert result.active_ms + result.hidden_ms + result.idle_ms == span


def test_what_was_sent_is_kept_as_it_was():
    text = '{"span": 61200, "runs": [["pointer", 310, 2950], ["hidden", 5000, 61200]]}'
    assert Attention.from_text(text).to_json() == json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "null",
        "[]",
        "{}",
        '{"span": 1}',
        '{"span": "1", "runs": []}',
        '{"span": true, "runs": []}',
        '{"span": NaN, "runs": []}',
        '{"span": 1.5, "runs": []}',
        '{"span": -1, "runs": []}',
        '{"span": 1e99, "runs": []}',
        '{"span": 99999999999, "runs": []}',
        '{"span": 9, "runs": {}}',
        '{"span": 9, "runs": [["key", 1]]}',
        '{"span": 9, "runs": [["key", 1, 2, 3]]}',
        '{"span": 9, "runs": [["password", 1, 2]]}',
        '{"span": 9, "runs": [["key", 5, 4]]}',
        '{"span": 9, "runs": [["key", 5, 10]]}',
        '{"span": 9, "runs": [["key", -1, 4]]}',
        "[" * 50_000,
        " " * (LONGEST_TEXT + 1),
        json.dumps({"span": 9, "runs": [["key", 1, 1]] * (MOST_RUNS + 1)}),
    ],
)
def test_what_makes_no_sense_is_unreadable(text):
    with pytest.raises(UnreadableError):
        Attention.from_text(text)
