"""The doors of the auditor: the audit trail, and whether its chain is whole."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviewapp.accounts.models import User, as_user
from reviewapp.accounts.roles import Permission
from reviewapp.audit.models import AuditEvent
from reviewapp.audit.trail import verify_chain
from reviewapp.oversight.visible import events_visible_to
from reviewapp.studies.models import Study

EVENTS_PER_PAGE = 50


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The events that this auditor may see, newest first, by study and deed if asked."""
    user = _auditor(request)
    visible = events_visible_to(user)
    chosen = {name: request.GET.get(name, "") for name in ("study", "deed")}
    events = visible.select_related("actor__site")
    if chosen["study"]:
        events = events.filter(study_token=chosen["study"])
    if chosen["deed"]:
        events = events.filter(deed=chosen["deed"])
    context = {
        "chosen": chosen,
        "deeds": visible.order_by("deed").values_list("deed", flat=True).distinct(),
        "page": Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("page")),
        "studies": Study.objects.visible_to(user).order_by("name"),
    }
    return render(request, "oversight/trail.html", context)


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Verify the whole chain, also what this auditor may not see; says nothing of its events."""
    _auditor(request)
    fault = verify_chain(AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000))
    is_partial = request.headers.get("HX-Request") == "true"
    template = "oversight/_chain.html" if is_partial else "oversight/chain.html"
    return render(request, template, {"fault": fault})


def _auditor(request: HttpRequest) -> User:
    user = as_user(request.user)
    if not user.may(Permission.READ_AUDIT_TRAIL):
        raise Http404
    return user
