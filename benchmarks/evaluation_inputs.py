"""Folders to hold an evaluation against: published ECGs, and one half of the real as a batch.

    python -m benchmarks.evaluation_inputs published TURING_TEST OUT
    python -m benchmarks.evaluation_inputs half RECORDS OUT [SEED]

``published`` declares the arrays of the SSSD-ECG authors' Turing test: OUT/synthetic, and
OUT/control where their real ECGs pose as synthetic. ``half`` makes OUT/batch of half of the
patients of each rhythm, at the rate of their files, and OUT/rest of the others:
`python -m generator evaluate` should find nothing there.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import wfdb

from generator.batch import LEAD_ORDER, write_batch
from generator.plain_folder import select_plain_folders
from generator.prepared import Candidate
from generator.recording import WfdbPlace

PUBLISHED_LEADS = ("I", "II", *(f"V{number}" for number in range(1, 7)), "III", "aVR", "aVL", "aVF")
DURATION_S = 10


def main(given: list[str] | None = None) -> None:
    """Write the folders that the arguments ask for."""
    if not given:
        print("skipped: it needs real records: see the head of the file")
        return
    what, source, out, *rest = given
    if what == "published":
        write_published(Path(source), Path(out))
    else:
        write_half(Path(source), Path(out), seed=int(rest[0]) if rest else 1)


def write_published(turing_test: Path, out: Path) -> None:
    """The 22 synthetic ECGs, and the 22 real ones as a control, each with its declaration."""
    with (turing_test / "metadata_results.csv").open(newline="") as file:
        codes = {int(row["trials"]): row["lbl_codes"].split("_") for row in csv.DictReader(file)}
    rhythms = [rhythm_of(codes[trial]) for trial in sorted(codes)]
    for name, file_name in (("synthetic", "samples_synthetic_22"), ("control", "samples_real_22")):
        folder = out / name
        folder.mkdir(parents=True)
        (folder / f"{file_name}.npy").write_bytes((turing_test / f"{file_name}.npy").read_bytes())
        array = {
            "file": f"{file_name}.npy",
            "lead_order": PUBLISHED_LEADS,
            "rate_hz": 100,
            "unit": "mV",
            "rhythm": rhythms,
            "origin": "synthetic",
            "source": "the SSSD-ECG authors' Turing test",
            "licence": "CC-BY-4.0",
        }
        declaration = {"format": "ecg-array", "version": 1, "arrays": [array]}
        (folder / "ecgs.json").write_text(json.dumps(declaration, indent=1))


def rhythm_of(codes: list[str]) -> str:
    """AF or a paced rhythm where a code says so; every other of the 44 is in sinus rhythm."""
    return {"AFIB": "AF", "PACE": "PACE"}.get(
        next((code for code in codes if code in ("AFIB", "PACE")), ""), "SR"
    )


def write_half(records: Path, out: Path, *, seed: int) -> None:
    """Half of the patients as OUT/batch, the records of the others as OUT/rest."""
    offered = select_plain_folders([records]).candidates
    sound = [
        each for each in offered if isinstance(each, Candidate) and each.rhythm in ("SR", "AF")
    ]
    rhythm_of_patient = {each.patient: each.rhythm for each in reversed(sound)}
    half = set[str]()
    stream = np.random.default_rng(seed)
    for rhythm in ("SR", "AF"):
        patients = sorted(name for name, has in rhythm_of_patient.items() if has == rhythm)
        half |= set(stream.permutation(patients)[: len(patients) // 2])
    chosen = [each for each in sound if each.patient in half]
    write_batch(
        out / "batch",
        signals_uv=np.stack([signal_uv(each) for each in chosen]),
        rate_hz=rate_of(chosen[0]),
        generator_name="hearts",
        generator_version="1",
        checkpoint_sha256=None,
        sampler={"name": "none"},
        source="half of the real records",
        licence="as recorded",
        records=[
            {"seed": 0, "rhythm": each.rhythm, "condition": {"half": seed}} for each in chosen
        ],
    )
    link_rest(records, out / "rest", {each.record for each in chosen}, half)


def signal_uv(candidate: Candidate) -> np.ndarray:
    """The first 10 s, (12, samples) in microvolt at the rate of the file."""
    recording = candidate.place.read()
    order = [recording.leads.index(lead) for lead in LEAD_ORDER]
    samples = round(DURATION_S * recording.rate_hz)
    return np.rint(recording.signal_mv_lt[order, :samples] * 1000).astype(np.int16)


def rate_of(candidate: Candidate) -> float:
    """In Hz, from the header."""
    assert isinstance(candidate.place, WfdbPlace)
    return float(wfdb.rdheader(str(candidate.place.path)).fs)


def link_rest(records: Path, rest: Path, taken: set[str], half: set[str]) -> None:
    """A folder of links to the records of the other patients, with their table."""
    rest.mkdir()
    (table,) = records.glob("*labels.csv")
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["record"] not in taken and row["subject"] not in half]
    with (rest / table.name).open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(kept)
    for row in kept:
        for path in records.glob(f"{row['record']}.*"):
            (rest / path.name).symlink_to(path.resolve())


if __name__ == "__main__":
    main(sys.argv[1:])
