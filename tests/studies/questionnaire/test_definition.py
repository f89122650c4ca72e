import json

import pytest

from reviewapp.studies.questionnaire import DEFAULT, Label, Questionnaire


def test_a_questionnaire_round_trips_through_json_text():
    assert Questionnaire.from_json(json.loads(json.dumps(DEFAULT.to_json()))) == DEFAULT


def test_the_hash_follows_every_word():
    document = DEFAULT.to_json()
    document["steps"][0]["title"]["de"] += "!"
    assert Questionnaire.from_json(document).sha256 != DEFAULT.sha256


def test_german_serves_every_german_locale_and_english_the_rest():
    label = Label("heart", "Herz")
    assert [label.in_language(tag) for tag in ("de", "de-AT", "en", "sv")] == [
        "Herz", "Herz", "heart", "heart",
    ]  # fmt: skip


def test_an_alternative_is_found_by_its_code_like_a_step():
    assert DEFAULT.step("abstained").questions[0].code == "reason"
    with pytest.raises(KeyError):
        DEFAULT.step("nowhere")


def test_questions_of_alternatives_are_not_among_those_of_steps():
    assert "reason" not in [question.code for question in DEFAULT.questions]
