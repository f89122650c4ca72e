"""What a researcher sends: a zip of ECGs or of a report, or the reason for barring a record."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviewapp.pool.models import Record
from reviewapp.pool.upload import EVALUATION_LIMIT_MB


class UploadForm(forms.Form):
    """ECGs as one zip; what it holds is checked later, in a process of its own."""

    archive = forms.FileField(
        label=gettext_lazy("Zip file"), widget=forms.FileInput(attrs={"accept": ".zip"})
    )

    def limit_mb(self) -> int:
        """How large the zip may be."""
        return settings.UPLOAD_LIMIT_MB

    def clean_archive(self) -> "UploadedFile[Any]":
        archive: UploadedFile[Any] = self.cleaned_data["archive"]
        limit_mb = self.limit_mb()
        if (archive.size or 0) > limit_mb * 1e6:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB; upload it in parts.") % {"limit": limit_mb}
            )
        if not (archive.name or "").lower().endswith(".zip"):
            raise forms.ValidationError(_("This is no .zip file; pack the folder as a zip."))
        return archive


class EvaluationForm(UploadForm):
    """The folder of a report, as one zip."""

    def limit_mb(self) -> int:
        return EVALUATION_LIMIT_MB


class BarForm(forms.Form):
    """Why a record is kept out of future studies."""

    reason = forms.CharField(
        max_length=Record._meta.get_field("barred_reason").max_length,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Written to the audit trail; no names of patients."),
    )
