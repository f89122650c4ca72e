from itertools import combinations

import pytest

from reviewapp.results.analysis import analyse
from reviewapp.results.verdict_agreement import NOT_TWO

from .datasets import (
    R,
    S,
    make_dataset,
    published_study,
    repeat_of,
    two_site_study,
    with_presentations,
)


def pairs_of(dataset):
    """Each pair of verdicts, real or synthetic, on one case."""
    by_case = {}
    for shown in dataset.main:
        by_case.setdefault(shown.case.code, []).append("synthetic" in shown.reading.verdict)
    return [pair for given in by_case.values() for pair in combinations(given, 2)]


def test_kappa_of_two_readers_equals_that_of_counting_pairs():
    dataset = two_site_study()
    pairs = pairs_of(dataset)
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    firsts, seconds = zip(*pairs, strict=True)
    by_reader = sum(a == b for a in firsts for b in seconds) / n**2
    share = (sum(firsts) + sum(seconds)) / (2 * n)
    by_all = share**2 + (1 - share) ** 2
    found = analyse(dataset).agreement[0].binary
    assert found["percent_agreement"].value == pytest.approx(observed)
    assert found["cohen_kappa"].value == pytest.approx((observed - by_reader) / (1 - by_reader))
    assert found["fleiss_kappa"].value == pytest.approx((observed - by_all) / (1 - by_all))
    assert found["krippendorff_alpha"].low < found["krippendorff_alpha"].value


def test_one_reader_agrees_with_nobody_and_every_measure_says_so():
    found = analyse(published_study()).agreement[0]
    for name, estimate in {**found.binary, **found.six_level}.items():
        assert estimate.value is None
        expected = NOT_TWO if name == "cohen_kappa" else "no case was read by two readers"
        assert estimate.reason == expected


def test_cohens_kappa_is_for_two_readers_and_sites_with_several_get_their_own():
    verdicts = {("R-A", "HD"): (S, R, S, R), ("R-B", "HD"): (S, S, R, R), ("R-C", "GOE"): (R,) * 4}
    found = analyse(make_dataset(("real", "synthetic") * 2, verdicts)).agreement
    assert [group.label for group in found] == ["all readers", "HD"]
    assert found[0].binary["cohen_kappa"].reason == NOT_TWO
    assert found[1].binary["cohen_kappa"].value == 0


def test_repeats_stay_out_of_agreement_between_readers():
    dataset = two_site_study()
    more = with_presentations(dataset, *(repeat_of(p, S) for p in dataset.presentations[:6]))
    assert analyse(more).agreement == analyse(dataset).agreement


def test_readers_agree_with_themselves_by_their_repeats():
    dataset = two_site_study()
    again = [repeat_of(p, S) for p in dataset.presentations[3:7]]  # verdicts S S R R before
    found = analyse(with_presentations(dataset, *again)).repeats
    anna, bela = found.readers
    assert (anna.pairs, bela.pairs) == (4, 0)
    assert anna.binary.agreement.value == found.everyone.value == 0.5
    assert bela.binary.agreement.reason == "no case was read twice by one reader"
