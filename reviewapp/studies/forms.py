"""The forms of the studies room: they parse and bound what arrives; the deeds decide."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from reviewapp.accounts.models import User
from reviewapp.accounts.people import people_visible_to
from reviewapp.accounts.roles import Role
from reviewapp.ecg.record import ORIGINS, RHYTHMS
from reviewapp.pool.models import Source
from reviewapp.studies.allocation import AllocationError
from reviewapp.studies.drafting import MARGIN_PERCENT, MOST_CASES_A_CELL, design_of
from reviewapp.studies.models import REASON_LENGTH, Study
from reviewapp.studies.questionnaire import Questionnaire, QuestionnaireError

LARGEST_QUESTIONNAIRE_BYTES = 200_000
CellName = tuple[str, str]


class NewStudyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy alone
    """A name is all that a draft needs."""

    class Meta:
        model = Study
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class DesignForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy alone
    """Words and numbers of a draft; its bounds are those of the allocation."""

    class Meta:
        model = Study
        fields = [
            "name",
            "description",
            "registration_id",
            "ethics_id",
            "practice_count",
            "repeat_percent",
            "block_size",
            "margin_percent",
            "records_timing",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "registration_id": _("Registration"),
            "ethics_id": _("Ethics vote"),
            "practice_count": _("Practice cases"),
            "repeat_percent": _("Hidden repeats, %"),
            "block_size": _("Cases a block"),
            "margin_percent": _("Equivalence margin, points"),
            "records_timing": _("Record active time"),
        }
        help_texts = {
            "registration_id": _("For example DRKS00000000."),
            "ethics_id": _("Number of the ethics committee's vote."),
            "practice_count": _("4 to 6; read first and never analysed. 0 leaves them out."),
            "repeat_percent": _("15 to 20 advised, 25 or more presentations apart. 0: none."),
            "block_size": _("20 to 25 advised; a reader may rest between blocks."),
            "margin_percent": _("Accuracy within so many points of 50 % counts as equivalent."),
            "records_timing": _(
                "When a page is in sight and when it gets input, never which. A site can switch "
                "it off for its readers."
            ),
        }

    def clean_margin_percent(self) -> int:
        """Refuse a margin that no equivalence test would be judged by."""
        margin: int = self.cleaned_data["margin_percent"]
        least, most = MARGIN_PERCENT
        if not least <= margin <= most:
            raise forms.ValidationError(
                _("%(least)s to %(most)s.") % {"least": least, "most": most}
            )
        return margin

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, unknown to its stubs
        if not self.errors:
            try:
                design_of(self.instance)
            except AllocationError as refusal:
                self.add_error(None, " ".join(refusal.reasons))


class SourcesForm(forms.Form):
    """Which of the own site's pools cases are drawn from."""

    sources = forms.ModelMultipleChoiceField(
        queryset=Source.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sources"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Source.objects.visible_to(user)


class CellsForm(forms.Form):
    """A grid of numbers: rhythm x origin. `available` counts the records of each cell."""

    def __init__(
        self,
        *args: Any,
        available: Mapping[CellName, int],
        wanted: Mapping[CellName, int],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.available = available
        named = {name[0] for name in (*available, *wanted)}
        self.rhythms = [rhythm for rhythm in RHYTHMS if rhythm in named]
        for rhythm in self.rhythms:
            for origin in ORIGINS:
                self.fields[f"{rhythm}-{origin}"] = forms.IntegerField(
                    min_value=0,
                    max_value=MOST_CASES_A_CELL,
                    required=False,
                    initial=wanted.get((rhythm, origin), 0),
                    label=_("%(origin)s, %(rhythm)s")
                    % {"origin": origin, "rhythm": RHYTHMS[rhythm]},
                )

    def rows(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, int]]]]:
        """The grid for the page: a rhythm's name, then field and available count by origin."""
        for rhythm in self.rhythms:
            yield (
                RHYTHMS[rhythm],
                [
                    (self[f"{rhythm}-{origin}"], self.available.get((rhythm, origin), 0))
                    for origin in ORIGINS
                ],
            )

    def counts(self) -> dict[CellName, int]:
        """The numbers asked for, by (rhythm, origin); an empty field is 0."""
        return {
            (rhythm, origin): self.cleaned_data[f"{rhythm}-{origin}"] or 0
            for rhythm in self.rhythms
            for origin in ORIGINS
        }


class EnrolForm(forms.Form):
    """A username and a role; people that the coordinator may know of are suggested."""

    username = forms.CharField(
        max_length=150,
        label=_("Username"),
        widget=forms.TextInput(attrs={"list": "known-people", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(choices=Role.choices, label=_("Takes part as"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_people = people_visible_to(user).select_related("site")


class QuestionnaireForm(forms.Form):
    """A questionnaire of the study's own, as a JSON file."""

    document = forms.FileField(
        label=_("JSON file"), widget=forms.FileInput(attrs={"accept": "application/json,.json"})
    )

    def clean_document(self) -> Any:
        """The JSON values. Refuses what is too large, no JSON, or no questionnaire."""
        upload: UploadedFile[bytes] = self.cleaned_data["document"]
        if (upload.size or 0) > LARGEST_QUESTIONNAIRE_BYTES:
            raise forms.ValidationError(_("A questionnaire has at most 200 kB."))
        try:
            document = json.loads(upload.read().decode())
            Questionnaire.from_json(document)
        except QuestionnaireError as refusal:
            raise forms.ValidationError(list(refusal.errors)) from refusal
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This file holds no readable JSON.")) from error
        return document


class ReasonForm(forms.Form):
    """Why something is done that cannot be undone."""

    reason = forms.CharField(
        max_length=REASON_LENGTH, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


class OptionalReasonForm(ReasonForm):
    """The same where no reason is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Reason (optional)")
