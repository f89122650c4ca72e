"""The two studies of the demo: one to read, and one that was read, locked and unblinded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Role
from reviewapp.demo.simulated_readers import read_everything
from reviewapp.pool.models import Source
from reviewapp.studies.drafting import choose_sources, draft_study, set_cells
from reviewapp.studies.enrolling import enrol
from reviewapp.studies.lifecycle import (
    approve_unblinding,
    ask_unblinding,
    lock_study,
    open_study,
)
from reviewapp.studies.models import Study
from reviewapp.studies.probing import waive_leaks

CASES_A_CELL: Final = 6
CELLS: Final = {
    (rhythm, origin): CASES_A_CELL for rhythm in ("SR", "AF") for origin in ("real", "synthetic")
}


def show_open_study(people: Mapping[str, User], sources: Sequence[Source]) -> Study:
    """A study that Anna and Béla can read at once."""
    study = _draft(
        people,
        sources,
        name="Open demo study",
        description="A small study to try out: sign in as anna or bela and read.",
        readers=("anna", "bela"),
    )
    _open(study, people["clara"])
    return study


def show_finished_study(
    people: Mapping[str, User], sources: Sequence[Source], synthetic_sources: set[int]
) -> Study:
    """A study whose readings a program invented, to show what results look like."""
    clara = people["clara"]
    study = _draft(
        people,
        sources,
        name="Finished demo study (invented readings)",
        description="A program invented every reading of this study: its figures say nothing "
        "about physicians or ECGs.",
        readers=("anna", "dora", "bela", "emil"),
    )
    _open(study, clara)
    read_everything(study, synthetic_sources)
    lock_study(study=study, by=clara, reason="every reader has finished")
    ask_unblinding(study=study, by=clara, reason="to show what results look like")
    approve_unblinding(study=study, by=people["aurel"])
    return study


def _open(study: Study, coordinator: User) -> None:
    """Open it without a probe, which would take a minute of everybody's first look."""
    waive_leaks(study=study, by=coordinator, reason="a demo: nothing in it is a clinical study")
    open_study(study=study, by=coordinator)


def _draft(
    people: Mapping[str, User],
    sources: Sequence[Source],
    *,
    name: str,
    description: str,
    readers: Iterable[str],
) -> Study:
    clara = people["clara"]
    study = draft_study(by=clara, name=name, description=description, repeat_percent=0)
    choose_sources(by=clara, study=study, sources=sources)
    set_cells(by=clara, study=study, counts=CELLS)
    cast = [(username, Role.READER) for username in readers]
    for username, role in [
        *cast,
        ("sigrid", Role.SITE_COORDINATOR),
        ("aurel", Role.AUDITOR),
    ]:
        enrol(by=clara, study=study, username=username, role=role)
    return study
