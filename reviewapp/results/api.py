"""Results and progress as JSON, for scripts; signed in, with the permissions of the pages."""

from django.http import Http404
from rest_framework.decorators import api_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from reviewapp.accounts.models import as_user
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.accounts.roles import Permission
from reviewapp.results.analysing import analyse_study
from reviewapp.results.analysis import as_json
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment
from reviewapp.studies.progress import read_progress

CLOSED = "The results of this study are closed until it is locked and unblinded by two people."


@api_view(["GET"])
def analysis(request: Request, token: str) -> Response:
    """The whole analysis; 403 before unblinding."""
    enrolment = _enrolment(request, token, Permission.SEE_RESULTS)
    try:
        found = analyse_study(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        raise PermissionDenied(CLOSED) from None
    mark_saw_origins(by=as_user(request.user))
    return Response(as_json(found))


@api_view(["GET"])
def progress(request: Request, token: str) -> Response:
    """Readings done and planned, by site and reader pseudonym; blind, so open at any time."""
    enrolment = _enrolment(request, token, Permission.SEE_PROGRESS)
    sites = [
        {
            "site": site.code,
            "read": site.read,
            "total": site.total,
            "readers": [
                {"reader": reader.code, "read": reader.read, "total": reader.total}
                for reader in site.readers
            ],
        }
        for site in read_progress(enrolment).sites
    ]
    return Response({"status": enrolment.study.status, "sites": sites})


def _enrolment(request: Request, token: str, permission: Permission) -> Enrolment:
    enrolment = find_enrolment(as_user(request.user), token, permission)
    if enrolment is None:
        raise Http404
    return enrolment
