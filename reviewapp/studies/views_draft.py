"""The doors of a draft: one page, and one address for each of its forms."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Permission
from reviewapp.studies import drafting, enrolling
from reviewapp.studies.draft_page import cells_form, render_draft
from reviewapp.studies.entrance import enter
from reviewapp.studies.forms import DesignForm, EnrolForm, QuestionnaireForm, SourcesForm
from reviewapp.studies.models import Enrolment, Status
from reviewapp.studies.viewing_form import ViewingForm

DraftView = Callable[[HttpRequest, Enrolment], HttpResponse]


def of_a_draft(view: DraftView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let in whoever may draft the study; say so, and lead on, when it was opened meanwhile."""

    @wraps(view)
    def enter_draft(request: HttpRequest, token: str) -> HttpResponse:
        viewer = enter(request, token, Permission.DRAFT_STUDY)
        try:
            if viewer.study.status != Status.DRAFT:
                raise drafting.NotADraftError
            return view(request, viewer)
        except drafting.NotADraftError as refusal:
            messages.error(request, str(refusal))
            return redirect("studies:study", token)

    return enter_draft


def _back(viewer: Enrolment, section: str) -> HttpResponse:
    return redirect(f"{reverse('studies:edit', args=[viewer.study.token])}#{section}")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_draft
def edit(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    if request.method != "POST":
        return render_draft(request, viewer)
    form = DesignForm(request.POST, instance=viewer.study)
    if not form.is_valid():
        return render_draft(request, viewer, design=form)
    drafting.change_draft(by=as_user(request.user), study=viewer.study, **form.cleaned_data)
    messages.success(request, _("The design is saved."))
    return _back(viewer, "design")


@require_POST
@of_a_draft
def sources(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    user = as_user(request.user)
    form = SourcesForm(request.POST, user=user)
    if not form.is_valid():
        return render_draft(request, viewer, sources=form)
    chosen = form.cleaned_data["sources"]
    try:
        drafting.choose_sources(by=user, study=viewer.study, sources=chosen)
    except drafting.DraftRefusedError as refusal:
        form.add_error(None, str(refusal))
        return render_draft(request, viewer, sources=form)
    messages.success(request, _("The pools are chosen."))
    return _back(viewer, "cases")


@require_POST
@of_a_draft
def cells(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    form = cells_form(viewer.study, request.POST)
    if not form.is_valid():
        return render_draft(request, viewer, cells=form)
    drafting.set_cells(by=as_user(request.user), study=viewer.study, counts=form.counts())
    messages.success(request, _("The numbers of cases are saved."))
    return _back(viewer, "cases")


@require_POST
@of_a_draft
def viewing(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    form = ViewingForm(request.POST)
    if not form.is_valid():
        return render_draft(request, viewer, viewing=form)
    drafting.set_viewing(
        by=as_user(request.user), study=viewer.study, viewing=form.chosen_viewing()
    )
    messages.success(request, _("What readers see and may use is saved."))
    return _back(viewer, "viewing")


@require_POST
@of_a_draft
def enrol(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    user = as_user(request.user)
    form = EnrolForm(request.POST, user=user)
    if not form.is_valid():
        return render_draft(request, viewer, enrol=form)
    try:
        enrolling.enrol(by=user, study=viewer.study, **form.cleaned_data)
    except enrolling.EnrolmentRefusedError as refusal:
        form.add_error("username", str(refusal))
        return render_draft(request, viewer, enrol=form)
    messages.success(
        request, _("%(name)s takes part now.") % {"name": form.cleaned_data["username"]}
    )
    return _back(viewer, "people")


@require_POST
@of_a_draft
def withdraw(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    user = as_user(request.user)
    code = request.POST.get("code", "")
    try:
        enrolling.withdraw(by=user, study=viewer.study, reader_code=code)
    except enrolling.EnrolmentRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This person takes no part any more."))
    if not viewer.study.enrolments.filter(user=user).exists():
        return redirect("studies:list")
    return _back(viewer, "people")


@require_POST
@of_a_draft
def upload_questionnaire(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    form = QuestionnaireForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_draft(request, viewer, upload=form)
    drafting.set_questionnaire(
        by=as_user(request.user), study=viewer.study, document=form.cleaned_data["document"]
    )
    messages.success(request, _("The questionnaire is taken over."))
    return _back(viewer, "questions")


@require_POST
@of_a_draft
def reset_questionnaire(request: HttpRequest, viewer: Enrolment) -> HttpResponse:
    drafting.set_questionnaire(by=as_user(request.user), study=viewer.study, document=None)
    messages.success(request, _("The default questionnaire is back."))
    return _back(viewer, "questions")
