"""The doors of the gate: what a probe found, probing anew, and waiving."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Permission
from reviewapp.studies.drafting import NotADraftError
from reviewapp.studies.entrance import enter
from reviewapp.studies.forms import ReasonForm
from reviewapp.studies.leak_page import leak_page
from reviewapp.studies.models import Enrolment, Status
from reviewapp.studies.opening import OpeningRefusedError
from reviewapp.studies.probing import NothingToWaiveError, probe_study, waive_leaks
from reviewapp.studies.visiting import VisitFailedError


@require_http_methods(["GET", "HEAD", "POST"])
def leaks(request: HttpRequest, token: str) -> HttpResponse:
    """What the newest probe found; a POST probes the draft as it is now."""
    viewer = enter(request, token, Permission.RUN_STUDY)
    if request.method != "POST":
        return _show(request, viewer)
    if viewer.study.status != Status.DRAFT:
        messages.error(request, _("This study has moved on meanwhile; this is where it stands."))
        return redirect("studies:study", token)
    if leak_page(viewer.study).is_for_the_command:
        return _show(request, viewer, refusals=(_("These are too many cases for a browser."),))
    try:
        probe_study(study=viewer.study, by=as_user(request.user))
    except OpeningRefusedError as refusal:
        return _show(request, viewer, refusals=refusal.reasons)
    except (NotADraftError, VisitFailedError) as refusal:
        return _show(request, viewer, refusals=(str(refusal),))
    return redirect("studies:leaks", token)


@require_POST
def waive(request: HttpRequest, token: str) -> HttpResponse:
    """Let the draft be opened all the same, for a reason."""
    viewer = enter(request, token, Permission.RUN_STUDY, status=Status.DRAFT)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, viewer, form=form)
    try:
        waive_leaks(
            study=viewer.study, by=as_user(request.user), reason=form.cleaned_data["reason"]
        )
    except (NotADraftError, NothingToWaiveError) as refusal:
        return _show(request, viewer, refusals=(str(refusal),))
    messages.success(request, _("Waived. The reason stands in the audit trail."))
    return redirect("studies:leaks", token)


def _show(
    request: HttpRequest,
    viewer: Enrolment,
    *,
    refusals: tuple[str, ...] = (),
    form: Form | None = None,
) -> HttpResponse:
    """The page, with what was not taken, if anything (422)."""
    context = {
        "page": leak_page(viewer.study),
        "study": viewer.study,
        "refusals": refusals,
        "form": form or ReasonForm(),
    }
    status = 422 if refusals or form else 200
    return render(request, "studies/leaks.html", context, status=status)
