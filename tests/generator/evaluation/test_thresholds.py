"""What docs/evaluation.md says of the thresholds is what the code declares."""

import importlib
import pkgutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator import evaluation
from generator.evaluation.findings import Threshold
from generator.evaluation.report.printed import limits_of

ROOT = Path(__file__).parents[3]
PARTS = ("utility", "fidelity", "privacy", "condition", "features")


def declared(part):
    """The thresholds of a part by name, in the order of the code."""
    module = importlib.import_module(f"generator.evaluation.{part}.thresholds")
    return {name: one for name, one in vars(module).items() if isinstance(one, Threshold)}


def table():
    """The lines of the table."""
    rows = [
        f"| {part} | `{name}` | {limits_of(one)} | {' '.join(one.why.split()).rstrip('.')} |"
        for part in PARTS
        for name, one in declared(part).items()
    ]
    return "\n".join(["| part | threshold | passes | why |", "|---|---|---|---|", *rows])


def test_the_guide_tells_every_threshold():
    guide = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    told = guide.split("<!-- thresholds -->")[1].split("<!-- /thresholds -->")[0].strip()
    assert told == table()


@pytest.mark.parametrize("part", PARTS)
def test_every_threshold_says_why(part):
    assert all(len(one.why) > 20 for one in declared(part).values())


def test_no_part_declares_thresholds_that_the_guide_passes_over():
    parts = [found.name for found in pkgutil.iter_modules(evaluation.__path__) if found.ispkg]
    with_thresholds = [
        part
        for part in parts
        if (Path(evaluation.__path__[0]) / part / "thresholds.py").is_file() and declared(part)
    ]
    assert sorted(with_thresholds) == sorted(PARTS)


if __name__ == "__main__":
    # What belongs into the guide: python -m tests.generator.evaluation.test_thresholds
    sys.stdout.write(f"{table()}\n")
