"""Where a user works: the links at the top of each page, and the cards of the start page."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission

ENGLISH_ONLY: Final = frozenset({"oversight", "pool", "results", "studies"})
"""Rooms that no reader enters: their pages are not translated, and English as a whole."""


@dataclass(frozen=True)
class Place:
    """One part of the app, open to whoever has any of the `permissions`."""

    label: Promise
    url_name: str
    about: Promise
    permissions: frozenset[Permission]

    @property
    def address(self) -> str:
        return reverse(self.url_name)


def _place(label: Promise, url_name: str, about: Promise, *permissions: Permission) -> Place:
    return Place(label, url_name, about, frozenset(permissions))


PLACES: Final = [
    _place(
        _("Studies"),
        "studies:list",
        _("Draft a blind review, follow its progress, lock it, and see what it found."),
        Permission.DRAFT_STUDY,
        Permission.SEE_PROGRESS,
        Permission.SEE_RESULTS,
        Permission.APPROVE_UNBLINDING,
    ),
    _place(
        _("Reading"),
        "readings:list",
        _("The ECGs that wait for your reading."),
        Permission.READ_CASES,
    ),
    _place(
        _("Pools"),
        "pool:list",
        _("The ECGs that studies draw their cases from."),
        Permission.SEED_POOL,
        Permission.COUNT_POOL,
    ),
    _place(
        _("People"),
        "accounts:people",
        _("Who takes part, and whom you have invited."),
        Permission.INVITE,
    ),
    _place(
        _("Site"),
        "accounts:site",
        _("What is recorded of the readers of your site."),
        Permission.RUN_SITE,
    ),
    _place(
        _("Audit trail"),
        "oversight:trail",
        _("Who did what and when, chained so that no change goes unseen."),
        Permission.READ_AUDIT_TRAIL,
    ),
]


def places_of(user: User) -> list[Place]:
    """The places open to `user`, in the order of the work."""
    return [place for place in PLACES if any(map(user.may, place.permissions))]


def is_english_only(request: HttpRequest) -> bool:
    """Does the page that `request` asks for speak no other language?"""
    match = request.resolver_match
    return match is not None and match.app_name in ENGLISH_ONLY


def navigation(request: HttpRequest) -> dict[str, object]:
    """Template context: `navigation` (label, address, is current), `is_english_only`, `is_demo`.

    The links are a function that the base page calls: a partial, which shows none, asks the
    database for no roles.
    """
    return {
        "navigation": partial(_links, request),
        "is_english_only": is_english_only(request),
        "is_demo": settings.DEMO,
    }


def _links(request: HttpRequest) -> list[tuple[Promise, str, bool]]:
    user = getattr(request, "user", None)
    places = places_of(user) if isinstance(user, User) else []
    return [
        (place.label, place.address, request.path.startswith(place.address)) for place in places
    ]
