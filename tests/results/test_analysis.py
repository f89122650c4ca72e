import json
from dataclasses import replace

import pytest

from reviewapp.results.analysis import SCHEMA, analyse, as_json, from_json
from reviewapp.results.document import DocumentError

from .datasets import (
    PUBLISHED_ORIGINS,
    R,
    S,
    make_dataset,
    make_reading,
    published_study,
    repeat_of,
    two_site_study,
    with_presentations,
)


def test_the_published_turing_test_comes_out_as_published():
    everyone = analyse(published_study()).findings.accuracy.everyone
    table = everyone.accuracy.confusion
    assert (table.synthetic_called_synthetic, table.synthetic) == (5, 22)
    assert (table.real_called_synthetic, table.real) == (5, 22)
    accuracy = everyone.accuracy.accuracy
    assert accuracy.value == 0.5
    assert (round(accuracy.low, 2), round(accuracy.high, 2)) == (0.36, 0.64)
    assert abs(everyone.detection.d_prime.value) < 1e-12


def test_every_site_has_its_own_figures_and_all_theirs():
    found = analyse(two_site_study()).findings.accuracy
    assert [(site.label, site.readers) for site in found.sites] == [("GOE", 1), ("HD", 1)]
    assert found.sites[0].accuracy == found.readers[0].accuracy
    assert found.everyone.readers == 2
    assert found.everyone.accuracy.confusion.readings == 88
    assert "unreliable" in found.everyone.accuracy.accuracy.note


def test_practice_repeats_and_abstentions_change_no_main_figure():
    dataset = two_site_study()
    first = dataset.presentations[0]
    more = with_presentations(
        dataset,
        replace(first, token="p", is_practice=True, reading=make_reading(R)),
        replace(first, token="a", reading=make_reading(outcome="abstained")),
        replace(first, token="u", reading=make_reading(outcome="unreadable")),
        replace(first, token="n", reading=None),
        repeat_of(first, R),
    )
    found, plain = analyse(more, replicates=20), analyse(dataset, replicates=20)
    for part in ("accuracy", "roc", "agreement", "difficulty", "headline", "trend"):
        assert getattr(found.findings, part) == getattr(plain.findings, part)
    everyone = found.flow[-1]
    assert everyone.presented == everyone.analysed + 5
    assert (everyone.practice, everyone.abstained, everyone.unreadable) == (1, 1, 1)
    assert (everyone.not_read, everyone.repeats_read) == (1, 1)
    assert found.findings.repeats.pairs == 1


def test_flow_adds_up_by_reader_and_site():
    flow = analyse(two_site_study(), replicates=20).flow
    rows = [(row.kind, row.label, row.presented) for row in flow]
    assert rows == [
        ("reader", "R-BELA", 44), ("reader", "R-ANNA", 44),
        ("site", "GOE", 44), ("site", "HD", 44), ("all", "all readers", 88),
    ]  # fmt: skip


def test_a_study_that_nobody_read_says_why_everywhere():
    verdicts = {("R-ANNA", "HD"): (None,) * 44, ("R-BELA", "GOE"): (None,) * 44}
    found = analyse(make_dataset(PUBLISHED_ORIGINS, verdicts))
    accuracy = found.findings.accuracy.everyone.accuracy
    assert accuracy.accuracy.reason == "no reading gave a verdict"
    assert found.findings.headline.answer == "undecided"
    assert found.findings.morphology[0].comparison.difference.reason
    assert found.flow[-1].not_read == 88
    json.dumps(as_json(found), allow_nan=False)


def test_a_study_without_readers_has_an_analysis_too():
    found = analyse(make_dataset(PUBLISHED_ORIGINS, {})).findings
    assert found.accuracy.everyone.accuracy.accuracy.reason
    assert (found.accuracy.readers, found.accuracy.sites) == ((), ())


def test_the_json_is_the_analysis_and_reads_back():
    found = analyse(two_site_study(), replicates=20)
    document = json.loads(json.dumps(as_json(found), allow_nan=False))
    assert from_json(document) == found
    accuracy = document["findings"]["accuracy"]["everyone"]["accuracy"]["accuracy"]
    assert set(accuracy) >= {"value", "low", "high", "method", "extent", "reason", "seed"}
    assert document["study"]["unblinded_at"] == "2026-05-04T09:30:00+00:00"
    assert document["software"]["ecg-blind-review"]
    assert document["schema"] == SCHEMA == "ecg-blind-review/analysis/2"


def test_an_analysis_of_another_schema_is_refused():
    with pytest.raises(DocumentError, match="analysis/1"):
        from_json({"schema": "ecg-blind-review/analysis/1"})


def test_the_same_readings_in_any_order_give_the_same_analysis():
    dataset = two_site_study()
    turned = replace(
        dataset,
        readers=dataset.readers[::-1],
        cases=dataset.cases[::-1],
        presentations=dataset.presentations[::-1],
    )
    assert as_json(analyse(turned)) == as_json(analyse(dataset))


@pytest.mark.parametrize("is_simulated", [True, False])
def test_simulated_ecgs_are_named(is_simulated):
    dataset = make_dataset(("real", "synthetic"), {("R-A", "HD"): (S, R)})
    cases = tuple(replace(case, is_simulated=is_simulated) for case in dataset.cases)
    assert analyse(replace(dataset, cases=cases)).is_simulated is is_simulated


def test_morphology_compares_each_item_and_adjusts_for_their_number():
    dataset = make_dataset(("real", "synthetic") * 10, {("R-A", "HD"): (S,) * 20})
    scored = tuple(
        replace(shown, reading=make_reading(S, score=2 if shown.case.origin == "synthetic" else 4))
        for shown in dataset.presentations
    )
    items = analyse(replace(dataset, presentations=scored)).findings.morphology
    assert (items[0].code, items[0].label) == ("rr", "RR pattern")
    found = items[0].comparison
    assert (found.real.mean, found.synthetic.mean) == (4, 2)
    assert found.p_holm == pytest.approx(min(1, len(items) * found.p_value))
