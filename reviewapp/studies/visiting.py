"""A reader's visit to one case, made in this process to see what a browser would get.

The requests go through every middleware and view, as a browser's would, in a study, an enrolment
and a sitting that exist for that visit alone: all of it is undone before the next one. Each visit
is a transaction of its own, because SQLite's write lock and the lock of the audit chain are held
while it lasts, and other people's readings wait for them.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from time import perf_counter
from typing import Any, Final
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reviewapp.accounts.models import Grant, User
from reviewapp.accounts.roles import Role
from reviewapp.ecg.display import SETTINGS
from reviewapp.ecg.record import INDEPENDENT_LEADS
from reviewapp.studies.leaks.responses import PICTURE, Response, Visit
from reviewapp.studies.models import Case, Enrolment, Presentation, Status, Study
from reviewapp.studies.questionnaire import Question, Questionnaire
from reviewapp.studies.viewing import Viewing

PAGE: Final = "case page"
DRAFT: Final = "draft"
ENLARGED: Final = "picture of one lead"
SWITCHED: Final = "picture, switched"
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
Fields = list[tuple[str, str]]


class VisitFailedError(RuntimeError):
    """The reader's pages did not answer as they should; the message says which, and how."""


@dataclass(frozen=True)
class VisitedCase:
    """What a visit needs of a case: its record, and the harmonised signal as it is stored."""

    record_id: int
    signal_5uv: bytes = field(repr=False)


class Visitor:
    """Visits cases as a reader of `study` would once it is open as `protocol` says."""

    def __init__(self, study: Study, protocol: dict[str, Any]) -> None:
        self._study = study
        self._protocol = protocol
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def visit(self, case: VisitedCase, *, only_look: bool = False) -> Visit:
        """Everything from the first look at `case` to the answer that brings the next one, or
        with `only_look` just its page and picture.

        Nothing of it stays. Raises VisitFailedError.
        """
        with transaction.atomic():
            reader, presentations = _set_out(self._study, self._protocol, case)
            browser = _Browser(self._handler, reader.user)
            responses, page = _look(browser, reader.study)
            if not only_look:
                responses |= _read(browser, reader.study, page)
            transaction.set_rollback(True)
        tokens = [presentation.token for presentation in presentations]
        return Visit(responses, (reader.study.token, *tokens, reader.user.username))


def _set_out(
    study: Study, protocol: dict[str, Any], case: VisitedCase
) -> tuple[Enrolment, list[Presentation]]:
    """An open study of one case shown twice, so that a next case follows, and its reader."""
    opened = Study.objects.create(
        name=study.name,
        site_id=study.site_id,
        created_by_id=study.created_by_id,
        status=Status.OPEN,
        opened_at=timezone.now(),
        protocol=protocol,
        plan_sha256="0" * 64,
    )
    user = User.objects.create(username=secrets.token_hex(16), site_id=study.site_id)
    Grant.objects.create(user=user, role=Role.READER)
    reader = Enrolment.objects.create(
        study=opened, user=user, site_id=study.site_id, role=Role.READER, consent_at=timezone.now()
    )
    shown = Case.objects.create(
        study=opened, record_id=case.record_id, signal_5uv=case.signal_5uv, signal_sha256="0" * 64
    )
    presentations = [
        Presentation.objects.create(case=shown, reader=reader, position=position, block=1)
        for position in (1, 2)
    ]
    return reader, presentations


def _look(browser: "_Browser", study: Study) -> tuple[dict[str, Response], "_CasePage"]:
    """The case page as it is opened, and its picture."""
    response = browser.ask("GET", reverse("readings:case", args=[study.token]))
    page = _CasePage(response.body)
    return {PAGE: response, PICTURE: browser.ask("GET", page.picture)}, page


