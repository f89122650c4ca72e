"""What the case page is told, and what it is never told."""

from dataclasses import fields, replace

from reviewapp.readings.case_page import CasePage, SentBack, case_page
from reviewapp.readings.place import place_of
from reviewapp.studies.models import Presentation, Status


def test_the_page_of_a_new_case(anna_reads):
    page = case_page(place_of(anna_reads))
    assert (page.state, page.number, page.total, page.step_number) == ("reading", 1, 2, 1)
    assert page.step_titles == ("Reading", "Morphology", "Origin")
    assert [alternative.code for alternative in page.alternatives] == ["abstained", "unreadable"]
    assert page.is_new_case
    assert not page.has_errors


def test_a_page_holds_text_numbers_and_questions_and_no_row_of_the_database(anna_reads):
    """A template cannot walk from a token to a record."""
    page = case_page(place_of(anna_reads))
    values = [getattr(page, field.name) for field in fields(CasePage)]
    assert {type(value).__name__ for value in values} == {
        "str",
        "int",
        "bool",
        "tuple",
        "ShownStep",
        "Toolbar",
    }
    assert page.case_token == Presentation.objects.get(reader=anna_reads, position=1).token


def test_errors_belong_to_the_form_that_was_sent(anna_reads):
    sent_back = SentBack("abstained", {"reason": ["other"]}, {"reason_text": "say why"})
    page = case_page(place_of(anna_reads), sent_back=sent_back)
    assert page.step is not None
    assert not page.step.has_errors
    assert page.alternatives[0].has_errors
    assert page.has_errors


def test_a_second_block_is_a_moment_for_a_pause(anna_reads):
    place = replace(place_of(anna_reads), practice_count=0)
    pages = [case_page(replace(place, opens_block=opens)) for opens in (False, True)]
    assert [page.opens_block for page in pages] == [False, False]  # a first case ends no block
    second = anna_reads.presentations.get(position=4)
    page = case_page(replace(place, presentation=second, opens_block=True))
    assert (page.number, page.opens_block, page.practice_is_over) == (4, True, False)


def test_the_study_decides_whether_there_is_a_case(study, anna_reads):
    states = []
    for status in Status.values:
        anna_reads.study.status = status
        states.append(case_page(place_of(anna_reads)).state)
    assert states == ["waiting", "reading", "closed", "closed"]
