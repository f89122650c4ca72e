"""Areas under the empirical ROC curves of several readers, and how they vary together.

The area is the chance that a synthetic case is rated higher than a real one, ties counting half
(Bamber 1975, J Math Psychol 12:387). Ratings rise with how synthetic a case looks; rows of a
table may be readers, or readers under two conditions. Every row rates every case here; for
missing ratings see :mod:`.u_statistic`. Axes: ``_r`` rows, ``_n`` real cases, ``_p`` synthetic
(positive) cases.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import (
    MISSING,
    REAL,
    SYNTHETIC,
    Codes,
    Numbers,
    checked_truth,
)

CovarianceMethod = Literal["delong", "jackknife", "unbiased"]

TWO_CASES: Final = "an interval over cases needs two cases of each origin"


@dataclass(frozen=True)
class Figures:
    """A figure of each row (rows,), and its covariance over cases (rows, rows).

    ``covariance_rr`` is None where there are too few cases to know it.
    """

    figure_r: Numbers
    covariance_rr: Numbers | None


@dataclass(frozen=True)
class Placements:
    """Where each case stands among those of the other origin.

    ``real_rn``: share of synthetic cases that row r rates above real case n; ``synthetic_rp``:
    share of real cases rated below synthetic case p; ties count half.
    """

    real_rn: Numbers
    synthetic_rp: Numbers

    @property
    def area_r(self) -> Numbers:
        """The area of each row (rows,)."""
        return np.asarray(self.synthetic_rp.mean(axis=1))


def placements(rating_rc: Numbers, truth_c: Codes) -> Placements:
    """The placements of DeLong, DeLong and Clarke-Pearson 1988 (Biometrics 44:837), by ranks.

    ``rating_rc`` (rows, cases) is complete, ``truth_c`` (cases,). Sun and Xu 2014 (IEEE Signal
    Process Lett 21:1389) for the ranks. Raises ValueError without a case of each origin, or on a
    rating that isn't finite.
    """
    checked_truth(truth_c, rating_rc)
    if not np.isfinite(rating_rc).all():
        raise ValueError("every rating is a finite number here")
    real_rn, synthetic_rp = rating_rc[:, truth_c == REAL], rating_rc[:, truth_c == SYNTHETIC]
    n, p = real_rn.shape[1], synthetic_rp.shape[1]
    if not (n and p):
        raise ValueError("an area needs cases of both origins")
    rank_rc = stats.rankdata(np.hstack([real_rn, synthetic_rp]), axis=1)
    below_rn = rank_rc[:, :n] - stats.rankdata(real_rn, axis=1)
    below_rp = rank_rc[:, n:] - stats.rankdata(synthetic_rp, axis=1)
    return Placements(real_rn=1 - below_rn / p, synthetic_rp=below_rp / n)


def area_figures(
    rating_rc: Numbers, truth_c: Codes, *, covariance: CovarianceMethod = "delong"
) -> Figures:
    """Areas of the rows (rows,) and their covariance (rows, rows) over cases within origin.

    delong: DeLong 1988. jackknife: pseudo-areas leaving out one case at a time, as in OR-DBM MRMC.
    unbiased: Gallas 2006 (Acad Radiol 13:353). Without two cases of each origin there are areas
    but no covariance. Raises ValueError as :func:`placements`.
    """
    placed = placements(rating_rc, truth_c)
    if min(placed.real_rn.shape[1], placed.synthetic_rp.shape[1]) < 2:
        return Figures(placed.area_r, None)
    if covariance == "delong":
        return Figures(placed.area_r, _delong(placed))
    if covariance == "jackknife":
        return Figures(placed.area_r, _jackknife(placed))
    return Figures(placed.area_r, _unbiased(placed, rating_rc, truth_c))


def area_kernel(rating_rc: Numbers, truth_c: Codes) -> tuple[Numbers, Numbers]:
    """Who wins in each pair of a real and a synthetic case, and which pairs a row rated.

    ``rating_rc`` (rows, cases) holds NaN where a rating is missing. Both results are (rows, real,
    synthetic): 1, 1/2 or 0 where the synthetic case is rated higher, equal or lower; and 1 where
    the row rated both.
    """
    checked_truth(truth_c, rating_rc)
    present_rc = np.isfinite(rating_rc)
    rating_rc = np.where(present_rc, rating_rc, 0.0)
    real_rn, synthetic_rp = rating_rc[:, truth_c == REAL], rating_rc[:, truth_c == SYNTHETIC]
    win_rnp = (np.sign(synthetic_rp[:, None, :] - real_rn[:, :, None]) + 1) / 2
    pair_rnp = (
        present_rc[:, truth_c == SYNTHETIC][:, None, :] & present_rc[:, truth_c == REAL][:, :, None]
    )
    return win_rnp, pair_rnp.astype(np.float64)


def numbers_of(codes_rc: Codes) -> Numbers:
    """Codes as ratings: NaN where there is none."""
    return np.where(codes_rc == MISSING, np.nan, codes_rc).astype(np.float64)


def _delong(placed: Placements) -> Numbers:
    n, p = placed.real_rn.shape[1], placed.synthetic_rp.shape[1]
    covariance_rr = np.cov(placed.real_rn) / n + np.cov(placed.synthetic_rp) / p
    return np.atleast_2d(covariance_rr)


def _jackknife(placed: Placements) -> Numbers:
    """(N - 1) / N times the summed products of the deviations of the areas less one case."""
    n, p = placed.real_rn.shape[1], placed.synthetic_rp.shape[1]
    area_r1 = placed.area_r[:, None]
    left_out_rc = np.hstack(
        [
            (n * area_r1 - placed.real_rn) / (n - 1),
            (p * area_r1 - placed.synthetic_rp) / (p - 1),
        ]
    )
    deviation_rc = left_out_rc - left_out_rc.mean(axis=1, keepdims=True)
    return np.asarray((n + p - 1) / (n + p) * deviation_rc @ deviation_rc.T)


def _unbiased(placed: Placements, rating_rc: Numbers, truth_c: Codes) -> Numbers:
    """A A' less the mean product of two pairs of cases that share no case (moment M4 of Gallas)."""
    n, p = placed.real_rn.shape[1], placed.synthetic_rp.shape[1]
    win_rm = area_kernel(rating_rc, truth_c)[0].reshape(len(rating_rc), -1)
    same_real_rr = p**2 * placed.real_rn @ placed.real_rn.T
    same_synthetic_rr = n**2 * placed.synthetic_rp @ placed.synthetic_rp.T
    product_rr = np.outer(placed.area_r, placed.area_r)
    apart_rr = (n * p) ** 2 * product_rr - same_real_rr - same_synthetic_rr + win_rm @ win_rm.T
    return np.asarray(product_rr - apart_rr / (n * (n - 1) * p * (p - 1)))
