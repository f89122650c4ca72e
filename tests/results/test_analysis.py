import json
from dataclasses import replace

import pytest

from reviewapp.results.analysis import analyse, analyse_study, as_json
from reviewapp.studies.models import Enrolment

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
    everyone = analyse(published_study()).everyone
    table = everyone.accuracy.confusion
    assert (table.synthetic_called_synthetic, table.synthetic) == (5, 22)
    assert (table.real_called_synthetic, table.real) == (5, 22)
    accuracy = everyone.accuracy.accuracy
    assert accuracy.value == 0.5
    assert (round(accuracy.low, 2), round(accuracy.high, 2)) == (0.36, 0.64)
    assert abs(everyone.detection.d_prime.value) < 1e-12


def test_the_database_gives_what_the_readings_say(study, coordinator):
    enrolment = Enrolment.objects.get(study=study, user=coordinator)
    found = analyse_study(study=study, enrolment=enrolment)
    expected = analyse(two_site_study())
    by_label = {group.label: group for group in found.readers}
    assert by_label["R-ANNA"].accuracy == expected.readers[0].accuracy
    assert by_label["R-BELA"].detection == expected.readers[1].detection
    assert found.everyone.accuracy == expected.everyone.accuracy
    assert found.agreement[0].binary == expected.agreement[0].binary


def test_every_site_has_its_own_figures_and_all_theirs():
    found = analyse(two_site_study())
    assert [(site.label, site.readers) for site in found.sites] == [("HD", 1), ("GOE", 1)]
    assert found.sites[0].accuracy == found.readers[0].accuracy
    assert found.everyone.readers == 2
    assert found.everyone.accuracy.confusion.readings == 88
    assert "unreliable" in found.everyone.accuracy.accuracy.note


def test_practice_repeats_and_abstentions_change_no_figure():
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
    found, plain = analyse(more), analyse(dataset)
    for part in ("readers", "sites", "everyone", "verdicts", "agreement", "morphology", "cases"):
        assert getattr(found, part) == getattr(plain, part)
    everyone = found.flow[-1]
    assert everyone.presented == everyone.analysed + 5
    assert (everyone.practice, everyone.abstained, everyone.unreadable) == (1, 1, 1)
    assert (everyone.not_read, everyone.repeats_read) == (1, 1)


def test_a_study_that_nobody_read_says_why_everywhere():
    verdicts = {("R-ANNA", "HD"): (None,) * 44, ("R-BELA", "GOE"): (None,) * 44}
    found = analyse(make_dataset(PUBLISHED_ORIGINS, verdicts))
    assert found.everyone.accuracy.accuracy.reason == "no reading gave a verdict"
    assert found.agreement[0].binary["fleiss_kappa"].reason
    assert found.morphology[0].comparison.difference.reason
    assert found.flow[-1].not_read == 88
    json.dumps(as_json(found), allow_nan=False)


def test_a_study_without_readers_has_an_analysis_too():
    found = analyse(make_dataset(PUBLISHED_ORIGINS, {}))
    assert found.everyone.accuracy.accuracy.reason
    assert (found.readers, found.sites) == ((), ())


def test_the_json_is_the_analysis_and_reads_back():
    document = as_json(analyse(two_site_study()))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    accuracy = document["everyone"]["accuracy"]["accuracy"]
    assert set(accuracy) >= {"value", "low", "high", "method", "extent", "reason", "seed"}
    assert document["study"]["unblinded_at"] == "2026-05-04T09:30:00+00:00"
    assert document["software"]["ecg-blind-review"]


def test_the_same_readings_give_the_same_analysis():
    assert as_json(analyse(two_site_study())) == as_json(analyse(two_site_study()))


@pytest.mark.parametrize("is_simulated", [True, False])
def test_simulated_ecgs_are_named(is_simulated):
    dataset = published_study()
    cases = tuple(replace(case, is_simulated=is_simulated) for case in dataset.cases)
    assert analyse(replace(dataset, cases=cases)).is_simulated is is_simulated


def test_morphology_compares_each_item_and_adjusts_for_their_number():
    dataset = make_dataset(("real", "synthetic") * 10, {("R-A", "HD"): (S,) * 20})
    scored = tuple(
        replace(shown, reading=make_reading(S, score=2 if shown.case.origin == "synthetic" else 4))
        for shown in dataset.presentations
    )
    item = analyse(replace(dataset, presentations=scored)).morphology[0]
    assert (item.code, item.label) == ("rr", "RR pattern")
    assert item.comparison.difference.value == -2
    assert item.comparison.p_holm == pytest.approx(11 * item.comparison.p_value)
