"""The arguments of ``python -m generator prepare``, and what it says at the end."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.mimic import select_mimic
from generator.plain_folder import select_plain_folders
from generator.prepare import PrepareJob, Selection, prepare_set
from generator.ptbxl import select_ptbxl

KINDS: Final = ("plain", "ptbxl", "mimic")


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``prepare``."""
    given = commands.add_parser("prepare", help="turn WFDB folders into a training set")
    given.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="of one data set")
    given.add_argument("--kind", choices=KINDS, required=True, help="see docs/training-set.md")
    given.add_argument("--out", type=Path, required=True, help="the training set, a new folder")
    given.add_argument("--labels", type=Path, help="plain: the table, if not FOLDER/*labels.csv")
    given.add_argument("--workers", type=int, default=1, help="processes that read and filter")
    given.add_argument("--seed", type=int, default=0, help="of the split by patient")
    given.set_defaults(run=_prepare)


def _prepare(given: argparse.Namespace) -> str:
    if given.out.exists():
        raise FileExistsError(f"{given.out} exists; a training set is never overwritten")
    job = PrepareJob(
        selection=_selection(given), out=given.out, workers=given.workers, seed=given.seed
    )
    return summary(given.out, prepare_set(job))


def _selection(given: argparse.Namespace) -> Selection:
    if given.kind == "plain":
        return select_plain_folders(given.folders, labels=given.labels, seed=given.seed)
    if given.labels or len(given.folders) != 1:
        raise ValueError(f"--kind {given.kind} takes one FOLDER and no --labels")
    if given.kind == "ptbxl":
        return select_ptbxl(given.folders[0])
    return select_mimic(given.folders[0], seed=given.seed)


def summary(out: Path, facts: Mapping[str, Any]) -> str:
    """What is in the set, split by rhythm, and what was refused why."""
    rhythms = sorted({rhythm for counts in facts["counts"].values() for rhythm in counts})
    lines = [f"{out}: {facts['n_records']} records", _line("", rhythms)]
    for split, counts in facts["counts"].items():
        lines.append(_line(split, [str(counts.get(rhythm, 0)) for rhythm in rhythms]))
    lines.append(f"without beats that can be trusted: {facts['records_without_beats']}")
    if facts["records_with_voltages_borrowed"]:
        lines.append(f"with borrowed voltages: {facts['records_with_voltages_borrowed']}")
    lines.append(f"refused: {sum(facts['refused'].values())}")
    for reason, count in facts["refused"].items():
        lines.append(f"  {count:6}  {reason}; first {facts['first_refused'][reason]}")
    return "\n".join(lines)


def _line(head: str, cells: list[str]) -> str:
    return f"{head:8}" + "".join(f"{cell:>8}" for cell in cells)
