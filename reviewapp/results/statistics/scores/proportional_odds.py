"""Proportional odds of a higher score: synthetic against real cases.

logit P(score > k) = beta * synthetic - a(k) (McCullagh 1980, J R Stat Soc B 42:109), marginal over
readers and cases. Readings of one case, and of one reader, aren't independent: the interval is a
bootstrap that draws readers, and cases within their origin, and the likelihood gives none.
Suffixes: ``_b`` replicates, ``_o`` origins, ``_k`` levels, ``_m`` thresholds, ``_p`` parameters.
"""

from typing import Final

import numpy as np
from scipy.special import expit, logit

from reviewapp.results.statistics.bootstrap import REPLICATES
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.estimate import LEVEL, Estimate, Extent

METHOD: Final = (
    "log odds ratio of a higher score, proportional odds; percentile bootstrap of readers and cases"
)
LACKING: Final = "one origin has no score"
ONE_LEVEL: Final = "all scores are the same"
APART: Final = "the scores of the two origins don't overlap, so that the odds ratio is infinite"
TOO_SMALL: Final = "a bootstrap needs two readers, and two cases of each origin"
NO_SPREAD: Final = "the replicates of the bootstrap show no variation"

STEPS: Final = 40
CONVERGED: Final = 1e-8
LARGEST: Final = 20.0
"""A log odds ratio beyond this runs away to infinity."""


