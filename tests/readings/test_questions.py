"""A study's questions as a page shows them."""

from reviewapp.readings.questions import questionnaire_of, sent_answers, show_step
from reviewapp.studies.questionnaire import DEFAULT

READING, MORPHOLOGY, ORIGIN = DEFAULT.steps


def test_nothing_is_chosen_beforehand():
    for step in (*DEFAULT.steps, *DEFAULT.alternatives):
        shown = show_step(step, "en")
        assert not any(choice.is_chosen for q in shown.questions for choice in q.choices)
        assert not shown.has_errors


def test_what_was_sent_is_shown_again_with_its_errors():
    sent = {"rhythm": ["af"], "heart_rate": ["7"], "quality": ["excellent"]}
    shown = show_step(READING, "en", sent, {"heart_rate": "too slow"})
    rhythm, rate, quality = shown.questions
    assert [choice.code for choice in rhythm.choices if choice.is_chosen] == ["af"]
    assert (rate.text, rate.error) == ("7", "too slow")
    assert not any(choice.is_chosen for choice in quality.choices)
    assert shown.has_errors


def test_several_ticks_are_shown_again():
    cues = show_step(ORIGIN, "en", {"cues": ["qrs", "gut_feeling"]}).questions[1]
    assert [choice.code for choice in cues.choices if choice.is_chosen] == ["qrs", "gut_feeling"]


def test_words_follow_the_language_and_codes_do_not():
    english, german = show_step(READING, "en"), show_step(READING, "de")
    assert (english.title, german.title) == ("Reading", "Befund")
    assert [q.code for q in english.questions] == [q.code for q in german.questions]


def test_only_morphology_has_a_scale_to_explain():
    assert [choice.key for choice in show_step(MORPHOLOGY, "en").scale] == list("123450")
    assert show_step(READING, "en").scale == ()


def test_each_showing_mints_an_id_of_its_own():
    assert show_step(READING, "en").submission_id != show_step(READING, "en").submission_id


def test_only_what_the_step_asks_is_taken_from_a_form():
    data = {"rhythm": ["af"], "cues": ["qrs"], "csrfmiddlewaretoken": ["x"]}
    assert sent_answers(READING, data) == {"rhythm": ["af"]}


def test_the_questionnaire_is_the_one_that_opening_froze(study):
    assert questionnaire_of(study) == DEFAULT
    study.protocol["questionnaire"]["version"] = "another/2"
    assert questionnaire_of(study).version == "another/2"