def _read(browser: "_Browser", study: Study, page: "_CasePage") -> dict[str, Response]:
    """A draft, then every step in turn, the last of which brings the next case; and its ECG as a
    reader may look at it otherwise."""
    address = reverse("readings:case", args=[study.token])
    draft_address = reverse("readings:draft", args=[study.token])
    responses: dict[str, Response] = {}
    questionnaire = Questionnaire.from_json(study.protocol["questionnaire"])
    for number, step in enumerate(questionnaire.steps, start=1):
        answers = [pair for question in step.questions for pair in _answer(question)]
        fields = [*page.hidden, *answers]
        if number == 1:
            responses[DRAFT] = browser.ask("POST", draft_address, fields)
        response = browser.ask("POST", address, fields)
        responses[f"answer to step {number}"] = response
        page = _CasePage(response.body)
    for kind, query in _other_looks(study.protocol):
        # Last, since the app keeps a display for the next cases; here those are the same ECG.
        responses[kind] = browser.ask("GET", f"{page.picture.partition('?')[0]}?{query}")
    return responses


def _other_looks(protocol: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Addresses of the picture with one lead enlarged, and with everything switched that may be."""
    viewing = Viewing.from_json(protocol["display"])
    if "lead" in viewing.tools:
        yield ENLARGED, urlencode({"lead": INDEPENDENT_LEADS[-1]})
    settings = [setting for setting in SETTINGS if setting.code in viewing.switches]
    if settings:
        yield SWITCHED, urlencode({setting.code: setting.values[-1] for setting in settings})


def _answer(question: Question) -> Fields:
    """The first choice, the least number, a word; ticks may stay empty."""
    if question.kind == "ticks":
        return []
    if question.choices:
        return [(question.code, question.choices[0].code)]
    return [(question.code, str(question.least) if question.kind == "number" else "none")]


class _CasePage(HTMLParser):
    """What a browser takes from the case page: the picture's address and the open step's fields."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.hidden: Fields = []
        self.picture = ""
        self._is_in_step = False
        self._pictures = reverse("readings:picture", args=["-"]).removesuffix("-/")
        self.feed(body.decode())
        if not self.picture or not self.hidden:
            raise VisitFailedError("a case page shows no ECG, or asks no question")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the form of the open step, what it sends unasked, and the picture."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_in_step = given.get("id") == "step"
        elif tag == "input" and self._is_in_step and given.get("type") == "hidden":
            self.hidden.append((given["name"], given.get("value", "")))
        elif tag == "img" and given.get("src", "").startswith(self._pictures):
            self.picture = self.picture or given["src"]


class _Browser:
    """A signed-in browser without a network: cookies, forms, and the time of each answer."""

    def __init__(self, handler: BaseHandler, user: User) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self._handler = handler
        self._cookies = {settings.SESSION_COOKIE_NAME: session.session_key or ""}

    def ask(self, method: str, address: str, fields: Fields | None = None) -> Response:
        """The answer to one request. Raises VisitFailedError unless it is a success."""
        environ = self._environ(method, address, urlencode(fields or []).encode())
        began = perf_counter()
        answer = self._handler.get_response(WSGIRequest(environ))
        body = bytes(answer.content) if hasattr(answer, "content") else b""
        seconds = perf_counter() - began
        if not 200 <= answer.status_code < 300:
            raise VisitFailedError(f"a reader's page was answered by {answer.status_code}")
        self._cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return Response(answer.status_code, tuple(answer.items()), body, seconds)

    def _environ(self, method: str, address: str, body: bytes) -> dict[str, Any]:
        host = next((name for name in settings.ALLOWED_HOSTS if name[0] not in "*."), "localhost")
        path, _, query = address.partition("?")
        scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": host,
            "HTTP_REFERER": f"{scheme}://{host}/",
            "HTTP_X_FORWARDED_PROTO": scheme,
            "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "wsgi.url_scheme": scheme,
            "wsgi.input": BytesIO(body),
        }
        if method == "POST":
            environ["HTTP_HX_REQUEST"] = "true"
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
            environ["CONTENT_LENGTH"] = str(len(body))
        setup_testing_defaults(environ)
        return environ
