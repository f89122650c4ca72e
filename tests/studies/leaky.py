"""Leaks planted on purpose, in the pictures of synthetic ECGs: what a careless app might do."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from reviewapp.pool.sealed import Origin
from reviewapp.studies.models import Presentation

PATH = "tests.studies.leaky.LeakyMiddleware"
FAILING = "tests.studies.leaky.FailingMiddleware"
GetResponse = Callable[[HttpRequest], HttpResponse]


class LeakyMiddleware:
    """Stands inside of all others, so that what it changes looks like the app's own doing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name == "readings:picture":
            shown = Presentation.objects.get(token=match.kwargs["presentation_token"])
            origin = Origin.objects.get(record=shown.case.record_id).origin
            name_file(response, origin)
            if origin == "synthetic":
                be_slow()
                draw_unrounded(response)
                response.content += b" "
        return response


def name_file(response: HttpResponse, origin: str) -> None:
    """A file name in a header, with a number that tells nothing."""
    number = hash(response.content) % 10_000
    response["X-File"] = f"{'sssd' if origin == 'synthetic' else 'ptbxl'}-{number:05d}.dat"


def be_slow() -> None:
    until = time.perf_counter() + 0.15
    while time.perf_counter() < until:
        pass


def draw_unrounded(response: HttpResponse) -> None:
    """A third of a unit beside the lattice, within the blanks of the fixed-width tokens."""
    head, trace = response.content.rsplit(b' d="', 1)
    response.content = head + b' d="' + trace.replace(b"2-2   ", b"2-2.3 ")


class FailingMiddleware:
    """An app whose pictures fail."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.view_name == "readings:picture":
            response.status_code = 500
        return response
