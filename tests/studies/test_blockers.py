import pytest
from django.utils import timezone

from reviewapp.accounts.models import Grant
from reviewapp.accounts.roles import Role
from reviewapp.studies import drafting
from reviewapp.studies.blockers import check_readiness
from reviewapp.studies.models import Enrolment
from tests.studies.conftest import EIGHT_EACH


def texts(study):
    return " ".join(remark.text for remark in check_readiness(study).blockers)


def test_an_empty_draft_says_all_that_is_missing(draft):
    found = texts(draft)
    for missing in (
        "No pool",
        "No cases are wanted",
        "There are no readers",
        "Unblinding takes two people",
    ):
        assert missing in found


def test_nothing_blocks_a_ready_draft(ready):
    readiness = check_readiness(ready)
    assert readiness.is_ready
    assert readiness.blockers == ()
    assert "8 cases of one origin prove little" in readiness.advice[0].text


def test_a_short_cell_says_how_many_are_missing(ready, coordinator):
    drafting.set_cells(
        by=coordinator, study=ready, counts={("SR", "real"): 15, ("SR", "synthetic"): 8}
    )
    assert "SR, real: 15 cases are wanted and 3 are missing (the pools hold 12)." in texts(ready)


def test_barred_records_do_not_count(ready, source):
    source.records.update(barred_reason="clipped")
    assert "8 cases are wanted and 8 are missing (the pools hold 0)" in texts(ready)


def test_records_of_one_patient_count_once(ready, source):
    source.records.update(patient="P1")
    assert "the others are of patients who are in the study already" in texts(ready)


def test_practice_needs_records_of_its_own(ready, coordinator):
    drafting.set_cells(
        by=coordinator, study=ready, counts={("SR", "real"): 12, ("SR", "synthetic"): 12}
    )
    assert "2 practice cases are wanted beside the cases, and 2 are missing" in texts(ready)


def test_impossible_repeats_are_named(ready, coordinator):
    ready = drafting.change_draft(by=coordinator, study=ready, repeat_percent=15)
    assert "2 hidden repeats (15 % of 16 cases)" in texts(ready)


def test_one_origin_alone_is_no_comparison(ready, coordinator):
    drafting.set_cells(by=coordinator, study=ready, counts={("SR", "real"): 8})
    assert "No synthetic case is wanted" in texts(ready)


def advice(study):
    return " ".join(remark.text for remark in check_readiness(study).advice)


def test_a_rhythm_that_is_more_often_synthetic_than_others_is_named(ready, coordinator):
    counts = {**EIGHT_EACH, ("AF", "real"): 6, ("AF", "synthetic"): 6}
    drafting.set_cells(by=coordinator, study=ready, counts=counts)
    assert "rhythm alone tells" not in advice(ready)
    drafting.set_cells(by=coordinator, study=ready, counts={**counts, ("AF", "synthetic"): 1})
    assert "origin: synthetic are 1 of 7 AF, 8 of 16 SR." in advice(ready)


def test_a_reader_who_has_seen_origins_since_blocks(ready, anna):
    anna.saw_origins_at = timezone.now()
    anna.save()
    assert "anna: This person has seen which records are real" in texts(ready)


def test_a_reader_who_became_a_researcher_blocks(ready, bela):
    Grant.objects.create(user=bela, role=Role.RESEARCHER)
    assert "bela: A researcher knows origins" in texts(ready)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.RESEARCHER, Role.STUDY_COORDINATOR])
def test_each_of_these_can_be_the_second_person_for_unblinding(ready, role):
    approver = Enrolment.objects.filter(study=ready, role=Role.AUDITOR)
    approver.update(role=role)
    assert "Unblinding takes two" not in texts(ready)
    approver.update(role=Role.READER)
    Enrolment.objects.filter(study=ready, role=role).exclude(user__username="clara").delete()
    assert "Unblinding takes two" in texts(ready)


def test_readiness_asks_no_more_questions_for_more_records(
    ready, django_assert_max_num_queries, coordinator
):
    drafting.set_cells(by=coordinator, study=ready, counts=EIGHT_EACH)
    with django_assert_max_num_queries(14):
        check_readiness(ready)