def proportional_odds(
    score_rc: Codes, truth_c: Codes, *, levels: int, seed: int, replicates: int = REPLICATES
) -> Estimate:
    """Log odds ratio of a higher score of synthetic cases; its exponential is the odds ratio.

    ``score_rc`` (readers, cases) holds 1..levels, and anything below 1 where there is no score.
    """
    given_rc = score_rc >= 1
    extent = Extent.of(np.where(given_rc, 0, MISSING))
    scored_rc = score_rc[given_rc.any(axis=1)][:, given_rc.any(axis=0)]
    truth_c = truth_c[given_rc.any(axis=0)]
    readers, cases = scored_rc.shape
    once = np.ones((1, readers)), np.ones((1, cases))
    counts_ok = _counts(scored_rc, truth_c, levels, *once)[0]
    reason = _undefined(counts_ok)
    if reason:
        return Estimate.undefined(reason=reason, method=METHOD, extent=extent)
    value = float(fitted_log_odds(counts_ok[None])[0])
    if not np.isfinite(value):
        return Estimate.undefined(reason=APART, method=METHOD, extent=extent)
    sizes = [int((truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)]
    if readers < 2 or min(sizes) < 2:
        return Estimate(value=value, method=METHOD, extent=extent, interval_reason=TOO_SMALL)
    drawn = _draws(truth_c, readers, seed, replicates)
    value_b = fitted_log_odds(_counts(scored_rc, truth_c, levels, *drawn))
    return _with_interval(value, value_b, extent, seed)


def fitted_log_odds(counts_bok: Numbers) -> Numbers:
    """beta of each table of counts (tables, 2 origins, levels); NaN where there is none.

    Levels that a table doesn't use are left out: thresholds beside them can't be told apart.
    """
    beta_b = np.full(len(counts_bok), np.nan)
    used_bk = counts_bok.sum(axis=1) > 0
    patterns, which_b = np.unique(used_bk, axis=0, return_inverse=True)
    for number, used_k in enumerate(patterns):
        chosen_b = (which_b.reshape(-1) == number) & (counts_bok.sum(axis=2) > 0).all(axis=1)
        if used_k.sum() > 1 and chosen_b.any():
            beta_b[chosen_b] = _fisher_scoring(counts_bok[chosen_b][:, :, used_k])
    return beta_b


def _fisher_scoring(counts_bok: Numbers) -> Numbers:
    """Maximum likelihood by Fisher scoring, all tables at once; every level is used."""
    total_bk = counts_bok.sum(axis=1)
    below_bm = np.cumsum(total_bk, axis=1)[:, :-1] / total_bk.sum(axis=1, keepdims=True)
    parameter_bp = np.hstack([logit(below_bm), np.zeros((len(counts_bok), 1))])
    step_bp = np.zeros_like(parameter_bp)
    for _ in range(STEPS):
        step_bp = _scoring_step(counts_bok, parameter_bp)
        parameter_bp = parameter_bp + step_bp
        if np.abs(step_bp).max() < CONVERGED:
            break
    settled_b = (np.abs(step_bp).max(axis=1) < 1e-5) & (np.abs(parameter_bp[:, -1]) < LARGEST)
    return np.where(settled_b, parameter_bp[:, -1], np.nan)


def _scoring_step(counts_bok: Numbers, parameter_bp: Numbers) -> Numbers:
    """(Fisher information)^-1 times the score, cut so that thresholds keep their order."""
    tables, _, levels = counts_bok.shape
    score_bp = np.zeros_like(parameter_bp)
    information_bpp = np.zeros((tables, levels, levels))
    for origin in (REAL, SYNTHETIC):
        slope_bkp, share_bk = _shares(parameter_bp, origin)
        count_bk = counts_bok[:, origin]
        score_bp += np.einsum("bk,bkp->bp", count_bk / share_bk, slope_bkp)
        weight_bk = count_bk.sum(axis=1, keepdims=True) / share_bk
        information_bpp += np.einsum("bk,bkp,bkq->bpq", weight_bk, slope_bkp, slope_bkp)
    information_bpp += 1e-10 * np.eye(levels)
    step_bp = np.linalg.solve(information_bpp, score_bp[:, :, None])[:, :, 0]
    gap_bm = np.diff(parameter_bp[:, :-1], axis=1)
    closing_bm = -np.diff(step_bp[:, :-1], axis=1)
    reach_b = np.max(closing_bm / np.maximum(gap_bm, 1e-12), axis=1, initial=0.0)
    largest_b = np.abs(step_bp).max(axis=1)
    # Half of the way to where two thresholds would meet, and never more than 3 logits.
    cut_b = np.maximum(np.maximum(2 * reach_b, largest_b / 3), 1.0)
    return np.asarray(step_bp / cut_b[:, None])


def _shares(parameter_bp: Numbers, origin: int) -> tuple[Numbers, Numbers]:
    """Shares of the levels (tables, levels), and their slopes by the parameters."""
    tables, parameters = parameter_bp.shape
    up_to_bm = expit(parameter_bp[:, :-1] - origin * parameter_bp[:, [-1]])
    share_bk = np.diff(up_to_bm, axis=1, prepend=0.0, append=1.0)
    density_bm = up_to_bm * (1 - up_to_bm)
    cumulative_bmp = np.zeros((tables, parameters - 1, parameters))
    place = np.arange(parameters - 1)
    cumulative_bmp[:, place, place] = density_bm
    cumulative_bmp[:, :, -1] = -origin * density_bm
    edge_b1p = np.zeros((tables, 1, parameters))
    slope_bkp = np.diff(np.concatenate([edge_b1p, cumulative_bmp, edge_b1p], axis=1), axis=1)
    return slope_bkp, np.maximum(share_bk, 1e-12)


def _counts(
    scored_rc: Codes, truth_c: Codes, levels: int, reader_br: Numbers, case_bc: Numbers
) -> Numbers:
    """Readings by origin and level (replicates, 2, levels), of readers and cases as drawn."""
    level_rck = (scored_rc[:, :, None] == np.arange(1, levels + 1)).astype(np.float64)
    counts_bok = np.zeros((len(reader_br), 2, levels))
    for origin in (REAL, SYNTHETIC):
        part_rck = level_rck[:, truth_c == origin]
        flat_cj = part_rck.transpose(1, 0, 2).reshape(part_rck.shape[1], len(scored_rc) * levels)
        by_reader_brk = (case_bc[:, truth_c == origin] @ flat_cj).reshape(
            len(case_bc), len(scored_rc), levels
        )
        counts_bok[:, origin] = np.einsum("br,brk->bk", reader_br, by_reader_brk)
    return counts_bok


def _draws(truth_c: Codes, readers: int, seed: int, replicates: int) -> tuple[Numbers, Numbers]:
    """How often each reader and each case is drawn (replicates, readers), (replicates, cases)."""
    generator = np.random.default_rng(seed)
    reader_br = generator.multinomial(readers, np.full(readers, 1 / readers), size=replicates)
    case_bc = np.zeros((replicates, truth_c.size))
    for origin in (REAL, SYNTHETIC):
        n = int((truth_c == origin).sum())
        case_bc[:, truth_c == origin] = generator.multinomial(n, np.full(n, 1 / n), replicates)
    return reader_br.astype(np.float64), case_bc


def _undefined(counts_ok: Numbers) -> str:
    if (counts_ok.sum(axis=1) == 0).any():
        return LACKING
    return ONE_LEVEL if (counts_ok.sum(axis=0) > 0).sum() < 2 else ""


def _with_interval(value: float, value_b: Numbers, extent: Extent, seed: int) -> Estimate:
    defined_b = value_b[np.isfinite(value_b)]
    dropped = value_b.size - defined_b.size
    method = f"{METHOD}, {value_b.size} replicates"
    if defined_b.size < value_b.size / 2:
        reason = f"{dropped} of {value_b.size} replicates are undefined"
        return Estimate(
            value=value, method=method, extent=extent, interval_reason=reason, seed=seed
        )
    tail = (1 - LEVEL) / 2
    low, high = (float(limit) for limit in np.quantile(defined_b, (tail, 1 - tail)))
    if high - low < 1e-12:
        return Estimate(
            value=value, method=method, extent=extent, interval_reason=NO_SPREAD, seed=seed
        )
    note = f"{dropped} of {value_b.size} replicates undefined and dropped" if dropped else ""
    return Estimate(
        value=value, low=low, high=high, method=method, extent=extent, note=note, seed=seed
    )
