"""Who may enter: sites, users, their roles, and invitations."""

from typing import TYPE_CHECKING, cast
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from reviewapp.accounts.roles import PERMISSIONS, Permission, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def validate_time_zone(name: str) -> None:
    """Refuse a time zone that this machine does not know."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is no time zone; write one such as Europe/Berlin")


class Site(models.Model):
    """A hospital or centre. Sites are walls: nothing of one is visible to another's people."""

    code = models.CharField(
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9-]+$", "capital letters, digits and hyphens only")],
    )
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[validate_time_zone])
    records_timing = models.BooleanField(default=True)  # of its readers, where a study does so

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class User(AbstractUser):
    """A person at one site.

    `saw_origins_at` is set when a page first showed this user which records are real and which
    synthetic; from then on the user can never be a reader. `language` is empty until chosen: then
    the browser's holds.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="users")
    saw_origins_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True, choices=settings.LANGUAGES)

    def roles(self) -> frozenset[str]:
        """The roles granted to this user, read once for each user object."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.grants.values_list("role", flat=True))
        return self._roles

    def forget_roles(self) -> None:
        """Read the roles anew next time: a grant has just changed them."""
        self.__dict__.pop("_roles", None)

    def may(self, permission: Permission) -> bool:
        """Does any granted role carry `permission`?"""
        return any(permission in PERMISSIONS[role] for role in self.roles())


class Grant(models.Model):
    """One role of one user."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.role}"


class Invitation(models.Model):
    """A single-use link by which a person sets up their own account; only its hash is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role.choices)
    note = models.CharField(max_length=120, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.OneToOneField(User, on_delete=models.PROTECT, null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="accepted_by_someone_at_some_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.site.code}"


def as_user(user: "User | AnonymousUser") -> User:
    """The signed-in user of a request that LoginRequiredMiddleware let through."""
    return cast(User, user)
