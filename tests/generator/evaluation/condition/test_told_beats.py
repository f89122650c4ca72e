"""Told beats and found ones, paired."""

import numpy as np
import pytest

from generator.evaluation.condition.told_beats import f1_of, matched, together


def match(told, found):
    return matched(np.array(told, dtype=float), np.array(found, dtype=float))


def test_beats_within_150_ms_are_the_same():
    found = match([1, 2, 3], [1.1, 2.2, 3.0])
    assert (found.both, found.missed, found.extra) == (2, 1, 1)
    assert found.off_s == pytest.approx((0.1, 0.0))


def test_each_beat_has_one_partner_the_nearest():
    found = match([1.0], [0.9, 1.05])
    assert (found.both, found.extra) == (1, 1)
    assert found.off_s == pytest.approx((0.05,))


def test_at_the_ends_nothing_is_missed_or_extra():
    found = match([0.1, 5.0], [5.0, 9.9])
    assert (found.both, found.missed, found.extra) == (1, 0, 0)


def test_f1_counts_misses_and_extras_of_all_records():
    whole = together([match([1, 2, 3], [1, 2]), match([1, 2], [1, 2, 3]), match([4], [])])
    assert f1_of(whole) == pytest.approx(2 * 4 / (2 * 4 + 2 + 1))
    assert f1_of(match([], [])) is None
