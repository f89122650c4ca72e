"""The arguments of ``python -m generator compare``, and what it says at the end."""

import argparse
from pathlib import Path

from generator.evaluation.report.comparison import compare
from generator.evaluation.report.comparison_folder import PAGE_FILE, write_comparison
from generator.evaluation.report.comparison_page import verdict_of
from generator.evaluation.report.folder import read_report
from generator.new_folder import refuse_existing


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``compare``."""
    given = commands.add_parser("compare", help="two reports of evaluate, side by side")
    given.add_argument("a", type=Path, metavar="REPORT_A", help="a folder that evaluate wrote")
    given.add_argument("b", type=Path, metavar="REPORT_B", help="the one to set beside it")
    given.add_argument("--out", type=Path, required=True, help="the comparison, a new folder")
    given.set_defaults(run=_compare)


def _compare(given: argparse.Namespace) -> str:
    refuse_existing(given.out)
    comparison = compare(read_report(given.a), read_report(given.b))
    write_comparison(given.out, comparison)
    warnings = "".join(f"Warning: {warning}\n" for warning in comparison.warnings)
    return f"{warnings}{verdict_of(comparison)}\n{given.out / PAGE_FILE}"
