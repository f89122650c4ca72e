import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.document import from_document, to_document
from reviewapp.results.findings import SECTIONS, Findings, find
from reviewapp.results.reading_table import Case, Readings, ReadingTable, Scale

from .simulated import readings_of, simulated, with_ratings


def as_text(found: Findings) -> str:
    return json.dumps(to_document(found), allow_nan=False, sort_keys=True)


def test_readers_who_guess_are_shown_to_be_equivalent_to_chance():
    found = find(simulated(readers=10, cases=120, accuracy=0.5, is_biased=False))
    assert found.headline.answer == "no"
    assert found.headline.primary.says == found.headline.co_primary.says == "equivalent"
    assert found.headline.speaks_for == "other readers and cases"
    assert found.roc.mean.low < 0.5 < found.roc.mean.high


def test_readers_who_are_right_three_times_of_four_can_tell():
    found = find(simulated(readers=8, cases=80, accuracy=0.75, seed=4))
    assert found.headline.answer == "yes"
    assert found.accuracy.everyone.accuracy.balanced.low < 0.75
    assert found.accuracy.everyone.accuracy.balanced.high > 0.75
    assert found.model.accuracy.typical.value > 0.65
    assert found.best_reader.readers[0].test.p_adjusted < 0.01
    assert found.checks.area_bootstrap.low > 0.5


def test_readers_who_take_one_for_the_other_can_tell_too():
    found = find(simulated(readers=8, cases=80, accuracy=0.25))
    assert (found.headline.answer, found.headline.primary.says) == ("yes", "below chance")


def test_a_small_study_is_undecided_and_never_equivalent():
    assert find(simulated(readers=6, cases=16)).headline.answer == "undecided"


def test_the_same_readings_in_any_order_give_the_same_findings_bit_for_bit():
    table = simulated(cases=20, missing=0.1)
    turned = table.at(np.arange(5, -1, -1), np.random.default_rng(3).permutation(20))
    assert turned.readers != table.readers
    found = find(table)
    assert as_text(find(turned)) == as_text(found)
    assert from_document(Findings, json.loads(as_text(found))) == found


def test_another_seed_moves_the_bootstrap_alone():
    table = simulated(readers=3, cases=12)
    one, other = find(table), find(replace(table, seed=table.seed + 1))
    assert one.checks.area_bootstrap.low != other.checks.area_bootstrap.low
    assert one.roc == other.roc


def test_every_section_is_told_as_it_begins():
    told: list[tuple[str, int, int]] = []
    find(simulated(readers=2, cases=8), progress=lambda *step: told.append(step))
    assert [section for section, _, _ in told] == [*SECTIONS, "done"]
    assert [done for _, done, _ in told] == list(range(len(SECTIONS) + 1))
    assert {total for _, _, total in told} == {len(SECTIONS)}


def without_times(table: ReadingTable) -> ReadingTable:
    nothing_rc = np.full(table.shape, np.nan)
    return replace(table, seconds_rc=nothing_rc, position_rc=nothing_rc)


def without_rhythms(table: ReadingTable) -> ReadingTable:
    return replace(table, cases=tuple(replace(case, rhythm="") for case in table.cases))


def with_one_answer(table: ReadingTable) -> ReadingTable:
    return with_ratings(table, np.full(table.shape, 2.0))


def with_a_stubborn_reader(table: ReadingTable) -> ReadingTable:
    rating_rc = table.first.rating_rc.copy()
    rating_rc[0] = 6
    return with_ratings(table, rating_rc)


def who_know_everything(table: ReadingTable) -> ReadingTable:
    return with_ratings(table, np.tile(1.0 + 5 * table.truth_c, (len(table.readers), 1)))


def that_nobody_read(table: ReadingTable) -> ReadingTable:
    nothing = Readings.of(table.shape)
    return replace(without_times(table), first=nothing, again=nothing)


def of_one_origin(table: ReadingTable) -> ReadingTable:
    return replace(table, cases=tuple(replace(case, origin="real") for case in table.cases))


def without_truth(table: ReadingTable) -> ReadingTable:
    return replace(table, cases=tuple(replace(case, origin=None) for case in table.cases))


def with_verdicts_alone(table: ReadingTable) -> ReadingTable:
    first = Readings.of(table.shape, verdict_rc=table.first.verdict_rc)
    return replace(table, first=first, again=Readings.of(table.shape), rating_scale=None, items=())


def with_ratings_alone(table: ReadingTable) -> ReadingTable:
    noise_rc = np.random.default_rng(5).normal(size=table.shape)
    first = Readings.of(table.shape, rating_rc=noise_rc)
    return replace(table, first=first, again=Readings.of(table.shape), rating_scale=None, items=())


def with_values_alone(table: ReadingTable) -> ReadingTable:
    values_rc = table.first.rating_rc.astype(np.int64) - 1
    nothing = Readings.of(table.shape)
    return replace(
        without_truth(without_times(table)),
        first=Readings.of(table.shape, value_rc=values_rc),
        again=nothing,
        rating_scale=None,
        value_scale=Scale(tuple("abcdef")),
        items=(),
    )


def with_a_few_readings(table: ReadingTable) -> ReadingTable:
    read_rc = np.zeros(table.shape, dtype=bool)
    read_rc[0, 0] = read_rc[1, -1] = True
    return replace(table, first=readings_of(table.first.rating_rc, read_rc, {}))


STRANGE = [
    without_times, without_rhythms, with_one_answer, with_a_stubborn_reader, who_know_everything,
    that_nobody_read, of_one_origin, without_truth, with_verdicts_alone, with_ratings_alone,
    with_values_alone, with_a_few_readings,
]  # fmt: skip


@pytest.mark.parametrize("make", STRANGE, ids=lambda make: make.__name__)
def test_a_strange_study_has_findings_with_reasons(make: Callable[[ReadingTable], ReadingTable]):
    found = find(make(simulated(readers=3, cases=12, replicates=20)))
    assert from_document(Findings, json.loads(as_text(found))) == found


@pytest.mark.parametrize(
    ("readers", "cases", "sites", "missing"),
    [(0, 0, 1, 0), (0, 6, 1, 0), (1, 12, 1, 0), (1, 2, 1, 0), (2, 12, 2, 0), (2, 12, 1, 0.3),
     (5, 12, 1, 0.8), (30, 12, 5, 0), (30, 3, 30, 0.2)],
)  # fmt: skip
def test_studies_of_every_size_have_findings(readers, cases, sites, missing):
    table = simulated(readers=readers, cases=cases, sites=sites, missing=missing, replicates=20)
    found = find(table)
    assert found.reach.readers == len(found.accuracy.readers) == len(found.roc.readers) == readers
    assert from_document(Findings, json.loads(as_text(found))) == found


def test_cases_of_unknown_origin_count_in_agreement_alone():
    table = simulated(readers=3, cases=20)
    cases = (*table.cases[:-1], Case(table.cases[-1].code))
    found = find(replace(table, cases=cases))
    assert found.agreement[0].on("verdict").coefficients["fleiss_kappa"].extent.cases == 20
    assert found.accuracy.everyone.accuracy.accuracy.extent.cases == 19
