"""The doors of analysing: start it, follow it, and ask for another one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Permission
from reviewapp.results.analysing import (
    MOST_AT_ONCE,
    analyse_again,
    find_stored,
    readings_of,
    scope_of,
)
from reviewapp.results.running import (
    AlreadyRunningError,
    claim_run,
    find_run,
    is_under_way,
    start_process,
)
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment


@require_POST
def analyse(request: HttpRequest, token: str) -> HttpResponse:
    """Analyse the study, again if it was; a large one in a process that the page then follows."""
    enrolment = _enrolment(request, token)
    user, study = as_user(request.user), enrolment.study
    try:
        find_stored(study=study, enrolment=enrolment)
        if readings_of(study, enrolment).count() <= MOST_AT_ONCE:
            analyse_again(study=study, by=user)
            return redirect("results:study", token)
        claim_run(study=study, site=scope_of(enrolment))
        start_process(study=study, by=user)
    except (StillBlind, AlreadyRunningError):
        pass  # the page says where the study stands
    return redirect("results:analysing", token)


@require_safe
def analysing(request: HttpRequest, token: str) -> HttpResponse:
    """How far the analysis is; htmx asks for the moving part alone, and leaves when it is done."""
    enrolment = _enrolment(request, token)
    run = find_run(enrolment.study, scope_of(enrolment))
    if run is None:
        done = redirect("results:study", token)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": done["Location"]})
        return done
    return show_analysing(request, enrolment)


def show_analysing(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """The page of a study that waits for its analysis, or the moving part of it."""
    run = find_run(enrolment.study, scope_of(enrolment))
    template = "_analysing.html" if request.headers.get("HX-Request") else "analysing.html"
    context = {"study": enrolment.study, "run": run, "is_under_way": is_under_way(run)}
    return render(request, f"results/{template}", context)


def _enrolment(request: HttpRequest, token: str) -> Enrolment:
    enrolment = find_enrolment(as_user(request.user), token, Permission.SEE_RESULTS)
    if enrolment is None:
        raise Http404
    return enrolment
