"""The clinical Turing test that the authors of SSSD-ECG published: one reader, pairs of ECGs.

``metadata_results.csv`` as released (AI4HealthUOL/SSSD-ECG): each trial showed one real ECG and
one synthetic one; ``y_true_synthetic`` is the origin, ``y_pred_synthetic`` the reader's call.
"""

from collections.abc import Iterator
from typing import Final

from reviewapp.results.reading_files.sheet import Row, Sheet

NAME: Final = "published test"
HEADER: Final = frozenset({"trials", "y_true_synthetic", "y_pred_synthetic"})
READER: Final = "reader 1"
USED: Final = HEADER
COLUMNS: Final = ("reader", "case", "truth", "verdict")
NOTE: Final = (
    "The published test: one reader; a case is a trial and its origin. The reader saw the real and "
    "the synthetic ECG of a trial as a pair, so that the readings of a pair may depend on each "
    "other."
)


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """One reading a row; a case is named by its trial and its origin."""
    for line, cells in sheet.rows():
        truth = cells["y_true_synthetic"]
        origin = {"true": "synthetic", "false": "real"}.get(truth.casefold(), truth)
        yield (
            line,
            {
                "reader": READER,
                "case": f"{cells['trials']} {origin}".strip(),
                "truth": truth,
                "verdict": cells["y_pred_synthetic"],
            },
        )
