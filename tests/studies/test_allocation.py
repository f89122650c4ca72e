"""The whole allocation: what every plan keeps to, and what plans keep to on average."""

from collections import Counter
from itertools import groupby
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewapp.studies.allocation import AllocationError, Cell, Design, allocate
from tests.studies.candidates import (
    BALANCED,
    SMALL_AND_ODD,
    make_candidates,
    make_cells,
    make_key,
)


def make_plan(counts, readers=4, seed="seed", candidates=None, **design):
    return allocate(
        seed=seed,
        candidates=candidates or make_candidates(counts),
        cells=make_cells(counts),
        readers=[f"reader {number}" for number in range(readers)],
        design=Design(**design),
    )


def origins_by_key(plan):
    return {case.key: case.origin for case in plan.cases}


def study_part(reader):
    return [shown for shown in reader.presentations if not shown.practice]


def assert_keeps_the_rules(plan, repeat_gap=25):
    """What holds in every plan, whatever gave way."""
    keys = {case.key for case in plan.cases}
    practice = {case.key for case in plan.practice}
    assert not keys & practice
    for reader in plan.readers:
        positions = [shown.position for shown in reader.presentations]
        assert positions == list(range(1, len(positions) + 1))
        assert {s.case_key for s in reader.presentations if s.practice} == practice
        shown = study_part(reader)
        firsts = {s.position: s.case_key for s in shown if s.repeat_of_position is None}
        assert sorted(firsts.values()) == sorted(keys)
        repeats = [s for s in shown if s.repeat_of_position is not None]
        assert all(firsts[s.repeat_of_position] == s.case_key for s in repeats)
        assert all(s.position - s.repeat_of_position >= repeat_gap for s in repeats)
        assert len({s.case_key for s in repeats}) == len(repeats)
        assert [s.block for s in shown] == sorted(s.block for s in shown)


def test_a_balanced_study_needs_no_rule_to_give_way():
    plan = make_plan(BALANCED)
    assert_keeps_the_rules(plan)
    assert plan.notes == ()
    origin = origins_by_key(plan)
    for reader in plan.readers:
        sequence = [origin[shown.case_key] for shown in study_part(reader)]
        assert len(sequence) == 92
        assert max(len(list(run)) for _, run in groupby(sequence)) <= 3
        for _, block in groupby(study_part(reader), key=lambda shown: shown.block):
            shares = [origin[shown.case_key] == "synthetic" for shown in block]
            assert 20 <= len(shares) <= 25
            assert 0.4 <= mean(shares) <= 0.6


def test_a_small_and_odd_study_has_a_plan():
    plan = make_plan(SMALL_AND_ODD, readers=2)
    assert_keeps_the_rules(plan)
    assert len(plan.cases) == 44
    assert plan.notes == ("51 presentations make blocks of 25, 26, not of 20 to 25.",)


def test_three_cases_have_a_plan():
    plan = make_plan({("SR", "real"): 2, ("SR", "synthetic"): 1}, repeat_percent=0, practice=0)
    assert_keeps_the_rules(plan)
    assert len(plan.notes) == 2


def test_an_impossible_run_gives_way_and_says_so():
    plan = make_plan({("SR", "real"): 10, ("SR", "synthetic"): 1}, repeat_percent=0)
    assert any("Runs of one origin reach 5" in note for note in plan.notes)


def test_the_44_ecgs_of_a_published_test_can_all_be_used():
    plan = make_plan(
        SMALL_AND_ODD, candidates=make_candidates(SMALL_AND_ODD, 0), practice=0, repeat_percent=0
    )
    assert_keeps_the_rules(plan)


counts_of_cells = st.dictionaries(
    st.tuples(st.sampled_from(["SR", "AF", "PACE"]), st.sampled_from(["real", "synthetic"])),
    st.integers(0, 16),
    min_size=1,
)


@settings(deadline=None, max_examples=40)
@given(counts_of_cells, st.integers(1, 5), st.sampled_from([0, 15, 20]), st.text(min_size=1))
def test_any_study_has_a_plan_or_a_reason(counts, readers, percent, seed):
    try:
        plan = make_plan(counts, readers, seed, practice=0, repeat_percent=percent)
    except AllocationError:
        cases = sum(counts.values())
        assert cases == 0 or (percent and cases < 25 + 0.2 * cases + 6)
    else:
        assert_keeps_the_rules(plan)


