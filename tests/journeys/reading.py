"""A reader who answers every case by POST, misbehaves at random, and keeps a ledger of it all.

What a person's browser does under faults: sends again what got no answer, sends twice, goes away
before the answer, reads in two tabs. Each reader keeps which submission was acknowledged with
which answers: that is what the database must hold afterwards.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.journeys.submitting import Answer, Browser, ConnectionLostError, Form, find_form

RETRY_AFTER_S = 0.1
CONFLICT = 409
TRY_AGAIN = {502, 503, 504}
REDIRECTS = {301, 302, 303}
# What a reader may do to a submission, each a method of Reader.
FAULTS = ["hang_up_and_resend", "hang_up_and_change", "hang_up_and_reload", "replay", "in_two_tabs"]
# Fields of the page's own; every other one is an answer.
PAGE_FIELDS = {
    "csrfmiddlewaretoken",
    "submission_id",
    "presentation",
    "step",
    "outcome",
    "viewport",
    "pixel_ratio",
}
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Submission:
    """One filled-in step as it was sent."""

    submission_id: str
    presentation: str
    step: int
    answers: dict[str, list[str]]

    @classmethod
    def of(cls, fields: Fields) -> "Submission":
        """The submission that `fields` of a form make."""
        own = dict(fields)
        answers: dict[str, list[str]] = {}
        for name, value in fields:
            if name not in PAGE_FIELDS:
                answers.setdefault(name, []).append(value)
        return cls(own["submission_id"], own["presentation"], int(own["step"]), answers)


@dataclass
class Ledger:
    """What all readers sent, what was acknowledged, and how often each thing happened."""

    sent: dict[str, list[Submission]] = field(default_factory=dict)
    acknowledged: dict[str, Submission] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)  # answers that no fault excuses


class Reader:
    """One reader at work until no case is left."""

    def __init__(
        self, browser: Browser, address: str, ledger: Ledger, chance: random.Random
    ) -> None:
        self.browser = browser
        self.address = address
        self.ledger = ledger
        self.chance = chance
        self.fault_share = 0.0  # of submissions
        self.speaks_htmx = False

    async def read_everything(self) -> None:
        """Answer step after step; returns at the end page."""
        page = await self._insist(lambda: self._load(self.browser))
        while form := find_form(page.text, "submission_id"):
            page = await self._answer(form)

    async def _answer(self, form: Form) -> Answer:
        """Send the form's answers in one of many ways, and give the page that comes next."""
        fields = form.fill_in(self.chance)
        if self.chance.random() >= self.fault_share:
            return await self._continue(await self._submit(self.browser, fields))
        fault = self.chance.choice(FAULTS)
        self.ledger.counts[fault] += 1
        await getattr(self, f"_{fault}")(form, fields)
        return await self._insist(lambda: self._load(self.browser))

    async def _hang_up_and_resend(self, form: Form, fields: Fields) -> None:
        await self._hang_up(form, fields)
        await self._submit(self.browser, fields)

    async def _hang_up_and_change(self, form: Form, fields: Fields) -> None:
        """No answer, a second thought, and the same page sent once more with other answers."""
        await self._hang_up(form, fields)
        await self._submit(self.browser, form.fill_in(self.chance))

    async def _hang_up_and_reload(self, form: Form, fields: Fields) -> None:
        await self._hang_up(form, fields)

    async def _replay(self, form: Form, fields: Fields) -> None:
        """A double click and a page sent again: the same submission, twice at once, then once."""
        tab = self.browser.second_tab()
        await asyncio.gather(
            self._submit(self.browser, fields),
            self._submit(tab, fields),
        )
        again = await self._submit(tab, fields)
        tab.close()
        was_acknowledged = dict(fields)["submission_id"] in self.ledger.acknowledged
        if was_acknowledged and not self._is_acknowledged(again):
            self.ledger.surprises.append(f"a replay was answered {again.status}")

    async def _in_two_tabs(self, form: Form, fields: Fields) -> None:
        """The same step open twice and answered twice, each in its own way: one at most wins."""
        tab = self.browser.second_tab()
        page = await self._insist(lambda: self._load(tab))
        other = find_form(page.text, "submission_id")
        if other is None:  # an earlier submission, hung up on, came in and was the last of all
            return
        answers = await asyncio.gather(
            self._submit(self.browser, fields),
            self._submit(tab, other.fill_in(self.chance)),
        )
        tab.close()
        # None may win: an earlier submission, hung up on, can arrive in between.
        if all(self._is_acknowledged(answer) for answer in answers):
            self.ledger.surprises.append("both tabs were acknowledged")

    async def _hang_up(self, form: Form, fields: Fields) -> None:
        self._note_sent(fields)
        await self.browser.post_and_hang_up(self.address, fields, self.chance.uniform(0, 0.02))

    async def _submit(self, browser: Browser, fields: Fields) -> Answer:
        """POST until the server answers for good; note what was acknowledged."""
        submission = self._note_sent(fields)
        answer = await self._insist(
            lambda: browser.post(self.address, fields, htmx=self.speaks_htmx)
        )
        if self._is_acknowledged(answer):
            self.ledger.acknowledged[submission.submission_id] = submission
        elif answer.status != CONFLICT:
            self.ledger.surprises.append(f"a submission was answered {answer.status}")
        self.ledger.counts[f"answered {answer.status}"] += 1
        return answer

    def _note_sent(self, fields: Fields) -> Submission:
        submission = Submission.of(fields)
        self.ledger.sent.setdefault(submission.submission_id, []).append(submission)
        self.ledger.counts["POST"] += 1
        return submission

    def _is_acknowledged(self, answer: Answer) -> bool:
        """The next page, or the way to it; a redirect elsewhere (to sign in) is none."""
        if answer.status in REDIRECTS:
            return answer.headers["location"] == self.address
        return answer.status == 200

    async def _continue(self, answer: Answer) -> Answer:
        """The page after a submission: the answer itself, or where it leads."""
        if answer.status == 200:
            return answer
        return await self._insist(lambda: self._load(self.browser))

    async def _load(self, browser: Browser) -> Answer:
        """The reader's current page, wherever it is."""
        answer = await browser.get(self.address)
        for _ in range(3):
            if answer.status not in REDIRECTS:
                break
            answer = await browser.get(answer.headers["location"])
        return answer

    async def _insist(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Ask again for as long as the server is away; the caller's timeout bounds it."""
        while True:
            try:
                answer = await ask()
            except ConnectionLostError:
                self.ledger.counts["connection lost"] += 1
            else:
                if answer.status not in TRY_AGAIN:
                    return answer
                self.ledger.counts[f"answered {answer.status}"] += 1
            await asyncio.sleep(RETRY_AFTER_S)
