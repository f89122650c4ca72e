"""The short profile, and the hidden fields of a case's forms."""

import pytest

from reviewapp.readings.forms import ConsentForm, SubmissionForm

PROFILE = {
    "specialty": "cardiology",
    "grade": "resident",
    "experience_years": "3",
    "ecgs_a_week": "40",
    "synthetic_exposure": "seen",
    "database_exposure": "none",
    "consent": "on",
}
HIDDEN = {
    "presentation": "x" * 22,
    "step": "1",
    "submission_id": "0d1f64c2-0f5c-4d0e-8d3a-3f4b8a0f7c11",
}


def test_the_profile_is_what_was_said_less_the_consent():
    form = ConsentForm(PROFILE)
    assert form.is_valid()
    assert form.profile == {
        "specialty": "cardiology",
        "grade": "resident",
        "experience_years": 3,
        "ecgs_a_week": 40,
        "synthetic_exposure": "seen",
        "database_exposure": "none",
        "databases": "",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("specialty", ""),
        ("grade", "king"),
        ("experience_years", "-1"),
        ("experience_years", "71"),
        ("ecgs_a_week", "many"),
        ("synthetic_exposure", ""),
        ("consent", ""),
    ],
)
def test_what_is_missing_or_strange_is_refused(field, value):
    assert set(ConsentForm({**PROFILE, field: value}).errors) == {field}


@pytest.mark.parametrize("exposure", ["seen", "worked_with"])
def test_who_knows_a_public_database_names_it(exposure):
    form = ConsentForm({**PROFILE, "database_exposure": exposure})
    assert set(form.errors) == {"databases"}
    assert ConsentForm({**PROFILE, "database_exposure": exposure, "databases": "PTB-XL"}).is_valid()


def test_a_case_form_needs_its_hidden_fields_and_nothing_more():
    assert SubmissionForm(HIDDEN).is_valid()
    for field in HIDDEN:
        assert set(SubmissionForm({**HIDDEN, field: ""}).errors) == {field}
