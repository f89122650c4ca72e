import numpy as np
import pytest

from reviewapp.results.statistics.agreement.repeats import (
    NO_REPEATS,
    repeat_agreement,
    repeat_drift,
    repeat_scores,
    repeat_share_of_all,
)
from reviewapp.results.statistics.coding import MISSING


def occasions(known, value="value"):
    readers = sorted({row["reader"] for row in known.rows()})
    cases = sorted({row["case"] for row in known.rows()})
    codes = np.full((2, len(readers), len(cases)), MISSING)
    for row in known.rows():
        place = row["occasion"] - 1, readers.index(row["reader"]), cases.index(row["case"])
        codes[place] = row[value] - (value == "score")
    return readers, codes


def test_readers_agree_with_themselves_as_r_says(known_answers):
    known = known_answers("synth_intra_reader")
    readers, (first_rc, second_rc) = occasions(known, "answer")
    _, (score_rc, score_again_rc) = occasions(known, "score")
    for r, reader in enumerate(readers):
        found = repeat_agreement(first_rc[r], second_rc[r], categories=2)
        known.check(f"agree_{reader}", found.agreement.value)
        known.check(f"kappa_{reader}", found.kappa.value)
        known.check(f"kappa_se_{reader}", found.kappa.se)
        scored = repeat_agreement(
            score_rc[r], score_again_rc[r], categories=5, weighting="quadratic"
        )
        known.check(f"wkappa_quadratic_{reader}", scored.kappa.value)


def test_a_case_read_once_is_no_repeat(known_answers):
    known = known_answers("rule_repeat_reads")
    _, (first_rc, second_rc) = occasions(known)
    found = repeat_share_of_all(first_rc, second_rc, categories=2)
    assert found.extent.readings == 2 * known.expected["intra_pairs"]
    known.check("intra_percent_agreement", found.value)


def test_without_repeats_there_is_nothing_to_agree_on():
    once = np.array([0, 1]), np.full(2, MISSING)
    kappa = repeat_agreement(*once, categories=2).kappa
    assert kappa.reason == NO_REPEATS
    assert kappa.method.startswith("Cohen kappa")
    all_of_them = repeat_share_of_all(once[0][None], once[1][None], categories=2)
    assert all_of_them.reason == NO_REPEATS


def test_the_share_over_all_readers_has_a_seeded_interval():
    generator = np.random.default_rng(1)
    first_rc, second_rc = generator.integers(0, 2, (2, 3, 20))
    found = repeat_share_of_all(first_rc, second_rc, categories=2, seed=5)
    assert found.value == pytest.approx((first_rc == second_rc).mean())
    assert found.low < found.value < found.high
    assert found == repeat_share_of_all(first_rc, second_rc, categories=2, seed=5)


def test_scores_given_twice_have_what_r_gives(known_answers):
    known = known_answers("synth_intra_reader")
    readers, (first_rc, second_rc) = occasions(known, "score")
    for r, reader in enumerate(readers):
        found = repeat_scores(first_rc[r].astype(float), second_rc[r].astype(float))
        known.check(f"icc2_{reader}", found.icc.value)
        known.check(f"within_sd_{reader}", found.within_sd.value)
        assert found.limits.bias.value == pytest.approx((second_rc[r] - first_rc[r]).mean())


def test_drift_to_one_side_is_seen_and_change_to_both_is_not():
    first, drifted = np.zeros(12, int), np.array([1] * 8 + [0] * 4)
    assert repeat_drift(first, drifted, categories=2).p_value == pytest.approx(2 / 2**8)
    swapped = np.array([0, 1] * 6), np.array([1, 0] * 6)
    assert repeat_drift(*swapped, categories=2).p_value == 1
