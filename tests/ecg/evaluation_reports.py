"""Reports on batches as their generator writes them: the one of docs/evaluation-report.md."""

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent / "evaluation_report"


def example() -> dict[str, Any]:
    """What the example's report.json says."""
    content: dict[str, Any] = json.loads((EXAMPLE / "report.json").read_text())
    return content


def write_report(folder: Path, batch: Path, *, flagged: tuple[int, ...] = (1,)) -> Path:
    """A report on `batch` in the new folder `folder`, which flags the records `flagged` of it."""
    shutil.copytree(EXAMPLE, folder)
    manifest = json.loads((batch / "manifest.json").read_text())
    content = example()
    content["batches"][0] |= {
        "manifest_sha256": hashlib.sha256((batch / "manifest.json").read_bytes()).hexdigest(),
        "folder": batch.name,
        "source": manifest["source"],
        "records": manifest["n_records"],
    }
    (folder / "report.json").write_text(json.dumps(content))
    with (folder / "barred.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["sha256", "record", "reason"])
        for index in flagged:
            sha256 = manifest["records"][index]["sha256"]
            rows.writerow([sha256, f"Test generator[{index}]", "a near-copy, of p17"])
    return folder


def change_report(folder: Path, **changed: Any) -> Path:
    """The same report, later or otherwise: fields of report.json are replaced."""
    path = folder / "report.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))
    return folder
