"""The results of a study: page and figures; closed until unblinding."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewapp.accounts.models import as_user
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.accounts.roles import Permission
from reviewapp.results.analysing import NotAnalysedError, analyse_study, kept_analysis
from reviewapp.results.charts import FIGURES, KINDS, draw_chart
from reviewapp.results.page.report import report_of
from reviewapp.results.views_analysing import show_analysing
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Enrolment

FORBIDDEN = 403


@require_safe
def study(request: HttpRequest, token: str) -> HttpResponse:
    """What the study found; before unblinding, why nothing is shown."""
    enrolment = _enrolment(request, token)
    try:
        kept = kept_analysis(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment)
    except NotAnalysedError:
        return show_analysing(request, enrolment)
    # The report names the cases that fooled most, each with its origin.
    mark_saw_origins(by=as_user(request.user))
    probe = enrolment.study.protocol.get("leak_probe")
    context = {
        "study": enrolment.study,
        "kept": kept,
        "analysis": kept.analysis,
        "site_name": kept.analysis.site_names.get(kept.analysis.site, ""),
        "report": report_of(kept.analysis, probe),
    }
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
def figure(request: HttpRequest, token: str, name: str, kind: str) -> HttpResponse:
    """One figure as SVG, PNG or PDF."""
    enrolment = _enrolment(request, token)
    if name not in FIGURES or kind not in KINDS:
        raise Http404
    try:
        analysis = analyse_study(study=enrolment.study, enrolment=enrolment)
    except StillBlind:
        return _closed(request, enrolment, status=FORBIDDEN)
    mark_saw_origins(by=as_user(request.user))
    content = draw_chart(name, study=enrolment.study, analysis=analysis, kind=kind)
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    return response


def _enrolment(request: HttpRequest, token: str) -> Enrolment:
    enrolment = find_enrolment(as_user(request.user), token, Permission.SEE_RESULTS)
    if enrolment is None:
        raise Http404
    return enrolment


def _closed(request: HttpRequest, enrolment: Enrolment, status: int = 200) -> HttpResponse:
    context = {
        "study": enrolment.study,
        "is_refusal": status == FORBIDDEN,
        "may_export_blind": enrolment.may(Permission.SEE_PROGRESS),
    }
    return render(request, "results/closed.html", context, status=status)
