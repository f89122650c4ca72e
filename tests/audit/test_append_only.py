"""Append-only tables: the database itself refuses every way of changing or deleting a row."""

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import Error, connection, models, transaction

from reviewapp.audit import append_only
from reviewapp.audit.checks import check_triggers
from reviewapp.audit.models import AuditEvent
from reviewapp.audit.trail import record_event

TABLES = {
    "audit_auditevent",
    "pool_evaluation",
    "results_storedanalysis",
    "studies_presentation",
    "studies_leakprobe",
    "studies_leakwaiver",
    "readings_timing",
    "readings_lockedstep",
    "readings_reading",
    "readings_score",
}
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own trap")
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own trap")


@pytest.fixture
def event(db: None) -> AuditEvent:
    record_event(by=None, deed="first")
    return record_event(by=None, deed="kept")


def save(event: AuditEvent) -> None:
    event.deed = "changed"
    event.save()


def run(statement: str) -> Callable[[AuditEvent], None]:
    def _run(event: AuditEvent) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("ID", str(event.pk)))

    _run.__name__ = "_".join(re.findall(r"\w+", statement)[:3])
    return _run


WAYS: list[Callable[[AuditEvent], object]] = [
    save,
    AuditEvent.delete,
    lambda event: AuditEvent.objects.update(deed="changed"),
    lambda event: AuditEvent.objects.all().delete(),
    lambda event: AuditEvent.objects.bulk_update([event], ["deed"]),
    lambda event: AuditEvent.objects.bulk_create(
        [event], update_conflicts=True, unique_fields=["id"], update_fields=["deed"]
    ),
    run("UPDATE audit_auditevent SET deed = 'changed' WHERE id = ID"),
    run("DELETE FROM audit_auditevent WHERE id = ID"),
]


@pytest.mark.parametrize("change", WAYS)
def test_a_row_never_changes(event: AuditEvent, change: Callable[[AuditEvent], object]) -> None:
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        change(event)
    assert list(AuditEvent.objects.values_list("deed", flat=True)) == ["first", "kept"]


@on_sqlite
def test_insert_or_replace_does_not_slip_past(event: AuditEvent) -> None:
    replace = run("INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent")
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        replace(event)


@on_postgres
def test_truncate_does_not_slip_past(event: AuditEvent) -> None:
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        # Deferred foreign keys of the rows just made would refuse it first
        run("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_auditevent CASCADE")(event)


def test_these_tables_are_append_only(db: None) -> None:
    assert set(append_only.APPEND_ONLY_TABLES) == TABLES
    assert append_only.missing_triggers(connection) == []


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_such_table_has_a_trigger_for_each_verb(db: None, table: str) -> None:
    verbs = {"sqlite": "UPDATE|DELETE", "postgresql": "UPDATE|DELETE|TRUNCATE"}[connection.vendor]
    found = set(re.findall(verbs, " ".join(definitions_of_triggers(table)).upper()))
    assert found == set(verbs.split("|"))


def definitions_of_triggers(table: str) -> list[str]:
    query = (
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass"
        if connection.vendor == "postgresql"
        else "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return [row[0] for row in cursor.fetchall()]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_triggers_survive_the_rebuilding_of_a_table() -> None:
    """Django alters a SQLite table by making a new one: its triggers are silently gone."""
    field = models.CharField(max_length=61)
    field.set_attributes_from_name("deed")
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEvent, AuditEvent._meta.get_field("deed"), field)
    assert len(append_only.missing_triggers(connection)) == 2

    call_command("migrate", verbosity=0, skip_checks=True)

    assert append_only.missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_check_names_missing_triggers() -> None:
    assert check_triggers(databases=["default"]) == []
    append_only.remove_triggers(connection)
    try:
        (error,) = check_triggers(databases=["default"])
        assert "audit_auditevent_no_" in error.msg
    finally:
        append_only.install_triggers(connection)
