"""The doors of a study: the list, its page, its protocol, its questionnaire, its progress."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Permission
from reviewapp.studies.blinding import may_see_truth
from reviewapp.studies.drafting import draft_study, questionnaire_of
from reviewapp.studies.entrance import enter
from reviewapp.studies.forms import NewStudyForm
from reviewapp.studies.membership import enrolments_beyond_reading
from reviewapp.studies.models import Status
from reviewapp.studies.overview import overview_of, show_protocol
from reviewapp.studies.progress import read_progress

INSIDERS = (Permission.SEE_PROGRESS, Permission.APPROVE_UNBLINDING)
"""Whoever takes part otherwise than as a reader."""

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    user = as_user(request.user)
    if not any(map(user.may, (Permission.DRAFT_STUDY, *INSIDERS))):
        raise Http404
    context = {
        "enrolments": enrolments_beyond_reading(user),
        "may_draft": user.may(Permission.DRAFT_STUDY) and user.site_id is not None,
    }
    return render(request, "studies/studies.html", context)


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    user = as_user(request.user)
    if not user.may(Permission.DRAFT_STUDY) or user.site_id is None:
        raise Http404
    form = NewStudyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drafted = draft_study(by=user, **form.cleaned_data)
        messages.success(request, _("The draft is begun. Nothing is fixed before you open it."))
        return redirect("studies:edit", drafted.token)
    status = 422 if form.errors else 200
    return render(request, "studies/new.html", {"form": form}, status=status)


@require_safe
def study(request: HttpRequest, token: str) -> HttpResponse:
    enrolment = enter(request, token, *INSIDERS)
    return render(request, "studies/study.html", {"overview": overview_of(enrolment)})


@require_safe
def progress(request: HttpRequest, token: str) -> HttpResponse:
    enrolment = enter(request, token, Permission.SEE_PROGRESS)
    template = (
        "studies/_progress.html" if request.headers.get("HX-Request") else "studies/progress.html"
    )
    context = {
        "study": enrolment.study,
        "progress": read_progress(enrolment),
        "is_live": enrolment.study.status == Status.OPEN,
    }
    return render(request, template, context)


@require_safe
def protocol(request: HttpRequest, token: str) -> HttpResponse:
    enrolment = enter(request, token, Permission.SEE_ALL_SITES)
    if enrolment.study.status == Status.DRAFT:
        raise Http404
    context = {
        "study": enrolment.study,
        **show_protocol(enrolment.study.protocol),
        "is_unblinded": may_see_truth(as_user(request.user), enrolment.study),
    }
    return render(request, "studies/protocol.html", context)


@require_safe
def protocol_json(request: HttpRequest, token: str) -> HttpResponse:
    study = enter(request, token, Permission.SEE_ALL_SITES).study
    if study.status == Status.DRAFT:
        raise Http404
    response = JsonResponse(study.protocol, json_dumps_params={"sort_keys": True, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="protocol.json"'
    return response


@require_safe
def plan_json(request: HttpRequest, token: str) -> HttpResponse:
    """The allocation as it was stored, once the truth may be seen."""
    study = enter(request, token, Permission.SEE_ALL_SITES).study
    if not may_see_truth(as_user(request.user), study):
        raise Http404
    response = JsonResponse(study.plan, json_dumps_params={"sort_keys": True, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="plan.json"'
    return response


@require_safe
def questionnaire(request: HttpRequest, token: str) -> HttpResponse:
    """The questions as readers get them, with both languages side by side."""
    study = enter(request, token, *INSIDERS).study
    document = study.protocol.get("questionnaire", study.questionnaire)
    context = {
        "study": study,
        "questionnaire": questionnaire_of(document),
    }
    return render(request, "studies/questionnaire.html", context)


@require_safe
def questionnaire_json(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a file: to keep, or to begin a questionnaire of one's own from."""
    study = enter(request, token, *INSIDERS).study
    document = study.protocol.get("questionnaire", study.questionnaire)
    response = JsonResponse(
        questionnaire_of(document).to_json(),
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )
    response["Content-Disposition"] = 'attachment; filename="questionnaire.json"'
    return response
