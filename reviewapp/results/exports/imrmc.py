"""The input of iMRMC, the FDA's program for studies of many readers and many cases.

Form of github.com/DIDSR/iMRMC: a header with counts, then `BEGIN DATA:` and rows of reader, case,
modality and score; a row of the reader -1 gives the truth of a case, 0 or 1.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from reviewapp.results.dataset import StudyCase, StudyPresentation
from reviewapp.results.exports.columns import rank_of

MODALITY: Final = "origin"
ROWS_A_PIECE: Final = 500


def imrmc_pieces(
    cases: Iterable[StudyCase], shown: Iterable[StudyPresentation], *, readers: int
) -> Iterator[bytes]:
    """The study as iMRMC reads it: score = rating, 1 definitely real to 6 definitely synthetic.

    `cases` are those with a reading that counts, `shown` all presentations; those outside the
    main figures are left out. Signal-present (1) is synthetic.
    """
    truth = {case.code: int(case.origin == "synthetic") for case in cases}
    synthetic = sum(truth.values())
    header = [
        "Blind review of ECGs: is it real (0) or synthetic (1)? Score: 1 definitely real to",
        "6 definitely synthetic.",
        f"NR: {readers}",
        f"N0: {len(truth) - synthetic}",
        f"N1: {synthetic}",
        "NM: 1",
        "BEGIN DATA:",
    ]
    yield "".join(f"{line}\n" for line in header).encode()
    yield from _pieces(f"-1,{code},0,{value}\n" for code, value in truth.items())
    yield from _pieces(
        f"{p.reader.code},{p.case.code},{MODALITY},{rank_of(p.reading)}\n"
        for p in shown
        if p.reading is not None and not p.excluded_because
    )


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    while chunk := list(islice(lines, ROWS_A_PIECE)):
        yield "".join(chunk).encode()
