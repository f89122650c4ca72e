from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate

from reviewapp.audit import append_only
from reviewapp.audit.checks import check_triggers


def install_after_migrate(*, using: str, **_: Any) -> None:
    """SQLite drops triggers when it rebuilds a table: put them back after each migration."""
    append_only.install_triggers(connections[using])


class AuditConfig(AppConfig):
    name = "reviewapp.audit"

    def ready(self) -> None:
        append_only.register("audit_auditevent")
        # Not a signal for logic: the one hook Django has for "the tables were just made".
        post_migrate.connect(install_after_migrate, dispatch_uid="append-only triggers")
        register(check_triggers, Tags.database)
