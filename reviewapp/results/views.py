"""The results of a study: page, figures and downloads; closed until unblinding."""

from collections.abc import Callable

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewapp.accounts.models import as_user
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.results.analysis import analyse, analyse_study, as_json
from reviewapp.results.charts import FIGURES, draw_figure
from reviewapp.results.codebook import codebook_csv
from reviewapp.results.dataset import Dataset, read_dataset
from reviewapp.results.export import readings_csv, scores_csv
from reviewapp.results.page import study_page
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment
from reviewapp.studies.questionnaire import Questionnaire

FORBIDDEN = 403


@require_safe
def study(request: HttpRequest, token: str) -> HttpResponse:
    """What the study found; before unblinding, why nothing is shown."""
    enrolment = _enrolment(request, token)
    try:
        analysis = analyse_study(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment)
    context = {"study": enrolment.study, **study_page(analysis)}
    return render(request, "results/study.html", context)


FIGURE_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "img-src": [NONE],
    "style-src": [UNSAFE_INLINE],
}
"""An SVG that is opened by itself brings its own inline styles; it may load and run nothing."""


@csp_replace(FIGURE_POLICY)  # type: ignore[arg-type]
@require_safe
def figure(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """One figure as SVG."""
    enrolment = _enrolment(request, token)
    if name not in FIGURES:
        raise Http404
    try:
        analysis = analyse_study(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment, status=FORBIDDEN)
    return HttpResponse(draw_figure(name, analysis), content_type="image/svg+xml")


@require_safe
def readings(request: HttpRequest, token: str) -> HttpResponse:
    """One row a reading, as CSV."""
    return _download(request, token, "readings.csv", readings_csv)


@require_safe
def scores(request: HttpRequest, token: str) -> HttpResponse:
    """One row a score, as CSV."""
    return _download(request, token, "scores.csv", scores_csv)


@require_safe
def analysis(request: HttpRequest, token: str) -> HttpResponse:
    """The whole analysis, as JSON."""
    enrolment = _enrolment(request, token)
    try:
        dataset = read_dataset(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment, status=FORBIDDEN)
    _record_export(request, enrolment, "analysis.json")
    response = JsonResponse(as_json(analyse(dataset)), json_dumps_params={"indent": 1})
    return _attached(response, "analysis.json")


@require_safe
def codebook(request: HttpRequest, token: str) -> HttpResponse:
    """What the columns and codes of the tables mean, as CSV; open before unblinding too."""
    enrolment = _enrolment(request, token)
    if not enrolment.study.protocol:
        raise Http404
    questionnaire = Questionnaire.from_json(enrolment.study.protocol["questionnaire"])
    return _csv(codebook_csv(questionnaire), "codebook.csv")


def _enrolment(request: HttpRequest, token: str) -> Enrolment:
    enrolment = find_enrolment(as_user(request.user), token, Permission.SEE_RESULTS)
    if enrolment is None:
        raise Http404
    return enrolment


def _closed(request: HttpRequest, enrolment: Enrolment, status: int = 200) -> HttpResponse:
    context = {"study": enrolment.study, "is_refusal": status == FORBIDDEN}
    return render(request, "results/closed.html", context, status=status)


def _download(
    request: HttpRequest, token: str, name: str, write: Callable[[Dataset], bytes]
) -> HttpResponse:
    enrolment = _enrolment(request, token)
    try:
        dataset = read_dataset(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment, status=FORBIDDEN)
    # These tables tell each record's origin: who has them can be no reader of it any more.
    mark_saw_origins(by=as_user(request.user))
    _record_export(request, enrolment, name)
    return _csv(write(dataset), name)


def _record_export(request: HttpRequest, enrolment: Enrolment, name: str) -> None:
    record_event(
        by=as_user(request.user),
        deed="export_results",
        target=name,
        study_token=enrolment.study.token,
    )


def _csv(content: bytes, name: str) -> HttpResponse:
    return _attached(HttpResponse(content, content_type="text/csv; charset=utf-8"), name)


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
