"""The best single reader, allowing for having looked at all of them.

Under the hypothesis that nobody can tell, origins are exchangeable between cases: they are dealt
anew, all readers keeping their ratings, and the largest standardised area over the readers gives
the adjusted p value of each (Westfall and Young 1993, single-step maxT). Ratings of 0/1 verdicts
give balanced accuracy, which is their area.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reviewapp.results.statistics.coding import SYNTHETIC, Codes, Numbers, checked_truth
from reviewapp.results.statistics.estimate import LEVEL, Interval
from reviewapp.results.statistics.intervals import superiority

PERMUTATIONS: Final = 4999
NOBODY: Final = "no reader rated cases of both origins in more than one way"
METHOD: Final = (
    "area of the reader's ratings; p values by dealing the origins anew, adjusted for the number "
    "of readers (maxT); simultaneous Newcombe intervals (Bonferroni)"
)


@dataclass(frozen=True, kw_only=True)
class ReaderTest:
    """One reader (row of the table) against chance, two-sided.

    ``p_value`` is the reader's own, ``p_adjusted`` allows for all readers; ``interval`` holds for
    all readers at once.
    """

    row: int
    area: float
    interval: Interval
    p_value: float
    p_adjusted: float


@dataclass(frozen=True, kw_only=True)
class BestReader:
    """Every reader that can be tested, best first; none, and why, in ``reason``."""

    readers: tuple[ReaderTest, ...] = ()
    permutations: int = 0
    seed: int = 0
    method: str = METHOD
    reason: str = ""


def best_reader(
    *, truth_c: Codes, rating_rc: Numbers, seed: int, permutations: int = PERMUTATIONS
) -> BestReader:
    """Test each reader's ratings (readers, cases), NaN where missing, against chance.

    A reader without ratings of both origins, or with one rating for all cases, is left out; ties
    in area go to the earlier row. Raises ValueError on an origin that isn't coded 0 or 1.
    """
    checked_truth(truth_c, rating_rc)
    ranked = _Ranked.of(rating_rc)
    area_r, z_r = (table[0] for table in ranked.areas(truth_c[None]))
    tested_r = np.flatnonzero(np.isfinite(z_r))
    if not tested_r.size:
        return BestReader(reason=NOBODY)
    generator = np.random.default_rng(seed)
    dealt_bc = generator.permuted(np.tile(truth_c, (permutations, 1)), axis=1)
    z_br = np.abs(np.nan_to_num(ranked.areas(dealt_bc)[1][:, tested_r]))
    observed_r = np.abs(z_r[tested_r]) - 1e-9
    own_r = (1 + (z_br >= observed_r).sum(axis=0)) / (permutations + 1)
    most_b1 = z_br.max(axis=1, keepdims=True)
    adjusted_r = (1 + (most_b1 >= observed_r).sum(axis=0)) / (permutations + 1)
    level = 1 - (1 - LEVEL) / tested_r.size
    tests = []
    for place, row in enumerate(tested_r):
        rated_c = ranked.present_rc[row] > 0
        synthetic = int((truth_c[rated_c] == SYNTHETIC).sum())
        area, real = float(area_r[row]), int(rated_c.sum()) - synthetic
        tests.append(
            ReaderTest(
                row=int(row),
                area=area,
                interval=superiority(area, synthetic, real, level=level),
                p_value=float(own_r[place]),
                p_adjusted=float(adjusted_r[place]),
            )
        )
    tests.sort(key=lambda test: -test.area)
    return BestReader(readers=tuple(tests), permutations=permutations, seed=seed)


@dataclass(frozen=True)
class _Ranked:
    """Each reader's ratings as midranks (readers, cases), 0 where missing.

    ``spread_r`` is N + 1 less the correction for ties, so that 12 n1 n0 Var(area) = spread when
    nobody can tell.
    """

    rank_rc: Numbers
    present_rc: Numbers
    spread_r: Numbers

    @classmethod
    def of(cls, rating_rc: Numbers) -> "_Ranked":
        present_rc = np.isfinite(rating_rc)
        rank_rc = np.zeros(rating_rc.shape)
        spread_r = np.zeros(len(rating_rc))
        for row, present_c in enumerate(present_rc):
            ratings, n = rating_rc[row, present_c], int(present_c.sum())
            if n < 2:
                continue
            rank_rc[row, present_c] = stats.rankdata(ratings)
            ties: NDArray[np.int64] = np.unique(ratings, return_counts=True)[1]
            spread_r[row] = n + 1 - float((ties**3 - ties).sum()) / (n * (n - 1))
        return cls(rank_rc, present_rc.astype(np.float64), spread_r)

    def areas(self, truth_bc: Codes) -> tuple[Numbers, Numbers]:
        """Areas and their standardised values (deals, readers), NaN where undefined."""
        synthetic_bc = (truth_bc == SYNTHETIC).astype(np.float64)
        n1_br = synthetic_bc @ self.present_rc.T
        pairs_br = n1_br * (self.present_rc.sum(axis=1) - n1_br)
        wins_br = synthetic_bc @ self.rank_rc.T - n1_br * (n1_br + 1) / 2
        nothing_br = np.full_like(wins_br, np.nan)
        area_br = np.divide(wins_br, pairs_br, out=nothing_br.copy(), where=pairs_br > 0)
        variance_br = np.divide(
            self.spread_r, 12 * pairs_br, out=np.zeros_like(wins_br), where=pairs_br > 0
        )
        z_br = np.divide(
            area_br - 0.5, np.sqrt(variance_br), out=nothing_br, where=variance_br > 1e-15
        )
        return area_br, z_br
