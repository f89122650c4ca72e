"""Time to the next case: from a reader's POST to the last byte of the answer.

    python -m benchmarks.throughput

starts gunicorn (2 workers of 4 threads) for the app and for `benchmarks.bare_view`, which stores
one row and returns a page of the same size, on SQLite and on PostgreSQL, all on this machine's
loopback, and measures them in turns with 1, 10 and 50 readers at once. Readers do not pause to
think, so 50 of them are as many requests as some hundreds of real readers send. Ends within three
minutes.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.load import AppReader, BareReader, LoadReader, Sample, load
from tests.journeys.seeding import PASSWORD, Seeded, seed
from tests.journeys.server import ReviewServer, run_python, server_environment
from tests.postgres_server import PostgresServer

READERS_AT_ONCE = (1, 10, 50)
ROUNDS = 3
MEASURE_S = 2.5
READERS = max(READERS_AT_ONCE) + ROUNDS  # one fresh reader for each round with a single one
CASES = 48
LAST_STEP = 3
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measure:
    """What one server did in one turn."""

    samples: list[Sample]
    duration_s: float = 0.0
    cpu_ms: float = 0.0  # of the server's workers, for each request

    def percentile_ms(self, percent: int, *, last_step: bool = False) -> float:
        """The duration in ms that `percent` of the POSTs stayed below; NaN without any."""
        kept = [s.duration_s * 1e3 for s in self.samples if not last_step or s.step == LAST_STEP]
        if len(kept) < 2:
            return kept[0] if kept else float("nan")
        return quantiles(kept, n=100, method="inclusive")[percent - 1]


@dataclass
class Target:
    """One server under load, its readers, and a measure for each (readers at once, round)."""

    database: str
    name: str
    server: ReviewServer
    readers: Sequence[LoadReader]
    page_bytes: int  # of the answer to a first step
    measures: dict[tuple[int, int], Measure] = field(default_factory=dict)

    def readers_of(self, at_once: int, turn: int) -> Sequence[LoadReader]:
        """The readers of one turn: a lone one is another each time, for cases run out."""
        if at_once == 1:
            return self.readers[-1 - turn :][:1]
        return self.readers[:at_once]


def main() -> None:
    """Measure and print the table, under a line that says how busy the machine was before."""
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        postgres = stack.enter_context(PostgresServer(durable=True))
        sqlite_url = f"sqlite:///{folder}/review.sqlite3"
        targets = [
            *_serve("SQLite", sqlite_url, Path(folder), stack),
            *_serve("PostgreSQL", postgres.url, Path(folder), stack),
        ]
        asyncio.run(_measure_in_turns(targets))
    page_kib = targets[0].page_bytes / 1024
    print(f"{os.cpu_count()} cores, load average {busy:.1f} before; pages of {page_kib:.0f} KiB\n")
    print(_table(targets))


def _serve(database: str, url: str, folder: Path, stack: ExitStack) -> list[Target]:
    """The app and the bare view on one database, up and signed in to."""
    environment = server_environment(url, folder)
    study = seed(READERS, CASES, environment)
    server = ReviewServer(environment, folder / f"{database}-app.log")
    stack.enter_context(server)
    app_readers = asyncio.run(_enter_all(server, study))
    run_python(["-m", "benchmarks.bare_view"], environment)
    page_bytes = app_readers[0].page_bytes
    bare_environment = environment | {"PAGE_BYTES": str(page_bytes)}
    bare_log = folder / f"{database}-bare.log"
    bare = ReviewServer(bare_environment, bare_log, "benchmarks.bare_view")
    stack.enter_context(bare)
    bare_readers = [BareReader(bare.port) for _ in range(READERS)]
    return [
        Target(database, "app", server, app_readers, page_bytes),
        Target(database, "bare view", bare, bare_readers, page_bytes),
    ]


async def _enter_all(server: ReviewServer, study: Seeded) -> list[AppReader]:
    """Signed-in readers on their first case; the very first has answered a step, as a warm-up."""
    readers = [AppReader(server.port, study.address) for _ in study.readers]
    for reader, username in zip(readers, study.readers, strict=True):
        await reader.enter(username, PASSWORD)
    await readers[0].post_once()
    for reader in readers:
        reader.browser.close()  # its event loop ends here
    return readers


async def _measure_in_turns(targets: Sequence[Target]) -> None:
    for target in targets:  # every worker answers once before the clock runs
        await load(target.readers[:10], 0.5)
    for turn in range(ROUNDS):
        for at_once in READERS_AT_ONCE:
            for target in targets:
                readers = target.readers_of(at_once, turn)
                before_ms = _cpu_ms(target.server)
                began = time.perf_counter()
                samples = await load(readers, MEASURE_S)
                duration_s = time.perf_counter() - began
                cpu_ms = (_cpu_ms(target.server) - before_ms) / len(samples)
                target.measures[at_once, turn] = Measure(samples, duration_s, cpu_ms)


def _cpu_ms(server: ReviewServer) -> float:
    """Processor time of the server's workers so far, user and system, in ms."""
    ticks = 0
    for pid in server.worker_ids():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1e3 / TICKS_PER_S


def _table(targets: Sequence[Target]) -> str:
    """The figures as a Markdown table, pooled over the rounds, with app / bare view by round."""
    lines = [
        "| database | readers | server | POST/s | any step p50 / p95 ms "
        "| last step p50 / p95 ms | CPU ms a POST |",
        "|---|---|---|---|---|---|---|",
    ]
    for at_once in READERS_AT_ONCE:
        for app, bare in zip(targets[::2], targets[1::2], strict=True):
            lines += [_row(app, at_once), _row(bare, at_once), _ratio_row(app, bare, at_once)]
    return "\n".join(lines)


def _row(target: Target, at_once: int) -> str:
    turns = [target.measures[at_once, turn] for turn in range(ROUNDS)]
    pooled = Measure([sample for turn in turns for sample in turn.samples])
    any_step = f"{pooled.percentile_ms(50):.1f} / {pooled.percentile_ms(95):.1f}"
    last_step = "-"
    if target.name == "app":
        p50, p95 = (pooled.percentile_ms(percent, last_step=True) for percent in (50, 95))
        last_step = f"{p50:.1f} / {p95:.1f}"
    rate = len(pooled.samples) / sum(turn.duration_s for turn in turns)
    cpu_ms = median(turn.cpu_ms for turn in turns)
    return (
        f"| {target.database} | {at_once} | {target.name} | {rate:.0f} "
        f"| {any_step} | {last_step} | {cpu_ms:.1f} |"
    )


def _ratio_row(app: Target, bare: Target, at_once: int) -> str:
    """App over bare view: the median of the rounds, with the least and the greatest."""
    pairs = [(app.measures[at_once, t], bare.measures[at_once, t]) for t in range(ROUNDS)]
    p50 = _spread([a.percentile_ms(50) / b.percentile_ms(50) for a, b in pairs])
    last = _spread([a.percentile_ms(50, last_step=True) / b.percentile_ms(50) for a, b in pairs])
    cpu = _spread([a.cpu_ms / b.cpu_ms for a, b in pairs])
    return f"| {app.database} | {at_once} | app / bare view | | {p50} | {last} | {cpu} |"


def _spread(ratios: Sequence[float]) -> str:
    return f"× {median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


if __name__ == "__main__":
    main()
