"""Who may do what, as one truth table."""

import pytest

from reviewapp.accounts.roles import EXCLUSIVE, INVITABLE, PERMISSIONS, Permission, Role

COLUMNS = ["reader", "site_coordinator", "study_coordinator", "researcher", "auditor"]
TABLE = """
seed_pool            -  -  -  x  -
count_pool           -  -  x  x  -
draft_study          -  -  x  -  -
run_study            -  -  x  -  -
read_cases           x  -  -  -  -
see_progress         -  x  x  -  -
see_all_sites        -  -  x  x  -
approve_unblinding   -  -  x  x  x
see_results          -  x  x  x  -
read_audit_trail     -  -  -  -  x
invite               -  -  x  -  -
run_site             -  x  x  -  -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_permission_belongs_to_these_roles(row: list[str]) -> None:
    permission, *marks = row
    expected = {role for role, mark in zip(COLUMNS, marks, strict=True) if mark == "x"}
    assert {role for role in PERMISSIONS if Permission(permission) in PERMISSIONS[role]} == expected


def test_the_table_is_complete() -> None:
    assert {row[0] for row in ROWS} == set(Permission)
    assert set(PERMISSIONS) == set(Role.values) == set(COLUMNS)


def test_who_knows_origins_gets_no_role_by_invitation() -> None:
    assert set(INVITABLE) <= EXCLUSIVE
