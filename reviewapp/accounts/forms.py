"""What is checked before somebody is invited or let in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.utils.translation import gettext_lazy as _

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import INVITABLE


class InvitationForm(forms.Form):
    """Whom to invite: where to, as what, and a word to recognise the invitation by."""

    site = forms.ModelChoiceField(Site.objects.all(), empty_label=None, label=_("Site"))
    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in INVITABLE], label=_("Role")
    )
    note = forms.CharField(
        max_length=120,
        required=False,
        label=_("For whom"),
        help_text=_("Shown only to you, until the invitation is accepted."),
    )


class LanguageForm(forms.Form):
    """One of the app's languages."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class SiteForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy alone
    """What is recorded of a site's readers; `people.set_site_timing` writes it."""

    class Meta:
        model = Site
        fields = ["records_timing"]
        labels = {"records_timing": _("Active time may be recorded")}
        help_texts = {
            "records_timing": _(
                "When the page of a case is in sight, and when it gets input; never which keys. "
                "Switch it off where law or an agreement with your staff forbids it: it holds "
                "from now on, for the readers of this site, in every study."
            )
        }


class AccountForm(BaseUserCreationForm):  # type: ignore[type-arg] # generic for mypy alone
    """The account that an invited person sets up; `people.accept_invitation` writes it."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        self.fields["last_name"].required = True
