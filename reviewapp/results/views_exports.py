"""The downloads of a study: all of it, each table by itself, and what is open while it is blind."""

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
from reviewapp.results.analysing import analyse_study
from reviewapp.results.analysis import as_json
from reviewapp.results.exports.codebook import codebook_csv
from reviewapp.results.exports.delivery import (
    Delivery,
    deliver_blind,
    deliver_study,
    record_export,
)
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
def archive(request: HttpRequest, token: str) -> HttpResponseBase:
    """Everything in one zip."""
    enrolment = _enrolment(request, token)
    try:
        return _zip(deliver_study(by=enrolment))
    except StillBlind:
        return _closed(request, enrolment)


@require_safe
def blind(request: HttpRequest, token: str) -> HttpResponseBase:
    """What tells no origin, in one zip; from the opening on."""
    enrolment = _enrolment(request, token, Permission.SEE_PROGRESS)
    if not enrolment.study.protocol:
        raise Http404
    return _zip(deliver_blind(by=enrolment))


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
    # It names the cases that fooled most, with what they are.
    mark_saw_origins(by=as_user(request.user))
    record_export(by=enrolment, name="analysis.json")
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
    record_export(by=enrolment, name=f"{table.name}.csv")
    return attached(StreamingHttpResponse(table.csv(), content_type=CSV), f"{table.name}.csv")


def _zip(delivery: Delivery) -> HttpResponseBase:
    response = StreamingHttpResponse(delivery.pieces, content_type="application/zip")
    return attached(response, delivery.name)


def _enrolment(
    request: HttpRequest, token: str, permission: Permission = Permission.SEE_RESULTS
) -> Enrolment:
    enrolment = find_enrolment(as_user(request.user), token, permission)
    if enrolment is None:
        raise Http404
    return enrolment


def _questionnaire(enrolment: Enrolment) -> Questionnaire:
    return Questionnaire.from_json(enrolment.study.protocol["questionnaire"])


def _closed(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    context = {
        "study": enrolment.study,
        "is_refusal": True,
        "may_export_blind": enrolment.may(Permission.SEE_PROGRESS),
    }
    return render(request, "results/closed.html", context, status=FORBIDDEN)


def attached(response: Response, name: str) -> Response:
    """The response as a file of that name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
