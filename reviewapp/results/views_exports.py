"""The downloads of a study: each table by itself; closed until unblinding."""

from collections.abc import Callable
from typing import TypeVar

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewapp.accounts.models import as_user
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.results.analysing import analyse_study
from reviewapp.results.analysis import as_json
from reviewapp.results.exports.codebook import codebook_csv
from reviewapp.results.exports.reading_stream import ReadingStream
from reviewapp.results.exports.tables import Shown, Table, readings_table, scores_table
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment
from reviewapp.studies.questionnaire import Questionnaire

FORBIDDEN = 403
CSV = "text/csv; charset=utf-8"

Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def readings(request: HttpRequest, token: str) -> HttpResponseBase:
    """One row a reading, as CSV."""
    return _table(request, token, readings_table)


@require_safe
def scores(request: HttpRequest, token: str) -> HttpResponseBase:
    """One row a score, as CSV."""
    return _table(request, token, scores_table)


@require_safe
def analysis(request: HttpRequest, token: str) -> HttpResponse:
    """The whole analysis, as JSON."""
    enrolment = _enrolment(request, token)
    try:
        found = analyse_study(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment)
    _record_export(request, enrolment, "analysis.json")
    response = JsonResponse(as_json(found), json_dumps_params={"indent": 1})
    return attached(response, "analysis.json")


@require_safe
def codebook(request: HttpRequest, token: str) -> HttpResponse:
    """What the columns and codes of the tables mean, as CSV; open before unblinding too."""
    enrolment = _enrolment(request, token)
    if not enrolment.study.protocol:
        raise Http404
    content = codebook_csv(_questionnaire(enrolment))
    return attached(HttpResponse(content, content_type=CSV), "codebook.csv")


def _table(
    request: HttpRequest,
    token: str,
    make: Callable[[Questionnaire, Callable[[], Shown]], Table],
) -> HttpResponseBase:
    enrolment = _enrolment(request, token)
    try:
        stream = ReadingStream.of(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment)
    table = make(_questionnaire(enrolment), stream.by_reader)
    # These tables tell each record's origin: who has them can be no reader of it any more.
    mark_saw_origins(by=as_user(request.user))
    _record_export(request, enrolment, f"{table.name}.csv")
    return attached(StreamingHttpResponse(table.csv(), content_type=CSV), f"{table.name}.csv")


def _enrolment(request: HttpRequest, token: str) -> Enrolment:
    enrolment = find_enrolment(as_user(request.user), token, Permission.SEE_RESULTS)
    if enrolment is None:
        raise Http404
    return enrolment


def _questionnaire(enrolment: Enrolment) -> Questionnaire:
    return Questionnaire.from_json(enrolment.study.protocol["questionnaire"])


def _closed(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    context = {"study": enrolment.study, "is_refusal": True}
    return render(request, "results/closed.html", context, status=FORBIDDEN)


def _record_export(request: HttpRequest, enrolment: Enrolment, name: str) -> None:
    record_event(
        by=as_user(request.user),
        deed="export_results",
        target=name,
        study_token=enrolment.study.token,
    )


def attached(response: Response, name: str) -> Response:
    """The response as a file of that name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
