from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewapp.studies.questionnaire import DEFAULT, Questionnaire, QuestionnaireError

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=8), part, max_size=4)
    ),
)


def faults_of(document):
    with pytest.raises(QuestionnaireError) as refusal:
        Questionnaire.from_json(document)
    return refusal.value.errors


@given(json_values)
def test_no_json_does_worse_than_a_clear_refusal(value):
    assert faults_of(value)


@given(st.data(), json_values)
def test_a_questionnaire_with_any_part_replaced_is_read_or_refused(data, value):
    document = DEFAULT.to_json()
    step = data.draw(st.sampled_from(document["steps"]))
    part = data.draw(st.sampled_from([document, step, step["questions"][0]]))
    part[data.draw(st.sampled_from(sorted(part)))] = value
    with suppress(QuestionnaireError):
        Questionnaire.from_json(document)


def test_every_fault_is_named_by_its_place():
    document = DEFAULT.to_json()
    document["extra"] = 1
    document["steps"][1]["questions"][3]["label"] = {"en": "QRS"}
    document["steps"][0]["questions"][1]["most"] = "350"
    document["steps"][0]["questions"][0]["required"] = 1
    assert faults_of(document) == (
        "questionnaire: 'extra' is not known",
        "questionnaire.steps[0].questions[0].required: true or false is expected",
        "questionnaire.steps[0].questions[1].most: a whole number is expected",
        "questionnaire.steps[1].questions[3].label.de: is missing",
    )


def test_an_endless_list_is_refused():
    document = DEFAULT.to_json()
    document["steps"] = document["steps"] * 100
    assert faults_of(document) == ("questionnaire.steps: a list of at most 60 is expected",)


def test_a_text_with_a_control_character_is_refused():
    document = DEFAULT.to_json()
    document["steps"][0]["title"]["en"] = "Read\x00ing"
    assert "title.en: one line" in faults_of(document)[0]
