"""What holds for every answer of the app: not kept by browsers, in one language, and for the
signed-in alone."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils import translation

from reviewapp.accounts.navigation import is_english_only

GetResponse = Callable[[HttpRequest], HttpResponse]
NOTED_EVERY_S = 60  # how exactly idleness is known: one write to the session a minute, not a click


class PrivateMiddleware:
    """No page may be kept by a browser or proxy: answers stay on the server."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


class SignInLimitMiddleware:
    """Signs a user out who was idle too long, or signed in too long ago; drafts are kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request, time.time())
        return self.get_response(request)

    def _check(self, request: HttpRequest, now: float) -> None:
        signed_in = request.session.setdefault("signed_in_at", now)
        seen = request.session.setdefault("seen_at", now)
        if now - signed_in > settings.SIGNED_IN_LIMIT_S or now - seen > settings.IDLE_LIMIT_S:
            logout(request)
        elif now - seen > NOTED_EVERY_S:
            request.session["seen_at"] = now


class LanguageMiddleware:
    """Answers in the language that the user chose, else the one that the browser asks for.

    Nothing of a case has a part in that. `request.LANGUAGE_CODE` is that language also in a room
    whose own pages are in English only: what a user may not enter is refused in it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        request.LANGUAGE_CODE = chosen or translation.get_language_from_request(request)
        # Only until this answer: the next one of this thread is somebody else's.
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
            response["Content-Language"] = translation.get_language()
        return response

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """English for a room that speaks nothing else."""
        if is_english_only(request):
            translation.activate("en")


class SignInMiddleware(LoginRequiredMiddleware):
    """Every view needs a sign-in; a partial must not be answered with the sign-in page.

    htmx would swap that page into the middle of another: it is told to go there instead, and
    after signing in the user is back at the page, with the draft.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """A redirect to the sign-in page, in the way that the asker understands."""
        if request.headers.get("HX-Request") != "true":
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        sign_in = redirect_to_login(page, self.get_login_url(view_func))
        sign_in.status_code = 401
        sign_in["HX-Redirect"] = sign_in["Location"]
        del sign_in["Location"]
        return sign_in
