"""Readers who answer as fast as they can: the load of `benchmarks.throughput`.

Each sends its next POST when the answer to the last one is whole. The client shares the cores with
the servers, so it parses no page twice that it has understood once.
"""

import asyncio
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.journeys.submitting import Browser, find_form, sign_in

SUBMISSION_ID = re.compile(r'name="submission_id"[^>]*value="([^"]+)"')
PRESENTATION = re.compile(r'name="presentation"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Sample:
    """One POST: how long until its answer was whole, and which step it sent (0: a bare row)."""

    duration_s: float
    step: int


class LoadReader(Protocol):
    """Someone who can send one POST after another."""

    async def post_once(self) -> Sample | None:
        """Send the next POST; None when nothing is left to send."""


class AppReader:
    """A reader of the app, by htmx: each answer holds the next step or the next case."""

    def __init__(self, port: int, address: str) -> None:
        self.browser = Browser(port)
        self.address = address
        self.filled: dict[str, list[tuple[str, str]]] = {}  # by step, the fields once parsed
        self.page = ""
        self.page_bytes = 0

    async def enter(self, username: str, password: str) -> None:
        """Sign in and open the first case."""
        await sign_in(self.browser, username, password)
        self.page = (await self.browser.get(self.address)).text

    async def post_once(self) -> Sample | None:
        """Answer the step of the page at hand. Raises RuntimeError unless the answer is 200."""
        step = re.search(r'name="step"[^>]*value="([0-9]+)"', self.page)
        if step is None:
            return None
        fields = self._fields(step[1])
        began = time.perf_counter()
        answer = await self.browser.post(self.address, fields, htmx=True)
        duration_s = time.perf_counter() - began
        if answer.status != 200:
            raise RuntimeError(f"{self.address} answered {answer.status}")
        self.page, self.page_bytes = answer.text, len(answer.body)
        return Sample(duration_s, int(step[1]))

    def _fields(self, step: str) -> list[tuple[str, str]]:
        """The step's fields, as understood once, with this page's own tokens."""
        if step not in self.filled:
            form = find_form(self.page, "submission_id")
            assert form is not None
            self.filled[step] = form.fill_in(random.Random(0))
        own = {
            name: pattern.search(self.page)[1]  # type: ignore[index]
            for name, pattern in (("submission_id", SUBMISSION_ID), ("presentation", PRESENTATION))
        }
        return [(name, own.get(name, value)) for name, value in self.filled[step]]


class BareReader:
    """Sends the bare view as many bytes as a reader sends the app."""

    def __init__(self, port: int) -> None:
        self.browser = Browser(port)

    async def post_once(self) -> Sample | None:
        """Store one row. Raises RuntimeError unless the answer is 200."""
        began = time.perf_counter()
        answer = await self.browser.post("/store/", [("content", "x" * 400)])
        duration_s = time.perf_counter() - began
        if answer.status != 200:
            raise RuntimeError(f"the bare view answered {answer.status}")
        return Sample(duration_s, 0)


async def load(readers: Sequence[LoadReader], limit_s: float) -> list[Sample]:
    """Let `readers` post at once for `limit_s` seconds, or until they have nothing left."""
    samples: list[Sample] = []
    deadline = time.perf_counter() + limit_s

    async def post_on(reader: LoadReader) -> None:
        while time.perf_counter() < deadline and (sample := await reader.post_once()):
            samples.append(sample)

    await asyncio.gather(*(post_on(reader) for reader in readers))
    return samples
