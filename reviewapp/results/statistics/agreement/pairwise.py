"""Agreement of several readers as the mean over all pairs of them."""

from itertools import combinations
from math import atanh, tanh
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.bootstrap import REPLICATES, bootstrap_estimate
from reviewapp.results.statistics.coding import Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent

from .chance_corrected import ROUNDING
from .resampled import mean_of_defined, resampled_kappa
from .weights import Weights, agreement_weights, weights_title

NO_TWO_READERS: Final = "fewer than two readers"
UNDEFINED_PAIR: Final = "kappa is undefined for at least one pair of readers"
SPEARMAN: Final = "Mean Spearman correlation of pairs of readers, by Fisher's z"
NO_INTERVAL: Final = "no interval is computed for a mean of rank correlations"


def light_kappa(
    codes_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    seed: int = 0,
    replicates: int = REPLICATES,
) -> Estimate:
    """Mean of Cohen's kappa over all pairs of readers (Light 1971, Psychol Bull 76:365).

    Each pair on the cases that both read. Undefined where the kappa of any pair is. The interval
    is a bootstrap of cases; a replicate where some pairs have no kappa is the mean of the others.
    """
    checked_codes(codes_rc, categories=categories)
    codes_rc = codes_rc[(codes_rc >= 0).any(axis=1)]
    method, extent = weights_title("Light kappa", weighting), Extent.of(codes_rc)
    if len(codes_rc) < 2:
        return Estimate.undefined(reason=NO_TWO_READERS, method=method, extent=extent)
    weights_qq = agreement_weights(weighting, categories)
    pairs = [
        resampled_kappa(codes_rc[[first, second]], weights_qq)
        for first, second in combinations(range(len(codes_rc)), 2)
    ]
    once_bc = np.ones((1, codes_rc.shape[1]))
    if any(np.isnan(pair(once_bc)[0]) for pair in pairs):
        return Estimate.undefined(reason=UNDEFINED_PAIR, method=method, extent=extent)
    return bootstrap_estimate(
        lambda drawn_bc: mean_of_defined(pair(drawn_bc) for pair in pairs),
        cases=codes_rc.shape[1],
        seed=seed,
        method=method,
        extent=extent,
        undefined=UNDEFINED_PAIR,
        replicates=replicates,
    )


def mean_rank_correlation(score_rc: Numbers) -> Estimate:
    """Mean Spearman correlation over pairs of readers, averaged as Fisher's z.

    ``score_rc`` (readers, cases) is numeric, NaN where missing; complete cases only. Correlations
    of exactly 1 or -1, whose z is infinite, are left out and counted in the note.
    """
    score_rc = score_rc[:, np.isfinite(score_rc).all(axis=0)]
    readers, cases = score_rc.shape
    extent = Extent(readings=score_rc.size, readers=readers, cases=cases)
    if readers < 2 or cases < 2:
        reason = NO_TWO_READERS if readers < 2 else "fewer than two cases were read by everybody"
        return Estimate.undefined(reason=reason, method=SPEARMAN, extent=extent)
    if (np.ptp(score_rc, axis=1) == 0).any():
        reason = "a reader gave every case the same score"
        return Estimate.undefined(reason=reason, method=SPEARMAN, extent=extent)
    rank_rc = stats.rankdata(score_rc, axis=1)
    rho = np.asarray(np.corrcoef(rank_rc))[np.triu_indices(readers, 1)]
    inside = rho[np.abs(rho) < 1 - ROUNDING]
    if not inside.size:
        reason = "every pair of readers ranks the cases in perfect or reverse order"
        return Estimate.undefined(reason=reason, method=SPEARMAN, extent=extent)
    left_out = rho.size - inside.size
    return Estimate(
        value=tanh(float(np.mean([atanh(one) for one in inside]))),
        method=SPEARMAN,
        extent=extent,
        interval_reason=NO_INTERVAL,
        note=f"{left_out} perfect correlations left out" if left_out else "",
    )
