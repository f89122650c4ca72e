"""The pages for what went wrong: constant, without a trace, and made without the database."""

import sys
from collections.abc import Callable

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

RETRY_AFTER_S = 2
Handler = Callable[..., HttpResponse]


def constant_page(status: int, template: str) -> Handler:
    """A handler that answers every request with the same page.

    It says nothing of the cause, since that could confirm what it should not: what is not there
    and what is not yours to see look the same. It is in the asker's language, in every room, and
    rendered without the request: context processors would ask the database again.
    """

    def handler(request: object = None, *_: object, **__: object) -> HttpResponse:
        with override(getattr(request, "LANGUAGE_CODE", None) or get_language()):
            return HttpResponse(render_to_string(template), status=status)

    return handler


_bad = constant_page(400, "400.html")
forbidden = constant_page(403, "403.html")
csrf_failure = constant_page(403, "403_csrf.html")
not_found = constant_page(404, "404.html")
_broken = constant_page(500, "500.html")
_unavailable = constant_page(503, "503.html")


def bad_request(request: object, exception: Exception) -> HttpResponse:
    """400, or 503 with Retry-After when the session could not be saved after the work was done.

    Django says the same when the database went away meanwhile as when the user signed out; for
    both it is right to try again.
    """
    return _try_again(request) if isinstance(exception, SessionInterrupted) else _bad(request)


def server_error(request: object = None) -> HttpResponse:
    """500, or 503 with Retry-After when the database does not answer.

    A handler, not a middleware: it also sees what fails inside middleware, such as loading the
    session. A reader's page tries again after a 503.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _broken(request)
    return _try_again(request)


def _try_again(request: object) -> HttpResponse:
    response = _unavailable(request)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response
