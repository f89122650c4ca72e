import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviewapp.results.dataset import read_dataset
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.models import Case, Enrolment, Presentation, Status

from .datasets import PUBLISHED_VERDICTS, S
from .finished_study import make_unblinded_study, read, set_status


def enrolment_of(user, study):
    return Enrolment.objects.select_related("site", "user").get(study=study, user=user)


def read_as(user, study):
    return read_dataset(study=study, enrolment=enrolment_of(user, study))


@pytest.mark.parametrize("status", [Status.OPEN, Status.LOCKED])
def test_nothing_is_read_before_unblinding(study, coordinator, status):
    set_status(study, status)
    with pytest.raises(StillBlind):
        read_as(coordinator, study)


def test_a_reader_reads_no_results(study, anna):
    with pytest.raises(StillBlind):
        read_as(anna, study)


def test_each_reading_comes_with_its_case_its_origin_and_its_scores(study, coordinator):
    dataset = read_as(coordinator, study)
    shown = next(p for p in dataset.main if p.reader.code == "R-ANNA" and p.position == 2)
    assert (shown.case.code, shown.case.origin, shown.case.source) == (
        "case-000",
        "synthetic",
        "PTB-XL",
    )
    assert shown.reading.verdict == S
    assert (shown.reading.scores["rr"], shown.reading.scores["av"]) == (3, None)
    assert (shown.reading.answers["cues"], shown.reading.browser) == (["qrs"], "Firefox")


def test_a_site_coordinator_gets_the_readers_of_the_own_site_only(study, site_coordinator):
    dataset = read_as(site_coordinator, study)
    assert dataset.site == "GOE"
    assert {reader.code for reader in dataset.readers} == {"R-BELA"}
    assert {shown.reader.site for shown in dataset.presentations} == {"GOE"}
    assert dataset.site_names == {"GOE": "Göttingen"}


def test_what_counts_follows_the_rules(study, coordinator, anna):
    reader = enrolment_of(anna, study)
    first = Presentation.objects.get(reader=reader, position=2)
    read(reader, first.case, S, position=90, repeat_of=first)
    abstained = Case.objects.get(code="case-001")
    Presentation.objects.create(case=abstained, reader=reader, position=91, block=2)
    dataset = read_as(coordinator, study)
    reasons = {
        shown.position: shown.excluded_because
        for shown in dataset.presentations
        if shown.reader.code == "R-ANNA"
    }
    assert (reasons[1], reasons[2], reasons[90], reasons[91]) == (
        "practice",
        "",
        "repeat",
        "not read",
    )


def test_an_abstention_does_not_count(coordinator, anna):
    study = make_unblinded_study(coordinator, {anna: ("", *PUBLISHED_VERDICTS[1:])})
    dataset = read_as(coordinator, study)
    assert [p.excluded_because for p in dataset.presentations][:3] == ["practice", "abstained", ""]
    assert len(dataset.main) == 43


def test_queries_do_not_grow_with_readings(study, coordinator, anna, bela):
    def count(one):
        enrolment = enrolment_of(coordinator, one)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read_dataset(study=one, enrolment=enrolment)
        return len(queries)

    reader = enrolment_of(anna, study)
    before = count(study)
    for number, case in enumerate(Case.objects.filter(study=study, is_practice=False)):
        first = Presentation.objects.get(reader=reader, case=case)
        read(reader, case, S, position=100 + number, repeat_of=first)
    assert count(study) == before <= 10
