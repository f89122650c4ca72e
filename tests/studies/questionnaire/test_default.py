from reviewapp.studies.questionnaire import DEFAULT, VERDICTS


def test_three_steps_ask_for_reading_morphology_and_origin_in_this_order():
    assert [step.code for step in DEFAULT.steps] == ["reading", "morphology", "origin"]
    assert DEFAULT.version == "ecg-blind-review/1"


def test_eleven_morphology_questions_have_five_scores_and_not_assessable():
    morphology = DEFAULT.step("morphology").questions
    assert len(morphology) == len(DEFAULT.scale_codes) == 11
    for question in morphology:
        assert [choice.code for choice in question.choices] == ["1", "2", "3", "4", "5", "na"]
        assert [choice.key for choice in question.choices] == ["1", "2", "3", "4", "5", "0"]


def test_a_word_about_origin_comes_last():
    for step in DEFAULT.steps[:2]:
        for question in step.questions:
            labels = [question.label, *(choice.label for choice in question.choices)]
            assert not any("synthe" in label.en + label.de for label in labels)
    assert tuple(c.code for c in DEFAULT.step("origin").questions[0].choices) == VERDICTS


def test_every_choice_can_be_picked_by_a_key_of_its_own():
    for step in (*DEFAULT.steps, *DEFAULT.alternatives):
        for question in step.questions:
            keys = [choice.key for choice in question.choices]
            assert all(keys)
            assert len(set(keys)) == len(keys)


def test_the_published_questionnaire_never_changes():
    """Readers' answers refer to this version: a change of any word needs a new one."""
    assert DEFAULT.sha256 == "b8415515e1492d77b7ea0ca1e454a617673bcc12cc7d2491474e39911c2a69f5"
