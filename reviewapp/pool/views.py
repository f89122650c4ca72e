"""The doors of the pool: sources with their counts, records with their ECG, uploads."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviewapp.accounts.models import User, as_user
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.accounts.roles import Permission
from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import harmonise
from reviewapp.ecg.record import ORIGINS, RHYTHMS
from reviewapp.pool import queries
from reviewapp.pool.barring import bar_record, lift_bar
from reviewapp.pool.entrance import researcher_of
from reviewapp.pool.evaluation_page import cards_of
from reviewapp.pool.forms import BarForm, EvaluationForm, UploadForm
from reviewapp.pool.models import Evaluation, IngestRun, Record, Source
from reviewapp.pool.report import IngestReport
from reviewapp.pool.signals import load_ecg
from reviewapp.pool.upload import receive_upload, start_check

RECORDS_PER_PAGE = 25
RUNS_SHOWN = 10
FORM_BYTES = 100_000  # what a form adds around its file
CHUNK_BYTES = 1 << 20

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """The sources of the user's site with counts; records and uploads are a researcher's."""
    user = as_user(request.user)
    if not user.may(Permission.COUNT_POOL):
        raise Http404
    sources = Source.objects.visible_to(user)
    counts = queries.count_by_source(sources)
    lights = queries.lights_by_source(Evaluation.objects.visible_to(user))
    rows = [
        (source, _table(counts.get(source.pk, {})), lights.get(source.pk, [])) for source in sources
    ]
    total = _table(queries.count_by_cell(sources))
    return render(request, "pool/list.html", {
        "rows": rows, "total": total, "origins": ORIGINS,
        "may_seed": user.may(Permission.SEED_POOL),
    })  # fmt: skip


@get_or_post
def source(request: HttpRequest, token: str) -> HttpResponse:
    """The records of one source with their origins, once the researcher agreed to see them."""
    user = researcher_of(request)
    found = get_object_or_404(Source.objects.visible_to(user), token=token)
    if request.method == "POST":
        mark_saw_origins(by=user)
        return redirect("pool:source", token=token)
    if not user.saw_origins_at:
        return render(request, "pool/before_origins.html", {"source": found})
    page = Paginator(found.records.all(), RECORDS_PER_PAGE).get_page(request.GET.get("page"))
    origins = queries.origins_of(page.object_list)
    cards, earlier = cards_of(found)
    return render(request, "pool/source.html", {
        "source": found,
        "cards": cards,
        "earlier": earlier,
        "form": EvaluationForm(),
        "page": page,
        "rows": [(record, origins[record.pk].origin) for record in page.object_list],
    })  # fmt: skip


@require_safe
def record(request: HttpRequest, token: str) -> HttpResponse:
    """One record: its ECG on paper, what is known of it, and its origin."""
    user = researcher_of(request)
    found = get_object_or_404(Record.objects.visible_to(user).select_related("source"), token=token)
    if not user.saw_origins_at:
        return redirect("pool:source", token=found.source.token)
    return render(request, "pool/record.html", {
        "record": found,
        "sealed": queries.origins_of([found])[found.pk],
        "form": BarForm(),
    })  # fmt: skip


@require_safe
def record_picture(request: HttpRequest, token: str) -> HttpResponse:
    """The record as a reader would see it: through the signal chain, on standard paper."""
    user = researcher_of(request)
    found = get_object_or_404(Record.objects.visible_to(user).select_related("signal"), token=token)
    return HttpResponse(draw_svg(harmonise(load_ecg(found))), content_type="image/svg+xml")


@require_POST
def bar(request: HttpRequest, token: str) -> HttpResponse:
    """Bar a record from future studies, or, without a reason asked for, lift the bar."""
    user = researcher_of(request)
    found = get_object_or_404(Record.objects.visible_to(user), token=token)
    if found.barred_reason:
        lift_bar(record=found, by=user)
        messages.success(request, _("The record may be drawn into future studies again."))
        return redirect("pool:record", token=token)
    form = BarForm(request.POST)
    if form.is_valid():
        bar_record(record=found, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The record is kept out of future studies."))
    else:
        messages.error(request, _("Say why the record is to be kept out of future studies."))
    return redirect("pool:record", token=token)


@csrf_exempt  # only so that `upload_archive`, which checks it, runs after the size is known
@get_or_post
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page; what is announced as too large is refused before it fills the disk."""
    user = researcher_of(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) <= settings.UPLOAD_LIMIT_MB * 1e6 + FORM_BYTES:
        return upload_archive(request, user)
    while request.read(CHUNK_BYTES):  # a browser shows the answer only when it has sent it all
        pass
    reason = _("The file is larger than %(limit)s MB; upload it in parts.")
    messages.error(request, reason % {"limit": settings.UPLOAD_LIMIT_MB})
    return _upload_page(request, user, UploadForm(), status=413)


@csrf_protect
def upload_archive(request: HttpRequest, user: User) -> HttpResponse:
    """Take the file and start its check."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _upload_page(request, user, UploadForm())
    if not form.is_valid():
        return _upload_page(request, user, form, status=422)
    run = receive_upload(by=user, upload=form.cleaned_data["archive"])
    start_check(run)
    return redirect("pool:run", token=run.token)


@require_safe
def run(request: HttpRequest, token: str) -> HttpResponse:
    """An upload's progress, then its report; htmx asks for the moving part alone."""
    user = researcher_of(request)
    found = get_object_or_404(IngestRun.objects.visible_to(user), token=token)
    template = "pool/_run.html" if request.headers.get("HX-Request") else "pool/run.html"
    return render(request, template, {
        "run": found,
        "report": IngestReport.from_json(found.report),
        "reason": found.report.get("reason", ""),
        "origins": ORIGINS,
    })  # fmt: skip


def _upload_page(
    request: HttpRequest, user: User, form: UploadForm, status: int = 200
) -> HttpResponse:
    runs = IngestRun.objects.visible_to(user).select_related("created_by")[:RUNS_SHOWN]
    context = {"form": form, "runs": runs, "limit_mb": settings.UPLOAD_LIMIT_MB}
    return render(request, "pool/upload.html", context, status=status)


def _table(counts: dict[queries.Cell, int]) -> list[tuple[str, list[int]]]:
    """Counts by cell as rows: the rhythm's name, and a number for each origin."""
    return [
        (name, numbers)
        for code, name in RHYTHMS.items()
        if any(numbers := [counts.get((code, origin), 0) for origin in ORIGINS])
    ]
