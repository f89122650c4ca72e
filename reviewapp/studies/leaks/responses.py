"""What the server's answers say beside the trace: status, headers, words, lengths, and how fast.

Everything random is blanked first (tokens are looked at as tokens, see ``order``), and so is the
trace of a picture; what is left should be the same for every case, byte for byte.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reviewapp.studies.leaks.pictures import without_shape
from reviewapp.studies.leaks.separation import Numbers

PICTURE: Final = "picture"
"""The kind of answer that holds the ECG as the study shows it."""

SVG: Final = "image/svg+xml"

MOST_WORDS: Final = 300
"""Features of one text: words by how evenly they split the cases, the most telling ones first."""

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MASKED: Final = re.compile(r"\b[A-Za-z0-9]{64}\b")  # the CSRF token, masked anew for each page
_PART: Final = re.compile(r"[A-Za-z]+|[0-9]+")


@dataclass(frozen=True)
class Response:
    """One answer of the server, and the seconds until it was whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Visit:
    """What a browser got for one case, by kind: page, picture, draft, and the answer to each step.

    ``secrets`` are the random tokens of this visit, in the order of their making.
    """

    responses: Mapping[str, Response]
    secrets: tuple[str, ...]

    def without_bodies(self) -> "Visit":
        """The same with nothing but its times worth keeping: a picture has 150 kB."""
        emptied = {kind: replace(answer, body=b"") for kind, answer in self.responses.items()}
        return Visit(emptied, self.secrets)


def response_tables(visits: Sequence[Visit]) -> dict[str, Numbers]:
    """For each kind of answer, tables of what its length, headers and words are; one visit a case.

    Keys are "<kind>: length" and the like; each table is (cases, features).
    """
    tables = {}
    for kind in visits[0].responses:
        answers = [visit.responses[kind] for visit in visits]
        tables[f"{kind}: length"] = np.array([[float(len(answer.body))] for answer in answers])
        tables |= _text_tables(f"{kind}: headers", [_head(visit, kind) for visit in visits])
        tables |= _text_tables(f"{kind}: words", [_words(visit, kind) for visit in visits])
    tables["submission ids"] = np.array([[_first_id(visit)] for visit in visits])
    return tables


def latency_tables(rounds: Sequence[Sequence[Visit]]) -> dict[str, Numbers]:
    """For each kind of answer, each case's median time in ms over the rounds that asked for it.

    Each round holds all cases in the same order; the first one asks for everything.
    """
    tables = {}
    for kind in rounds[0][0].responses:
        asked = [visits for visits in rounds if kind in visits[0].responses]
        times_s = [[visit.responses[kind].seconds for visit in visits] for visits in asked]
        tables[f"{kind}: latency"] = 1000 * np.median(times_s, axis=0)[:, None]
    return tables


def _text_tables(name: str, texts: Sequence[str]) -> dict[str, Numbers]:
    """The table of these texts; where they vary in several ways, their main difference too.

    A classifier needs dozens of cases to show what a single feature shows in twelve.
    """
    table = text_table(texts)
    main = main_difference(table)
    return {name: table} | ({} if main is None else {f"{name}, main difference": main})


def main_difference(table_cf: Numbers) -> Numbers | None:
    """Scores of the cases on the first principal component of what varies, (cases, 1).

    None where fewer than two features vary. No origin goes in.
    """
    varying_cf = table_cf[:, np.ptp(table_cf, axis=0) > 0]
    if varying_cf.shape[1] < 2:
        return None
    standard_cf = (varying_cf - varying_cf.mean(axis=0)) / varying_cf.std(axis=0)
    left, sizes, _ = np.linalg.svd(standard_cf, full_matrices=False)
    scores: Numbers = left[:, :1] * sizes[0]
    return scores


def text_table(texts: Sequence[str]) -> Numbers:
    """Texts as numbers, (texts, features): their length, how often each word stands in them, and,
    where all hold as many, each number by its place.

    Words that stand in one text only tell nothing of another one, and are left out.
    """
    parts = [_PART.findall(text) for text in texts]
    columns = [[float(len(text)) for text in texts], *_number_columns(parts)]
    counts = [Counter(words) for words in parts]
    for word in _splitting_words(counts):
        columns.append([float(count[word]) for count in counts])
    return np.array(columns).T


def _number_columns(parts: Sequence[Sequence[str]]) -> list[list[float]]:
    numbers = [[part for part in words if part.isdigit()] for words in parts]
    if len({len(row) for row in numbers}) != 1:
        return []
    columns = zip(*numbers, strict=True)
    # Longer ones are no counts; 15 digits are exact as floats.
    return [[float(text[:15]) for text in column] for column in columns if len(set(column)) > 1]


def _splitting_words(counts: Sequence[Counter[str]]) -> list[str]:
    """Words whose number differs from text to text, the most even split first."""
    seen = Counter(word for count in counts for word in count)
    half = len(counts) / 2
    differing = [
        word
        for word, texts in seen.items()
        if texts > 1 and len({count[word] for count in counts}) > 1
    ]
    return sorted(differing, key=lambda word: (abs(seen[word] - half), word))[:MOST_WORDS]


def _head(visit: Visit, kind: str) -> str:
    answer = visit.responses[kind]
    lines = [f"{name}: {value}" for name, value in answer.headers]
    return _blank("\n".join([str(answer.status), *lines]), visit)


def _words(visit: Visit, kind: str) -> str:
    body = visit.responses[kind].body
    if dict(visit.responses[kind].headers).get("Content-Type") == SVG:
        body = without_shape(body)
    return _blank(body.decode(errors="replace"), visit)


def _blank(text: str, visit: Visit) -> str:
    """``text`` with everything random replaced by one dot."""
    for secret in visit.secrets:
        text = text.replace(secret, "·")
    return _MASKED.sub("·", _UUID.sub("·", text))


def _first_id(visit: Visit) -> float:
    """The first submission id of the visit as a number from 0 to 1; 0 where there is none."""
    for answer in visit.responses.values():
        found = _UUID.search(answer.body.decode(errors="replace"))
        if found:
            return int(found[0].replace("-", ""), 16) / 2**128
    return 0.0
