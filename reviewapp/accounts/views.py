"""The doors of the accounts: signing in and out, the start page, people and invitations."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import BadRequest
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviewapp.accounts import people
from reviewapp.accounts.forms import AccountForm, InvitationForm, LanguageForm, SiteForm
from reviewapp.accounts.models import User, as_user
from reviewapp.accounts.navigation import places_of
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """Username and password; after five failures django-axes answers 429 for a while."""

    http_method_names = ["get", "head", "post"]
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        record_event(by=as_user(self.request.user), deed="sign_in", target=form.get_user().username)
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    user = as_user(request.user)
    record_event(by=user, deed="sign_out", target=user.username)
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:login")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The one place that this user works at, or a card for each of several."""
    places = places_of(as_user(request.user))
    if len(places) == 1:
        return redirect(places[0].url_name)
    return render(request, "accounts/home.html", {"places": places})


@sensitive_post_parameters()
@get_or_post
def password(request: HttpRequest) -> HttpResponse:
    user = as_user(request.user)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_password(by=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed, and other sign-ins have ended."))
        return redirect("home")
    return render(request, "accounts/password.html", {"form": form}, status=_status(form))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The page that one comes from, in another language: from now on, on this machine, and for
    whoever is signed in on every other one."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise BadRequest(f"this is no choice of a language: {form.errors.as_json()}")
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        people.choose_language(by=as_user(request.user), language=chosen)
    response = redirect(_page_before(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    user = _inviter(request)
    context = {
        "people": people.people_visible_to(user).select_related("site").prefetch_related("grants"),
        "invitations": people.open_invitations(by=user).select_related("site"),
    }
    return render(request, "accounts/people.html", context)


@get_or_post
def invite(request: HttpRequest) -> HttpResponse:
    """The form; and once, after it was sent, the link, of which only a hash is kept."""
    user = _inviter(request)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation, token = people.invite_person(by=user, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("accounts:accept", args=[token]))
        return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})
    return render(request, "accounts/invite.html", {"form": form}, status=_status(form))


@get_or_post
def site(request: HttpRequest) -> HttpResponse:
    user = as_user(request.user)
    if user.site is None or not user.may(Permission.RUN_SITE):
        raise Http404
    form = SiteForm(request.POST or None, instance=user.site)
    if request.method == "POST" and form.is_valid():
        people.set_site_timing(by=user, site=user.site, **form.cleaned_data)
        messages.success(request, _("What is recorded of your site's readers is saved."))
        return redirect("accounts:site")
    return render(request, "accounts/site.html", {"form": form, "site": user.site})


@login_not_required
@sensitive_post_parameters()
@get_or_post
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person sets up an account. Unknown, used and expired links look the same."""
    try:
        invitation = people.find_invitation(token)
        form = AccountForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            people.accept_invitation(token=token, **_account(form))
            messages.success(request, _("Your account is ready: sign in with it."))
            return redirect("accounts:login")
    except people.InvitationGoneError:
        return render(request, "accounts/invitation_gone.html", status=404)
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/accept.html", context, status=_status(form))


def _page_before(request: HttpRequest) -> str:
    """Where the user comes from, if that is a page of this app; else the start page."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else "home"


def _status(form: BaseForm) -> int:
    return 422 if form.errors else 200


def _account(form: AccountForm) -> dict[str, str]:
    names = ("username", "first_name", "last_name")
    return {name: form.cleaned_data[name] for name in names} | {
        "password": form.cleaned_data["password1"]
    }


def _inviter(request: HttpRequest) -> User:
    user = as_user(request.user)
    if not user.may(Permission.INVITE):
        raise Http404
    return user
