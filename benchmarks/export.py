"""A million readings as CSV, Parquet and XLSX: seconds, and the most memory that it took.

Each file is written in a process of its own, from readings that are made as they are asked for, and
once more from a hundredth of them: what differs is what grows with the readings. Nothing is kept;
the bytes are counted. `python -m benchmarks.export [READINGS] [FILE ...]`
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter

READINGS = 1_000_000
READERS = 30
MEASURE = "--measure"
MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
FILES = ("readings.csv", "readings.parquet", "workbook.xlsx", "scores.csv", "scores.parquet")


def main() -> None:
    """Print a table, a row a file."""
    count = next((int(word) for word in sys.argv[1:] if word.isdigit()), READINGS)
    asked = [word for word in sys.argv[1:] if word in FILES]
    print(f"{'file':<18} {'readings':>9} {'seconds':>8} {'MB':>7} {'peak RSS, MB':>13}")
    for name in asked or FILES:
        for readings in (count // 100, count):
            command = [sys.executable, "-m", "benchmarks.export", MEASURE, name, str(readings)]
            subprocess.run(command, env=_environment(), check=True)


def measure(name: str, count: int) -> None:
    """Write one file, and print how long it took, how long it is, and the peak of memory."""
    import django

    django.setup()
    pieces = WRITERS[name](count)
    began = perf_counter()
    size = sum(len(piece) for piece in pieces)
    seconds = perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<18} {count:>9,} {seconds:>8.1f} {size / 1e6:>7.1f} {peak_mb:>13.0f}", flush=True)


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "SECRET_KEY": "only-for-the-benchmark-" + "0123456789" * 4,
        "DATABASE_URL": "sqlite://:memory:",
        "LOG_LEVEL": "ERROR",
    }


def _shown(count: int) -> Iterator:
    """`count` readings by 30 readers, each with every answer, score and time."""
    from reviewapp.results.dataset import StudyPresentation, StudyReader

    readers = [StudyReader(f"R-{number:05d}", f"S{number % 5}") for number in range(READERS)]
    for number in range(count):
        yield StudyPresentation(
            token=f"token-{number:016d}",
            reader=readers[number * READERS // count],
            case=_case(number % max(count // READERS, 1)),
            position=1 + number % max(count // READERS, 1),
            block=1 + number % 22,
            is_practice=False,
            repeat_of="",
            reading=_reading(number),
        )


def _case(number: int):
    from reviewapp.results.dataset import StudyCase

    return StudyCase(
        code=f"case-{number:07d}",
        origin=("real", "synthetic")[number % 2],
        rhythm=("SR", "AF")[number // 2 % 2],
        source="PTB-XL",
        is_simulated=False,
        record=f"record-{number:07d}",
        patient=f"patient-{number:07d}",
        age=20 + number % 70,
        sex="FM"[number % 2],
        licence="CC-BY-4.0",
        record_sha256=f"{number:064x}",
        signal_sha256=f"{number + 1:064x}",
    )


def _reading(number: int):
    from reviewapp.readings.tool_use import ToolUse
    from reviewapp.results.dataset import StudyReading
    from reviewapp.results.times import ReadingTime, StepTime
    from reviewapp.studies.questionnaire import DEFAULT, VERDICTS

    return StudyReading(
        outcome="read",
        reason="",
        verdict=VERDICTS[number * 7 % 6],
        answers={"rhythm": "sinus", "quality": "good", "cues": ["qrs", "st_t"], "comment": "=1+1"},
        scores={item: 1 + (number + k) % 5 for k, item in enumerate(DEFAULT.scale_codes)},
        first_shown_at=MOMENT,
        submitted_at=MOMENT + timedelta(seconds=30 + number % 60),
        app_version="0.1.0",
        browser="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
        viewport="1280x800",
        pixel_ratio=1.5,
        mm_per_px=0.25,
        time=ReadingTime((StepTime(1, 20_000, 5_000, 250), StepTime(2, 9_500, 0, 0))),
        tool_use=ToolUse({"zoom": 2, "pan": 1}, ("25_10_3x4-1R_sequential_standard_red",)),
    )


def _readings(count: int):
    from reviewapp.results.exports.tables import readings_table
    from reviewapp.studies.questionnaire import DEFAULT

    return readings_table(DEFAULT, lambda: _shown(count))


def _scores(count: int):
    from reviewapp.results.exports.tables import scores_table
    from reviewapp.studies.questionnaire import DEFAULT

    return scores_table(DEFAULT, lambda: _shown(count))


def _parquet(table) -> Iterator[bytes]:
    from reviewapp.results.exports.parquet import parquet_pieces

    return parquet_pieces(table)


def _workbook(table) -> Iterator[bytes]:
    from reviewapp.results.exports.workbook import workbook_pieces

    return workbook_pieces({"readings": table}, made_at=MOMENT)


WRITERS: dict[str, Callable[[int], Iterator[bytes]]] = {
    "readings.csv": lambda count: _readings(count).csv(),
    "readings.parquet": lambda count: _parquet(_readings(count)),
    "workbook.xlsx": lambda count: _workbook(_readings(count)),
    "scores.csv": lambda count: _scores(count).csv(),
    "scores.parquet": lambda count: _parquet(_scores(count)),
}


if __name__ == "__main__":
    if MEASURE in sys.argv:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        main()
