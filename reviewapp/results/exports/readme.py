"""The list of what is in an archive, for whoever opens it first."""

from collections.abc import Sequence
from textwrap import fill
from typing import Final

from reviewapp.results.exports.archive import SUMS, Member
from reviewapp.studies.models import Study

WIDTH: Final = 79

ABOUT: Final = (
    "Tables are CSV in UTF-8 with a header row; a cell is empty where there is nothing. Moments "
    "are UTC (ISO 8601), 1 and 0 are yes and no, lists are JSON. A text that a spreadsheet would "
    "take for a formula has an apostrophe before it; numbers never have. Parquet holds the same "
    "rows with types, and texts as they were written.",
    "Only first readings with a verdict count in the main figures (analysed = 1). Practice, second "
    "readings of repeats, and readings without a verdict are in the tables and marked.",
)
CHECK: Final = (
    "To check the archive:            sha256sum -c SHA256SUMS",
    "To compute the figures again:    Rscript reproduce.R     (base R)",
    "                           or    python reproduce.py     (numpy)",
)
BLIND: Final = (
    "The study is not unblinded, or this archive was made as if it were not: it holds no origin, "
    "no record, no source, no case, and nothing that readers answered. The protocol lacks its "
    "sources and its numbers of cases; the hash of the whole is there.",
)


def readme_text(study: Study, members: Sequence[Member], *, is_blind: bool = False) -> bytes:
    """The text, with a line for each file."""
    paragraphs = BLIND if is_blind else ABOUT
    widest = max((len(member.name) for member in members), default=0) + 2
    files = [
        fill(
            f"{name:<{widest}}{meaning}",
            WIDTH,
            subsequent_indent=" " * widest,
            break_on_hyphens=False,
        )
        for name, meaning in [
            *((member.name, member.meaning) for member in members),
            (SUMS, "SHA-256 of each file"),
        ]
    ]
    lines = [
        f"ECG Blind Review: {' '.join(study.name.split())}",
        "",
        f"Protocol SHA-256 {study.protocol_sha256}",
        f"Plan     SHA-256 {study.plan_sha256}",
        "",
        *(f"{fill(text, WIDTH)}\n" for text in paragraphs),
        *([] if is_blind else [*CHECK, ""]),
        *files,
    ]
    return ("\n".join(lines) + "\n").encode()
