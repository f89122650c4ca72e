"""Havoc: a study read by several readers at once while its servers die under them.

Kills come by progress, not by the clock, so a slow machine meets as many of them as a fast one and
no server is killed again before it did any work.
"""

import asyncio
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.journeys.reading import Ledger, Reader
from tests.journeys.seeding import PASSWORD, Seeded
from tests.journeys.server import ReviewServer
from tests.journeys.submitting import Browser, sign_in


@dataclass(frozen=True)
class Havoc:
    """How bad it gets. `crashes` take down a whole server and bring it back, in turn, by name."""

    crashes: Mapping[str, Callable[[], None]]
    fault_share: float = 0.25  # of submissions: hung up on, replayed, or answered in two tabs
    kill_every: int = 36  # acknowledged submissions between two kills
    crash_every: int = 4  # kills, the second first: a crash; the others are one worker's death
    limit_s: float = 240.0  # a stop for a machine that is lost; a quiet one needs a quarter
    seed: int = 20261121


def read_under_faults(server: ReviewServer, study: Seeded, havoc: Havoc) -> Ledger:
    """Have every reader read every case under `havoc`; what they sent and what they were told.

    Raises TimeoutError when they are not through after `havoc.limit_s`.
    """
    return asyncio.run(_read_under_faults(server, study, havoc))


async def _read_under_faults(server: ReviewServer, study: Seeded, havoc: Havoc) -> Ledger:
    ledger = Ledger()
    readers = []
    for number, username in enumerate(study.readers):
        browser = Browser(server.port)
        await sign_in(browser, username, PASSWORD)
        chance = random.Random(f"{havoc.seed} {username}")
        reader = Reader(browser, study.address, ledger, chance)
        reader.fault_share = havoc.fault_share
        reader.speaks_htmx = number % 4 > 0
        readers.append(reader)
    async with asyncio.timeout(havoc.limit_s), asyncio.TaskGroup() as both:
        killer = both.create_task(_kill_by_progress(server, ledger, havoc))
        async with asyncio.TaskGroup() as reading:
            for reader in readers:
                reading.create_task(reader.read_everything())
        killer.cancel()
    return ledger


async def _kill_by_progress(server: ReviewServer, ledger: Ledger, havoc: Havoc) -> None:
    chance = random.Random(havoc.seed)
    crashes = itertools.cycle(havoc.crashes.items())
    for kill in itertools.count():
        seen = len(ledger.acknowledged)
        while len(ledger.acknowledged) < seen + havoc.kill_every:
            await asyncio.sleep(0.005)
            server.refuse_if_gone()
        await asyncio.sleep(chance.uniform(0, 0.05))  # anywhere within the requests in flight
        if kill % havoc.crash_every != 1:
            ledger.counts["worker killed"] += server.kill_worker(chance)
            continue
        name, crash = next(crashes)
        ledger.counts[name] += 1
        await asyncio.to_thread(crash)
