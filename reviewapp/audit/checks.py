"""A system check: are the append-only triggers in the database?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from reviewapp.audit.append_only import missing_triggers


def check_triggers(
    *,
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - named by Django
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """An error for each database whose append-only triggers are incomplete.

    Runs with `check --database default` and with `migrate`.
    """
    found: list[CheckMessage] = []
    for alias in databases or []:
        missing = missing_triggers(connections[alias])
        if missing:
            found.append(
                Error(
                    f"append-only triggers are missing: {', '.join(missing)}",
                    hint="Run: manage.py migrate",
                    id="audit.E001",
                )
            )
    return found