@settings(deadline=None, max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_things_come_in(random):
    candidates, cells = make_candidates(SMALL_AND_ODD), make_cells(SMALL_AND_ODD)
    readers = ["anna", "bela", "carl"]
    plans = set()
    for _ in range(2):
        plan = allocate(
            seed=b"seed", candidates=candidates, cells=cells, readers=readers, design=Design()
        )
        plans.add(plan.sha256)
        for things in (candidates, cells, readers):
            random.shuffle(things)
    assert len(plans) == 1


def test_this_seed_always_gives_this_plan():
    """A change here is a change of every study's plan: it needs a new ALGORITHM version."""
    plan = make_plan(SMALL_AND_ODD, readers=2, seed="2026")
    assert plan.algorithm == "hmac-blocks/1"
    assert plan.sha256 == "676434f490459f397dd866b5b972f2b6c0a10addd2cdcf0a5d8541fabbd2065a"


def test_the_plan_follows_again_from_its_own_cases():
    plan = make_plan(SMALL_AND_ODD)
    again = make_plan(SMALL_AND_ODD, candidates=[*plan.cases, *plan.practice])
    assert again == plan


def test_another_seed_gives_other_cases_and_orders():
    one, other = make_plan(BALANCED, seed="one"), make_plan(BALANCED, seed="other")
    assert {case.key for case in one.cases} != {case.key for case in other.cases}
    assert one.seed_commitment != other.seed_commitment


def test_a_share_gives_each_reader_a_part_and_each_case_a_reader():
    plan = make_plan(BALANCED, readers=4, share_percent=50, repeat_percent=0)
    sizes = {len(study_part(reader)) for reader in plan.readers}
    read = Counter(s.case_key for reader in plan.readers for s in study_part(reader))
    assert sizes == {40}
    assert set(read.values()) == {2}
    assert len(read) == 80


def test_every_reason_for_a_refusal_is_given_at_once():
    with pytest.raises(AllocationError) as refusal:
        allocate(
            seed="seed",
            candidates=[],
            cells=[Cell("SR", "real", 9), Cell("SR", "real", 2)],
            readers=["anna", "anna"],
            design=Design(),
        )
    reasons = " ".join(refusal.value.reasons)
    assert len(refusal.value.reasons) == 3
    assert "SR/real is named in more than one cell" in reasons
    assert "anna is named more than once" in reasons
    assert "hidden repeats" in reasons


def test_shares_that_leave_cases_unread_are_refused():
    with pytest.raises(AllocationError, match=r"2 readers with 20 % .* leave some"):
        make_plan(BALANCED, readers=2, share_percent=20)


def test_no_readers_and_no_cases_are_refused():
    with pytest.raises(AllocationError) as refusal:
        allocate(seed="s", candidates=[], cells=[], readers=[], design=Design())
    assert len(refusal.value.reasons) == 2


@pytest.fixture(scope="module")
def many_plans():
    """Twelve plans of one study for eight readers, each under its own seed."""
    return [make_plan(BALANCED, readers=8, seed=make_key(seed)) for seed in range(12)]


def test_real_and_synthetic_stand_at_the_same_mean_position(many_plans):
    positions = {"real": [], "synthetic": []}
    for plan in many_plans:
        origin = origins_by_key(plan)
        for reader in plan.readers:
            for shown in study_part(reader):
                positions[origin[shown.case_key]].append(shown.position)
    # Over 96 sequences of 92 the mean has a standard error below 0.6
    assert mean(positions["real"]) == pytest.approx(mean(positions["synthetic"]), abs=2)


def test_each_case_stands_in_each_quartile_as_often(many_plans):
    """Eight readers: twice in each quartile; by chance alone 1 case in 5 would keep to 1..3."""
    counts = Counter()
    for plan in many_plans:
        for case in plan.cases:
            quartiles = [0, 0, 0, 0]
            for reader in plan.readers:
                firsts = [s for s in study_part(reader) if s.repeat_of_position is None]
                index = [s.case_key for s in firsts].index(case.key)
                quartiles[4 * index // len(firsts)] += 1
            counts.update(quartiles)
    kept = sum(counts[times] for times in (1, 2, 3)) / counts.total()
    assert kept > 0.97
    assert counts[2] / counts.total() > 0.7


def test_repeats_fall_on_real_and_synthetic_alike(many_plans):
    for plan in many_plans:
        origin = origins_by_key(plan)
        for reader in plan.readers:
            repeated = Counter(
                origin[s.case_key] for s in study_part(reader) if s.repeat_of_position is not None
            )
            assert repeated == {"real": 6, "synthetic": 6}


def test_a_readers_first_case_is_of_either_origin(many_plans):
    firsts = Counter(
        origins_by_key(plan)[study_part(reader)[0].case_key]
        for plan in many_plans
        for reader in plan.readers
    )
    assert 30 < firsts["real"] < 66  # 96 readers
