from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.findings.accuracy import find_accuracy
from reviewapp.results.findings.headline import Headline, find_headline
from reviewapp.results.findings.roc import find_roc
from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.discrimination.equivalence import Band

from .simulated import simulated, with_ratings


def headline_of(table: ReadingTable) -> Headline:
    return find_headline(table, find_roc(table), find_accuracy(table))


def test_equivalence_of_the_area_alone_is_no_answer():
    table = simulated(readers=10, cases=120, is_biased=False)
    assert headline_of(table).answer == "no"
    narrow = headline_of(replace(table, accuracy_band=Band(margin=0.01)))
    assert (narrow.answer, narrow.primary.says) == ("undecided", "equivalent")
    assert "accuracy was not shown" in narrow.why


def test_one_reader_speaks_for_no_other():
    found = headline_of(simulated(readers=1, cases=60, accuracy=0.8, sites=1))
    assert (found.answer, found.speaks_for) == ("yes", "this reader and other cases")
    assert "binomial" in found.co_primary.equivalence.method


def test_few_readers_who_happen_to_agree_prove_nothing_of_others():
    table = simulated(readers=2, cases=24)
    calls = ["522252252555552252222555", "225522252555552522552252"]
    rating_rc = np.array([[float(level) for level in row] for row in calls])
    found = headline_of(with_ratings(table, rating_rc))
    assert found.primary.equivalence.equivalent
    assert not found.primary.these_readers.low > 0.4
    assert (found.answer, found.primary.says) == ("undecided", "undecided")
    assert found.speaks_for == "these readers and other cases"


def test_readers_who_always_say_the_same_are_undecided():
    table = simulated(readers=6, cases=20)
    found = headline_of(with_ratings(table, np.full(table.shape, 1.0)))
    assert found.answer == "undecided"
    assert found.reader_sd == 0


def test_without_ratings_accuracy_decides_and_says_so():
    table = simulated(readers=8, cases=80, accuracy=0.8)
    first = replace(table.first, rating_rc=np.full(table.shape, np.nan))
    found = headline_of(replace(table, first=first))
    assert (found.answer, found.primary.says) == ("yes", "undefined")
    assert "no area" in found.why


@pytest.mark.parametrize("readers", [0, 1])
def test_nothing_read_is_undecided_for_nobody(readers):
    table = simulated(readers=readers, cases=0)
    assert (headline_of(table).answer, headline_of(table).speaks_for) == ("undecided", "nobody")
