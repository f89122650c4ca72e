"""The reader's pages: my studies, consent, the case page, its picture and its drafts."""

from contextlib import suppress
from typing import Final

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviewapp.accounts.models import as_user
from reviewapp.accounts.roles import Role
from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.readings.case_page import SentBack, case_page
from reviewapp.readings.consent import give_consent
from reviewapp.readings.draft import begin_draft, save_draft
from reviewapp.readings.forms import ConsentForm, DraftForm
from reviewapp.readings.padding import pad_response
from reviewapp.readings.place import (
    HEAVY_STUDY_FIELDS,
    is_due,
    place_of,
    reader_enrolments,
    studies_of,
)
from reviewapp.readings.questions import questionnaire_of, sent_answers
from reviewapp.readings.refusals import InvalidAnswers, NotYours, Refused, StudyNotOpen
from reviewapp.readings.submission import Submission, own_presentation
from reviewapp.readings.timing import records_timing
from reviewapp.readings.toolbar import Look, choose_look, draw_look, viewing_of
from reviewapp.studies.models import Case, Enrolment, Presentation, Status, Study

CONFLICT: Final = 409
INVALID: Final = 422
DISPLAY_KEPT: Final = "display"
HEAVY_FIELDS: Final = tuple(f"reader__{field}" for field in HEAVY_STUDY_FIELDS)


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """My studies: how far each is, and what to do next."""
    enrolments = studies_of(as_user(request.user))
    return render(request, "readings/list.html", {"enrolments": enrolments})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, study_token: str) -> HttpResponse:
    """Consent and profile, once, before the first case."""
    reader = _reader(request, study_token)
    if reader.consent_at is not None or reader.study.status != Status.OPEN:
        return redirect("readings:case", study_token)
    form = ConsentForm(request.POST or None, label_suffix="")
    if form.is_valid():
        with suppress(StudyNotOpen):  # closed a moment ago: the case page says so
            give_consent(by=as_user(request.user), reader=reader, profile=form.profile)
        return redirect("readings:case", study_token)
    context = {
        "form": form,
        "study": reader.study,
        "records_timing": records_timing(reader.study, reader),
    }
    return render(request, "readings/start.html", context, status=INVALID if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, study_token: str) -> HttpResponse:
    """The case that is due, at its open step. A POST locks that step, or sets the case aside."""
    reader = _reader(request, study_token)
    if reader.consent_at is None and reader.study.status == Status.OPEN:
        return redirect("readings:start", study_token)
    if request.method != "POST":
        return _show(request, reader)
    submission = Submission.from_request(request, reader)
    try:
        submission.store()
    except InvalidAnswers as invalid:
        submission.keep_draft()
        sent_back = SentBack(submission.outcome, submission.answers, invalid.errors)
        return _show(request, reader, sent_back=sent_back, status=INVALID)
    except NotYours:
        raise Http404 from None
    except Refused as refusal:
        return _show(request, reader, notice=refusal.notice, status=CONFLICT)
    if _is_htmx(request):
        return _show(request, reader)
    return redirect("readings:case", study_token)


@require_POST
def draft(request: HttpRequest, study_token: str) -> HttpResponse:
    """Keep the answers of the open step as they stand."""
    reader = _reader(request, study_token)
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise BadRequest(f"this is no draft: {form.errors.as_json()}")
    steps = questionnaire_of(reader.study).steps
    step = form.cleaned_data["step"]
    presentation = own_presentation(reader, form.cleaned_data["presentation"])
    if step <= len(steps):
        answers = sent_answers(steps[step - 1], dict(request.POST.lists()))
        by = as_user(request.user)
        save_draft(by=by, presentation=presentation, step=step, answers=answers)
    return HttpResponse(status=204)


@require_safe
def picture(request: HttpRequest, presentation_token: str) -> HttpResponse:
    """The ECG of the case that is due, drawn as its address asks: never another one, never its
    samples, and never in a way that the study does not allow."""
    presentation = get_object_or_404(
        Presentation.objects.select_related("reader__study").defer(*HEAVY_FIELDS),
        token=presentation_token,
        reader__user=as_user(request.user),
        reader__role=Role.READER,
        reader__consent_at__isnull=False,
        reader__study__status=Status.OPEN,
    )
    if not is_due(presentation):
        raise Http404
    look = _look(request, presentation.reader.study)
    signal = Case.objects.values_list("signal_5uv", flat=True).get(pk=presentation.case_id)
    svg = draw_look(HarmonisedEcg.from_bytes(bytes(signal)), look)
    return HttpResponse(svg, content_type="image/svg+xml")


def _reader(request: HttpRequest, study_token: str) -> Enrolment:
    """The user's enrolment as a reader in that study, else 404."""
    return get_object_or_404(reader_enrolments(as_user(request.user)), study__token=study_token)


def _show(
    request: HttpRequest,
    reader: Enrolment,
    *,
    notice: str = "",
    sent_back: SentBack | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page for where the reader stands, or for htmx the part of it that changes."""
    if notice:  # the study may have been closed since the request began
        reader.study.refresh_from_db(fields=["status"])
    place = place_of(reader)
    is_open = reader.study.status == Status.OPEN
    if is_open and place.presentation is not None and place.draft_answers is None:
        begin_draft(by=as_user(request.user), presentation=place.presentation)
    page = case_page(place, notice, sent_back, _look(request, reader.study) if is_open else None)
    template = "readings/_case.html" if _is_htmx(request) else "readings/case.html"
    return pad_response(render(request, template, {"page": page}, status=status))


def _look(request: HttpRequest, study: Study) -> Look:
    """How this reader looks at ECGs: as asked now, or as before. What is asked for is kept for the
    next cases of this sitting, whichever they are; an enlarged lead is not."""
    kept_as = f"{DISPLAY_KEPT} {study.token}"
    viewing = viewing_of(study)
    kept = request.session.get(kept_as, viewing.start.key)
    # Of a form only its own field: a question may have any name.
    is_form = request.method == "POST"
    texts = {"display": request.POST.get("display", "")} if is_form else request.GET.dict()
    look = choose_look(viewing, texts, kept)
    if look.display.key != kept:
        request.session[kept_as] = look.display.key
    return look


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
