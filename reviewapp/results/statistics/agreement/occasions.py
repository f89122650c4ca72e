"""The rule of repeated readings: first ones are compared between readers, pairs within them."""

from typing import NamedTuple

import numpy as np

from reviewapp.results.statistics.coding import Codes, Numbers


class Occasions(NamedTuple):
    """Readings by occasion (readers, cases), NaN where there is none.

    ``again_rc`` holds the second reading of a case by the same reader; later ones aren't used.
    """

    first_rc: Numbers
    again_rc: Numbers

    def pairs(self) -> int:
        """How many cases were read twice by one reader."""
        return int((np.isfinite(self.first_rc) & np.isfinite(self.again_rc)).sum())


def occasions_of(
    *, reader_n: Codes, case_n: Codes, occasion_n: Numbers, value_n: Numbers
) -> Occasions:
    """Sort readings (n,) into first and second ones of each reader and case, by occasion.

    ``reader_n`` and ``case_n`` count from 0; readings whose value is NaN aren't readings. Of two
    readings of one occasion the one that stands first counts as the earlier.
    """
    shape = (int(reader_n.max(initial=-1)) + 1, int(case_n.max(initial=-1)) + 1)
    first_rc, again_rc = np.full(shape, np.nan), np.full(shape, np.nan)
    for n in np.argsort(occasion_n, kind="stable"):
        place = reader_n[n], case_n[n]
        if np.isnan(first_rc[place]):
            first_rc[place] = value_n[n]
        elif np.isnan(again_rc[place]):
            again_rc[place] = value_n[n]
    return Occasions(first_rc, again_rc)
