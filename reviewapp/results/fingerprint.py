"""By what an analysis is known to be that of these data and this code."""

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reviewapp.results.dataset import Dataset, StudyPresentation

HERE = Path(__file__).resolve().parent
CODE = ("statistics", "findings", "reading_table.py", "dataset_table.py", "analysis.py")
"""What decides the figures."""


def data_sha256(dataset: Dataset) -> str:
    """The SHA-256 of all that enters the figures, whatever order it was read in."""
    study = dataset.study
    lines: list[list[Any]] = [
        ["study", study.token, study.protocol_sha256, study.plan_sha256, study.margin_percent],
        *sorted(["reader", reader.code, reader.site] for reader in dataset.readers),
        *sorted(["case", c.code, c.origin, c.rhythm, c.signal_sha256] for c in dataset.cases),
        *sorted((_line(shown) for shown in dataset.presentations), key=lambda line: str(line[1])),
    ]
    digest = hashlib.sha256()
    for line in lines:
        digest.update(json.dumps(line, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    return digest.hexdigest()


def _line(shown: StudyPresentation) -> list[Any]:
    reading = shown.reading
    place = [shown.reader.code, shown.case.code, shown.position, shown.is_practice, shown.repeat_of]
    said = [reading.outcome, reading.verdict, reading.time.active_s] if reading else []
    scores = sorted(reading.scores.items()) if reading else []
    return ["presentation", shown.token, place, said, scores]


@cache
def code_version() -> str:
    """The version of the app, and 12 digits of the SHA-256 of the source that decides figures."""
    digest = hashlib.sha256()
    for name in CODE:
        place = HERE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{version('ecg-blind-review')}+{digest.hexdigest()[:12]}"
