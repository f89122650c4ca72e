"""A reader's browser without the browser: pages, forms and cookies over one loopback socket.

Raw sockets, because an HTTP client library costs as much processor as the server under test;
every wait is bounded.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.journeys.server import HOST

SIGN_IN = "/sign-in/"
ANSWER_LIMIT_S = 25.0  # longer than SQLite's 20 s wait for the write lock
Fields = Sequence[tuple[str, str]]


class ConnectionLostError(Exception):
    """No answer: refused, closed before the answer was whole, or too late."""


@dataclass(frozen=True)
class Answer:
    """What the server said, whole."""

    status: int
    headers: dict[str, str]  # names in lower case; cookies apart
    cookies: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Form:
    """A form of a page: where it goes, what it sends unasked, and what it asks."""

    action: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    radios: dict[str, list[str]] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # name: "numeric" or ""

    def asks_for(self, name: str) -> bool:
        """Is there a hidden field, or one to write in, of that name?"""
        return name in dict(self.hidden) or name in self.texts

    def fill_in(self, chance: random.Random) -> list[tuple[str, str]]:
        """The fields as a browser sends them, every question answered at random."""
        chosen = [(name, chance.choice(options)) for name, options in self.radios.items()]
        ticked = [
            (name, option)
            for name, options in self.ticks.items()
            for option in options
            if chance.random() < 0.5
        ]
        number = str(chance.randint(40, 180))
        written = [
            (name, number if kind == "numeric" else f"words, {number} of them: äöü & <b>")
            for name, kind in self.texts.items()
        ]
        return [*self.hidden, *chosen, *ticked, *written]


class _FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(action=attributes.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None and "disabled" not in attributes:
            self._take(self._open, tag, attributes)

    def _take(self, form: Form, tag: str, attributes: dict[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        kind = attributes.get("type", "") if tag == "input" else tag
        if not name:
            return
        if kind == "hidden":
            form.hidden.append((name, value))
        elif kind == "radio":
            form.radios.setdefault(name, []).append(value)
        elif kind == "checkbox":
            form.ticks.setdefault(name, []).append(value)
        elif kind in {"text", "number", "textarea"}:
            form.texts[name] = attributes.get("inputmode", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def find_form(page: str, holding: str) -> Form | None:
    """The first form of `page` that has a field, hidden or to write in, named `holding`."""
    reader = _FormReader()
    reader.feed(page)
    return next((form for form in reader.forms if form.asks_for(holding)), None)


class Browser:
    """One person at one machine: cookies, and one connection that is kept alive."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        """The answer to GET `path`. Raises ConnectionLostError."""
        return await self._ask(self._request("GET", path, b""))

    async def post(self, path: str, fields: Fields, *, htmx: bool = False) -> Answer:
        """The answer to `fields` sent as a form. Raises ConnectionLostError."""
        return await self._ask(self._request("POST", path, urlencode(fields).encode(), htmx))

    async def post_and_hang_up(self, path: str, fields: Fields, after_s: float) -> None:
        """Send `fields` whole and close the connection `after_s` later, whatever comes."""
        try:
            _, writer = await self._connected()
            writer.write(self._request("POST", path, urlencode(fields).encode()))
            await writer.drain()
            await asyncio.sleep(after_s)
        except OSError:
            pass  # the server went first
        self.close()

    def second_tab(self) -> "Browser":
        """Another connection of the same browser: same cookies."""
        tab = Browser(self.port)
        tab.cookies = self.cookies
        return tab

    def close(self) -> None:
        """Drop the connection without a word."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None

    def _request(self, method: str, path: str, body: bytes, htmx: bool = False) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}:{self.port}",
            f"Referer: http://{HOST}:{self.port}/",
        ]
        if self.cookies:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {cookies}")
        if htmx:
            lines.append("HX-Request: true")
        if method == "POST":
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _ask(self, request: bytes) -> Answer:
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S):
                reader, writer = await self._connected()
                writer.write(request)
                await writer.drain()
                answer = await _read_answer(reader)
        except (OSError, EOFError, asyncio.LimitOverrunError, ValueError) as error:
            self.close()  # TimeoutError is an OSError, IncompleteReadError an EOFError
            raise ConnectionLostError(str(error)) from error
        if answer.headers.get("connection") == "close":
            self.close()
        self.cookies.update(answer.cookies)
        return answer

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        # gunicorn closes an idle connection; a browser then opens a new one, and so does this.
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection(HOST, self.port)
        return self._streams


async def _read_answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ")[1])
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in filter(None, head[1:]):
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            cookie, _, content = value.partition(";")[0].partition("=")
            cookies[cookie] = content
        else:
            headers[name.lower()] = value
    if headers.get("transfer-encoding") == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers["content-length"]))
    return Answer(status, headers, cookies, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    """A body in pieces: Django knows no length of what its outermost middleware answers."""
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body


async def sign_in(browser: Browser, username: str, password: str) -> None:
    """Sign in by the sign-in page; raises RuntimeError when that fails."""
    page = await browser.get(SIGN_IN)
    form = find_form(page.text, "username")
    if form is None:
        raise RuntimeError("the sign-in page has no form")
    fields = [*form.hidden, ("username", username), ("password", password)]
    answer = await browser.post(form.action or SIGN_IN, fields)
    if answer.status != 302:
        raise RuntimeError(f"{username} could not sign in: {answer.status}")
