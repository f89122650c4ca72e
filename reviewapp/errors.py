"""The pages for what went wrong: constant, without a trace, and made without the database."""

import sys
from collections.abc import Callable

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_S = 2
Handler = Callable[..., HttpResponse]


def constant_page(status: int, template: str) -> Handler:
    """A handler that answers every request with the same page.

    It says nothing of the cause, since that could confirm what it should not: what is not there
    and what is not yours to see look the same. Without a request it runs no context processors,
    which would ask the database again.
    """

    def handler(*_: object, **__: object) -> HttpResponse:
        return HttpResponse(render_to_string(template), status=status)

    return handler


_bad = constant_page(400, "400.html")
forbidden = constant_page(403, "403.html")
csrf_failure = constant_page(403, "403_csrf.html")
not_found = constant_page(404, "404.html")
_broken = constant_page(500, "500.html")
_unavailable = constant_page(503, "503.html")


def bad_request(_: object, exception: Exception) -> HttpResponse:
    """400, or 503 with Retry-After when the session could not be saved after the work was done.

    Django says the same when the database went away meanwhile as when the user signed out; for
    both it is right to try again.
    """
    return _try_again() if isinstance(exception, SessionInterrupted) else _bad()


def server_error(*_: object) -> HttpResponse:
    """500, or 503 with Retry-After when the database does not answer.

    A handler, not a middleware: it also sees what fails inside middleware, such as loading the
    session. A reader's page tries again after a 503.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _broken()
    return _try_again()


def _try_again() -> HttpResponse:
    response = _unavailable()
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response
