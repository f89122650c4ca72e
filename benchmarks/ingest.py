"""Records ingested a second, for each kind of input, into a new SQLite database on disk.

Reading, checking, hashing, spooling and the storing transaction are all in the time; the start of
the process and the making of the input are not.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

from generator.batch import LEAD_ORDER, write_batch
from reviewapp.ecg.pool_input import InputOptions, detect_kind, read_pool_input
from reviewapp.ecg.record import Recording
from reviewapp.ecg.wfdb_files import write_wfdb

RECORDS = 1000
RATE_HZ = 500
MEASURE = "--measure"


def main() -> None:
    """Measure in a process of its own, whose database is thrown away."""
    with tempfile.TemporaryDirectory(prefix="ecg-ingest-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
            "SECRET_KEY": "only-for-the-benchmark-" + "0123456789" * 4,
            "DATA_FOLDER": folder,
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.ingest", MEASURE, folder]
        subprocess.run(command, env=environment, check=True)


def measure(folder: Path) -> None:
    """Make each kind of input in ``folder``, ingest it, and print a table."""
    import django

    django.setup()
    by = _researcher()
    print(f"{'input':<32} {'records':>8} {'seconds':>8} {'records/s':>10}")
    for seed, (name, write) in enumerate(WRITERS.items()):
        path = folder / f"input{seed}"
        path.mkdir()
        place = write(path, _signals_uv(seed))
        seconds = _ingest_s(place, by)
        print(f"{name:<32} {RECORDS:>8} {seconds:>8.2f} {RECORDS / seconds:>10.0f}")


def _ingest_s(path: Path, by: object) -> float:
    from reviewapp.accounts.models import User
    from reviewapp.pool.ingest import ingest_recordings

    assert isinstance(by, User)
    assert by.site is not None
    options = InputOptions() if path.is_dir() else ARRAY_OPTIONS
    start_s = perf_counter()
    readings = read_pool_input(path, options)
    report = ingest_recordings(by=by, site=by.site, kind=detect_kind(path), readings=readings)
    seconds = perf_counter() - start_s
    assert report.taken_count == RECORDS, report.refusals[:3]
    return seconds


def _researcher() -> object:
    from django.core.management import call_command

    from reviewapp.accounts.models import Grant, Site, User
    from reviewapp.accounts.roles import Role

    call_command("migrate", verbosity=0)
    site = Site.objects.create(code="BENCH", name="Benchmark")
    user = User.objects.create_user("bench", password=None, site=site)
    Grant.objects.create(user=user, role=Role.RESEARCHER)
    return user


def _signals_uv(seed: int) -> np.ndarray:
    """Signals that pass every check: slow waves and noise, the limb leads following I and II."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(10 * RATE_HZ) / RATE_HZ
    waves = 600 * np.sin(2 * np.pi * 1.2 * time_s + rng.uniform(0, 6, (RECORDS, 8, 1)))
    independent = np.rint(waves + rng.normal(0, 20, waves.shape)).astype(np.int32)
    one, two = independent[:, 0], independent[:, 1]
    limb = [one, two, two - one, -(one + two) // 2, one - two // 2, two - one // 2]
    chest = [independent[:, lead] for lead in range(2, 8)]
    return np.stack([*limb, *chest], axis=1).astype(np.int16)


def _write_wfdb(folder: Path, signals_uv: np.ndarray) -> Path:
    first = Recording("", signals_uv[0], RATE_HZ, "SR", "real", "Benchmark WFDB", "CC0-1.0")
    write_wfdb(
        folder,
        (replace(first, name=f"r{row}", signal_uv=uv) for row, uv in enumerate(signals_uv)),
    )
    return folder


def _write_array(folder: Path, signals_uv: np.ndarray) -> Path:
    np.save(folder / "ecgs.npy", (signals_uv / 1000).astype(np.float32))
    return folder / "ecgs.npy"


def _write_batch(folder: Path, signals_uv: np.ndarray) -> Path:
    write_batch(
        folder / "batch",
        signals_uv=signals_uv,
        rate_hz=RATE_HZ,
        generator_version="0",
        checkpoint_sha256=None,
        sampler={"name": "benchmark"},
        source="Benchmark batch",
        licence="CC0-1.0",
        records=[{"seed": n, "rhythm": "SR", "condition": {}} for n in range(RECORDS)],
    )
    return folder / "batch"


ARRAY_OPTIONS = InputOptions(
    origin="real",
    source="Benchmark array",
    licence="CC0-1.0",
    rhythm="SR",
    lead_order=LEAD_ORDER,
    rate_hz=RATE_HZ,
    unit="mV",
)
WRITERS: dict[str, Callable[[Path, np.ndarray], Path]] = {
    "WFDB folder (500 Hz, int16)": _write_wfdb,
    "array (500 Hz, float32 mV)": _write_array,
    "batch (500 Hz, int16)": _write_batch,
}

if __name__ == "__main__":
    if sys.argv[1:2] == [MEASURE]:
        measure(Path(sys.argv[2]))
    else:
        main()
