"""The arguments of ``python -m generator features``, and what it says at the end."""

import argparse
from pathlib import Path
from typing import Final

from generator.batch import MANIFEST_FILE
from generator.evaluation.ecg_set import REAL, SYNTHETIC, EcgSet
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.features.extraction import feature_table
from generator.evaluation.features.feature_files import files_of, refuse_existing, write_table
from generator.evaluation.reading import read_real, read_synthetic

MOST_REASONS: Final = 12


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``features``."""
    given = commands.add_parser("features", help="features of ECGs as a table")
    given.add_argument(
        "folder", type=Path, help="a batch, WFDB records with labels, or arrays with ecgs.json"
    )
    given.add_argument(
        "--out", type=Path, required=True, metavar="FILE.csv|FILE.parquet", help="a new file"
    )
    given.add_argument(
        "--origin", choices=(REAL, SYNTHETIC), help="default: a batch is synthetic, all else real"
    )
    given.add_argument("--workers", type=int, default=2, help="processes")
    given.set_defaults(run=_features)


def _features(given: argparse.Namespace) -> str:
    """Measure the folder's ECGs and write the table; what is in it and what is missing."""
    refuse_existing(files_of(given.out))
    ecgs = _read(given.folder, given.origin, given.workers)
    table = feature_table(ecgs, workers=given.workers)
    return "\n".join([_written(write_table(given.out, ecgs, table), table), *_missing(table)])


def _read(folder: Path, origin: str | None, workers: int) -> EcgSet:
    if (origin or (SYNTHETIC if (folder / MANIFEST_FILE).exists() else REAL)) == SYNTHETIC:
        return read_synthetic(folder, workers=workers).ecgs
    return read_real(folder, workers=workers).ecgs


def _written(written: tuple[Path, ...], table: FeatureTable) -> str:
    files = " and ".join(str(path) for path in written)
    return f"{files}: {len(table)} records, {len(table.features)} features"


def _missing(table: FeatureTable) -> list[str]:
    """The most frequent gaps, with their reasons."""
    gaps = table.missing()
    lines = [f"  {count:6}  {name}: {why}" for (name, why), count in gaps.most_common(MOST_REASONS)]
    head = f"missing: {sum(gaps.values())} of {table.values_nf.size} values"
    rest = len(gaps) - len(lines)
    return [head, *lines, *([f"  and {rest} other gaps, see the file"] if rest > 0 else [])]
