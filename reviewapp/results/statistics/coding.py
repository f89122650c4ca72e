"""How readings are coded for the statistics: readers x cases, and -1 where there is none.

Shape legend of this package: ``_r`` readers, ``_c`` cases, ``_q`` categories, ``_b`` bootstrap
replicates; ``codes_rc`` is readers x cases. Categories are coded 0..q-1 in the order of the
declared scale, also when no reading used some of them.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
"""Integers 0..q-1, or :data:`MISSING`."""

Numbers = NDArray[np.float64]

MISSING: Final = -1
"""The code of a reading that there is not."""

REAL: Final = 0
"""Code of the origin or verdict "real"."""

SYNTHETIC: Final = 1
"""Code of the origin or verdict "synthetic": the positive class of every figure."""


def checked_codes(codes_rc: Codes, *, categories: int) -> Codes:
    """The same table, when it is readers x cases and holds only codes of the declared scale.

    Raises ValueError otherwise.
    """
    if codes_rc.ndim != 2:
        raise ValueError(f"readings are coded readers x cases, not in {codes_rc.ndim} dimensions")
    if categories < 2:
        raise ValueError(f"a scale has two categories or more, not {categories}")
    if codes_rc.size and not (codes_rc.min() >= MISSING and codes_rc.max() < categories):
        raise ValueError(f"codes run from {MISSING} (missing) to {categories - 1}")
    return codes_rc


def checked_truth(truth_c: Codes, codes_rc: Codes | Numbers) -> Codes:
    """The origin of each case (0 real, 1 synthetic), when it fits the table of readings.

    Raises ValueError otherwise.
    """
    if truth_c.shape != codes_rc.shape[1:]:
        raise ValueError(f"{codes_rc.shape[1]} cases were read, {truth_c.size} have an origin")
    if not np.isin(truth_c, (REAL, SYNTHETIC)).all():
        raise ValueError("the origin of a case is coded 0 (real) or 1 (synthetic)")
    return truth_c


def read_part(codes_rc: Codes) -> tuple[Codes, NDArray[np.bool_]]:
    """The table without readers and cases that have no reading; and which cases were kept."""
    present_rc = codes_rc != MISSING
    kept_c = present_rc.any(axis=0)
    return codes_rc[present_rc.any(axis=1)][:, kept_c], kept_c
