"""What a training set of many records costs in memory and time: it must not grow with them.

``python -m benchmarks.training_set [RECORDS ...]`` simulates MIMIC-IV-ECG at each size (1,000 and
10,000 records unless told; 100,000 take some minutes and 2 GB of disk): tables as its publisher
lays them out are written row by row and joined, each record is filtered, searched for beats and
written as a real one is. Only the reading of its two files is stood in for: one 10 s recording at
100 Hz, shifted from record to record. Each size runs in a process of its own, whose peak is what
the system says (ru_maxrss); the folder is deleted afterwards.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from generator.leads import TWELVE_LEADS
from generator.mimic import MEASUREMENTS, RECORDS, STATEMENTS, select_mimic
from generator.prepare import PrepareJob, prepare_set
from generator.prepared import Candidate, Refusal
from generator.recording import Recording

SIZES = (1_000, 10_000)
RATE_HZ = 100


@dataclass(frozen=True)
class StandIn:
    """In place of a WFDB record: the same beats for all, shifted by the number of the record."""

    number: int

    def read(self) -> Recording:
        """A recording at 100 Hz."""
        base = _base_recording()
        return replace(base, signal_mv_lt=np.roll(base.signal_mv_lt, self.number % 80, axis=-1))


@lru_cache(maxsize=1)
def _base_recording() -> Recording:
    time_s = np.arange(10 * RATE_HZ) / RATE_HZ
    phase_s = time_s % 0.8 - 0.4
    beat_t = np.exp(-((phase_s / 0.02) ** 2)) + 0.25 * np.exp(-(((phase_s - 0.28) / 0.05) ** 2))
    noise_lt = 0.01 * np.random.default_rng(0).standard_normal((len(TWELVE_LEADS), len(time_s)))
    size_mv_l = np.linspace(0.4, 1.4, len(TWELVE_LEADS))
    return Recording(size_mv_l[:, None] * beat_t + noise_lt, TWELVE_LEADS, float(RATE_HZ))


def write_tables(folder: Path, records: int) -> None:
    """Both tables of MIMIC-IV-ECG, with ``records`` studies of a quarter as many subjects."""
    fields = ("subject_id", "study_id", "rr_interval", *STATEMENTS)
    with (
        (folder / RECORDS).open("w", newline="") as listed,
        (folder / MEASUREMENTS).open("w", newline="") as measured,
    ):
        paths, measurements = csv.writer(listed), csv.writer(measured)
        paths.writerow(("subject_id", "study_id", "path"))
        measurements.writerow(fields)
        for number in range(records):
            subject, study = 10_000_000 + number // 4, 40_000_000 + number
            rhythm = "Atrial fibrillation" if number % 10 == 0 else "Sinus rhythm"
            paths.writerow((subject, study, f"files/{number}"))
            measurements.writerow((subject, study, 800, rhythm, *[""] * (len(STATEMENTS) - 1)))


def prepare_simulated(records: int, workers: int) -> dict[str, float]:
    """Prepare a simulated set of that size, delete it; its seconds and the peak RSS in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder, records)
        chosen = select_mimic(folder)
        job = PrepareJob(
            selection=replace(chosen, candidates=_stood_in(iter(chosen.candidates))),
            out=folder / "set",
            workers=workers,
        )
        start = time.perf_counter()
        facts = prepare_set(job)
        seconds = time.perf_counter() - start
        signals_mb = (folder / "set" / "signals.npy").stat().st_size / 1e6
    assert facts["n_records"] == records
    children_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "records": records,
        "seconds": seconds,
        "signals_mb": signals_mb,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_peak_mb": children_kb / 1024 if workers > 1 else 0.0,
    }


def _stood_in(candidates: Iterator[Candidate | Refusal]) -> Iterator[Candidate | Refusal]:
    for number, candidate in enumerate(candidates):
        assert isinstance(candidate, Candidate)
        yield replace(candidate, place=StandIn(number))


def in_a_process(records: int, workers: int = 1) -> dict[str, float]:
    """What :func:`prepare_simulated` gives in a fresh process, whose peak is its own."""
    code = (
        "import json; from benchmarks.training_set import prepare_simulated; "
        f"print(json.dumps(prepare_simulated({records}, {workers})))"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a line a size."""
    print(f"{'records':>9}{'peak RSS, MB':>14}{'signals.npy, MB':>17}{'ECG/s, 1 process':>18}")
    for records in sizes:
        measured = in_a_process(records)
        rate = records / measured["seconds"]
        print(f"{records:9,}{measured['peak_mb']:14.0f}{measured['signals_mb']:17.0f}{rate:18.0f}")


if __name__ == "__main__":
    main(tuple(int(given) for given in sys.argv[1:]) or SIZES)
