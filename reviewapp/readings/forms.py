"""What a reader says of themselves before the first case, and what each form of a case carries."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

UNCHOSEN: Final = ("", "—")
SPECIALTIES: Final = [
    ("cardiology", _("Cardiology")),
    ("internal_medicine", _("Internal medicine")),
    ("emergency_medicine", _("Emergency medicine")),
    ("anaesthesiology", _("Anaesthesiology or intensive care")),
    ("general_practice", _("General practice")),
    ("paediatric_cardiology", _("Paediatric cardiology")),
    ("other", _("Another specialty")),
]
GRADES: Final = [
    ("consultant", _("Consultant or senior physician")),
    ("specialist", _("Specialist")),
    ("resident", _("Resident in training")),
    ("student", _("Medical student")),
    ("other", _("Another position")),
]
SYNTHETIC_EXPOSURE: Final = [
    ("none", _("None that I know of")),
    ("seen", _("I have seen synthetic ECGs")),
    ("worked_with", _("I have worked with synthetic ECGs")),
]
DATABASE_EXPOSURE: Final = [
    ("none", _("No")),
    ("seen", _("I have looked at ECGs of one")),
    ("worked_with", _("I have worked with one")),
]


class ConsentForm(forms.Form):
    """Consent and a short profile; its clean data, less the consent, is the stored profile."""

    specialty = forms.ChoiceField(label=_("Specialty"), choices=[UNCHOSEN, *SPECIALTIES])
    grade = forms.ChoiceField(label=_("Position"), choices=[UNCHOSEN, *GRADES])
    experience_years = forms.IntegerField(
        label=_("Years of reading ECGs"), min_value=0, max_value=70
    )
    ecgs_a_week = forms.IntegerField(
        label=_("ECGs you read in a usual week"), min_value=0, max_value=5000
    )
    synthetic_exposure = forms.ChoiceField(
        label=_("Earlier experience with synthetic ECGs"),
        choices=[UNCHOSEN, *SYNTHETIC_EXPOSURE],
    )
    database_exposure = forms.ChoiceField(
        label=_("Public ECG databases, such as PTB-XL"),
        choices=[UNCHOSEN, *DATABASE_EXPOSURE],
        help_text=_("A case of this study may come from one. Whoever knows it should say so."),
    )
    databases = forms.CharField(label=_("If so, which databases?"), max_length=200, required=False)
    consent = forms.BooleanField(
        label=_("I take part of my own free will, and my answers may be analysed under a code."),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever worked with a public database says with which."""
        data = super().clean() or {}
        if data.get("database_exposure") in {"seen", "worked_with"} and not data.get("databases"):
            self.add_error("databases", _("Please name the databases that you know."))
        return data

    @property
    def profile(self) -> dict[str, object]:
        """What is kept on the enrolment."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


class SubmissionForm(forms.Form):
    """The hidden fields of a case's forms. They are the page's own, so a fault is a bad request.

    What scripts add beside them (screen, tools, attention) is no field: no form may refuse it.
    """

    presentation = forms.CharField(max_length=22)
    step = forms.IntegerField(min_value=1, max_value=60)
    outcome = forms.CharField(max_length=30, required=False)
    submission_id = forms.UUIDField()


class DraftForm(forms.Form):
    """The hidden fields that a draft needs."""

    presentation = forms.CharField(max_length=22)
    step = forms.IntegerField(min_value=1, max_value=60)
