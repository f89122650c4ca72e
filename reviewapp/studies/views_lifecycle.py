"""The doors through which a study moves on: each shows what will happen, then does it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Permission
from reviewapp.studies import lifecycle
from reviewapp.studies.blockers import check_readiness
from reviewapp.studies.drafting import NotADraftError
from reviewapp.studies.entrance import enter
from reviewapp.studies.forms import OptionalReasonForm, ReasonForm
from reviewapp.studies.models import Enrolment, Status
from reviewapp.studies.opening import OpeningRefusedError
from reviewapp.studies.overview import show_protocol
from reviewapp.studies.progress import read_progress
from reviewapp.studies.protocol import write_protocol

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _moved_on(request: HttpRequest, viewer: Enrolment, status: str) -> HttpResponse | None:
    """Back to the study's page, with a word, when it is not (any more) in `status`."""
    if viewer.study.status == status:
        return None
    messages.error(request, _("This study has moved on meanwhile; this is where it stands."))
    return redirect("studies:study", viewer.study.token)


@get_or_post
def open_study(request: HttpRequest, token: str) -> HttpResponse:
    viewer = enter(request, token, Permission.RUN_STUDY)
    if elsewhere := _moved_on(request, viewer, Status.DRAFT):
        return elsewhere
    refusals: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            lifecycle.open_study(study=viewer.study, by=as_user(request.user))
        except OpeningRefusedError as refusal:
            refusals = refusal.reasons
        except NotADraftError:
            return redirect("studies:study", token)
        else:
            messages.success(request, _("The study is open. Readers can begin."))
            return redirect("studies:study", token)
    context = {
        "study": viewer.study,
        **show_protocol(write_protocol(viewer.study)),
        "readiness": check_readiness(viewer.study),
        "refusals": refusals,
    }
    return render(request, "studies/opening.html", context, status=422 if refusals else 200)


def _confirm(
    request: HttpRequest,
    viewer: Enrolment,
    form: Form,
    deed: Callable[[], None],
    *,
    template: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Show `template` with its form; once it is sent and valid, do `deed` and say `done`."""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except lifecycle.WrongStatusError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("studies:study", viewer.study.token)
    status = 422 if form.errors else 200
    context |= {"study": viewer.study, "form": form}
    return render(request, template, context, status=status)


@get_or_post
def lock(request: HttpRequest, token: str) -> HttpResponse:
    viewer = enter(request, token, Permission.RUN_STUDY)
    if elsewhere := _moved_on(request, viewer, Status.OPEN):
        return elsewhere
    form = OptionalReasonForm(request.POST if request.method == "POST" else None)
    return _confirm(
        request,
        viewer,
        form,
        lambda: lifecycle.lock_study(
            study=viewer.study, by=as_user(request.user), reason=form.cleaned_data["reason"]
        ),
        template="studies/locking.html",
        done=_("The study is locked: no more readings are taken."),
        progress=read_progress(viewer),
    )


@get_or_post
def ask_unblinding(request: HttpRequest, token: str) -> HttpResponse:
    viewer = enter(request, token, Permission.RUN_STUDY)
    if elsewhere := _moved_on(request, viewer, Status.LOCKED):
        return elsewhere
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _confirm(
        request,
        viewer,
        form,
        lambda: lifecycle.ask_unblinding(
            study=viewer.study, by=as_user(request.user), reason=form.cleaned_data["reason"]
        ),
        template="studies/asking.html",
        done=_("Unblinding is asked for. Another person has to approve it."),
    )


@get_or_post
def approve_unblinding(request: HttpRequest, token: str) -> HttpResponse:
    viewer = enter(request, token, Permission.APPROVE_UNBLINDING)
    if elsewhere := _moved_on(request, viewer, Status.LOCKED):
        return elsewhere
    form = Form(request.POST if request.method == "POST" else None)
    return _confirm(
        request,
        viewer,
        form,
        lambda: lifecycle.approve_unblinding(study=viewer.study, by=as_user(request.user)),
        template="studies/approval.html",
        done=_("The study is unblinded. The results can be seen."),
    )
