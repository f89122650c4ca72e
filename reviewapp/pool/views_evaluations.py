"""The doors of the evaluations: one is added to a source, and its report is read."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviewapp.ecg.refusals import PoolInputError
from reviewapp.pool.entrance import researcher_of
from reviewapp.pool.evaluating import add_evaluation
from reviewapp.pool.forms import EvaluationForm
from reviewapp.pool.models import Evaluation, Source
from reviewapp.pool.upload import unpack_evaluation

SANDBOX = {
    "sandbox": [],
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [NONE],
}
"""A report is a stranger's HTML: it brings its own styles and figures, and may load, run and send
nothing; to the browser it is not even of this site."""


@require_POST
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Keep an uploaded report with a source; what it lists is barred."""
    user = researcher_of(request)
    source = get_object_or_404(Source.objects.visible_to(user), token=token)
    form = EvaluationForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise PoolInputError(" ".join(map(str, form.errors["archive"])))
        report = unpack_evaluation(form.cleaned_data["archive"])
        barred = add_evaluation(source=source, report=report, by=user)
    except PoolInputError as error:
        messages.error(request, _("The evaluation was refused: %(reason)s") % {"reason": error})
    else:
        kept = _("The evaluation is kept. Records that it bars from studies: %(count)d.")
        messages.success(request, kept % {"count": barred})
    return redirect("pool:source", token=token)


@csp_replace(SANDBOX)  # type: ignore[arg-type]
@require_safe
def report(request: HttpRequest, token: str) -> HttpResponse:
    """The whole report as its file is, to whoever agreed to see origins."""
    user = researcher_of(request)
    visible = Evaluation.objects.visible_to(user).select_related("source").defer("document")
    found = get_object_or_404(visible, token=token)
    if not user.saw_origins_at:
        return redirect("pool:source", token=found.source.token)
    return HttpResponse(bytes(found.page), content_type="text/html; charset=utf-8")
