import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewapp.studies.questionnaire import DEFAULT, validate_step

READING, MORPHOLOGY, ORIGIN = DEFAULT.steps
ABSTAINED = DEFAULT.step("abstained")
SINUS = {"rhythm": "sinus", "quality": "good"}


def test_a_complete_reading_gives_clean_answers():
    sent = {"rhythm": ["af"], "heart_rate": ["112"], "quality": ["poor"], "csrf": ["x"]}
    answers, errors = validate_step(READING, sent)
    assert answers == {"rhythm": "af", "heart_rate": 112, "quality": "poor"}
    assert errors == {}


def test_an_optional_question_left_empty_gives_no_answer():
    answers, errors = validate_step(READING, {**SINUS, "heart_rate": [" "]})
    assert answers == SINUS
    assert errors == {}


def test_a_missing_answer_is_asked_for_in_the_readers_language():
    _, errors = validate_step(READING, {"rhythm": "sinus"}, "de")
    assert errors == {"quality": "Bitte beantworten Sie diese Frage."}


@pytest.mark.parametrize("rate", ["19", "351", "-72", "72.5", "NaN", "٧٢", "1e2", "9" * 5000])
def test_a_heart_rate_is_a_whole_number_within_bounds(rate):
    _, errors = validate_step(READING, {**SINUS, "heart_rate": rate})
    assert errors == {"heart_rate": "Please write a whole number from 20 to 350."}


def test_a_choice_that_was_never_offered_is_refused():
    answers, errors = validate_step(READING, {**SINUS, "rhythm": "flutter"})
    assert "rhythm" not in answers
    assert "none of the choices" in errors["rhythm"]


def test_two_answers_to_one_question_are_refused():
    _, errors = validate_step(READING, {**SINUS, "rhythm": ["sinus", "af"]})
    assert "More than one answer" in errors["rhythm"]


def test_scores_are_numbers_and_not_assessable_is_none():
    sent = dict.fromkeys(DEFAULT.scale_codes, "4") | {"av": "na"}
    answers, errors = validate_step(MORPHOLOGY, sent)
    assert errors == {}
    assert answers == dict.fromkeys(DEFAULT.scale_codes, 4) | {"av": None}


def test_a_score_left_out_is_missing_and_not_none():
    answers, errors = validate_step(MORPHOLOGY, {"qrs": "3"})
    assert answers == {"qrs": 3}
    assert len(errors) == 10


def test_ticks_come_in_the_order_of_the_questionnaire():
    sent = {"verdict": "possibly_real", "cues": ["too_clean", "rr", "rr"]}
    answers, errors = validate_step(ORIGIN, sent)
    assert answers == {"verdict": "possibly_real", "cues": ["rr", "too_clean"]}
    assert errors == {}


def test_an_unknown_tick_is_refused():
    _, errors = validate_step(ORIGIN, {"verdict": "possibly_real", "cues": ["rr", "smell"]})
    assert "cues" in errors


def test_a_verdict_is_forced():
    _, errors = validate_step(ORIGIN, {"cues": ["rr"]})
    assert set(errors) == {"verdict"}


def test_a_comment_keeps_its_lines_and_refuses_what_no_database_keeps():
    sent = {"verdict": "possibly_real", "comment": "first\r\nsecond"}
    assert validate_step(ORIGIN, sent)[0]["comment"] == "first\nsecond"
    assert "cannot be kept" in validate_step(ORIGIN, {**sent, "comment": "a\x00b"})[1]["comment"]
    too_long = validate_step(ORIGIN, {**sent, "comment": "x" * 2001})[1]["comment"]
    assert too_long == "At most 2000 characters, please; these are 2001."


def test_an_abstention_has_a_reason():
    assert validate_step(ABSTAINED, {"reason": "known_case"}) == ({"reason": "known_case"}, {})
    assert "reason" in validate_step(ABSTAINED, {})[1]


def test_another_reason_is_said_in_words():
    assert "reason_text" in validate_step(ABSTAINED, {"reason": "other"})[1]
    sent = {"reason": "other", "reason_text": "fire alarm"}
    assert validate_step(ABSTAINED, sent) == (sent, {})


@given(
    st.dictionaries(
        st.sampled_from([question.code for question in DEFAULT.questions]),
        st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=3) | st.none(),
    )
)
def test_whatever_arrives_each_question_is_answered_or_open_never_both(sent):
    for step in DEFAULT.steps:
        answers, errors = validate_step(step, sent)
        assert not set(answers) & set(errors)
        required = {question.code for question in step.questions if question.required}
        assert required <= set(answers) | set(errors)
