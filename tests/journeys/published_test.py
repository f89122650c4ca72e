"""The clinical Turing test that the SSSD-ECG authors published: its ECGs and its reader's calls."""

import csv
import json
from pathlib import Path
from typing import NamedTuple

ORDER = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6", "III", "aVR", "aVL", "aVF"]
ARRAYS = {"real": "samples_real_22", "synthetic": "samples_synthetic_22"}


class PublishedCall(NamedTuple):
    """What the published reader said of one ECG."""

    record: str
    origin: str
    rhythm: str
    called_synthetic: bool


def rhythm_of(labels: str) -> str:
    """The rhythm code of the published label codes, such as NDT_SR or AFIB_NST_."""
    codes = labels.split("_")
    if "AFIB" in codes:
        return "AF"
    return "PACE" if "PACE" in codes else "SR"


def published_calls(folder: Path) -> list[PublishedCall]:
    """All 44 calls; record names are those that ingest gives the rows of the arrays."""
    with (folder / "metadata_results.csv").open(newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    calls = []
    for row in rows:
        origin = "synthetic" if row["y_true_synthetic"] == "True" else "real"
        calls.append(
            PublishedCall(
                record=f"{ARRAYS[origin]}[{int(row['trials']) - 1}]",
                origin=origin,
                rhythm=rhythm_of(row["lbl_codes"]),
                called_synthetic=row["y_pred_synthetic"] == "True",
            )
        )
    return calls


def declare(folder: Path, published: Path) -> Path:
    """A folder that links the published arrays and declares what they hold, ready for ingest."""
    calls = published_calls(published)
    declarations = []
    for origin, name in ARRAYS.items():
        (folder / f"{name}.npy").write_bytes((published / f"{name}.npy").read_bytes())
        rhythms = {call.record: call.rhythm for call in calls if call.origin == origin}
        declarations.append(
            {
                "file": f"{name}.npy",
                "lead_order": ORDER,
                "rate_hz": 100,
                "unit": "mV",
                "rhythm": [rhythms[f"{name}[{row}]"] for row in range(22)],
                "origin": origin,
                "source": f"SSSD-ECG clinical Turing test, {origin}",
                "licence": "CC-BY-4.0" if origin == "real" else "MIT",
            }
        )
    document = {"format": "ecg-array", "version": 1, "arrays": declarations}
    (folder / "ecgs.json").write_text(json.dumps(document))
    return folder
