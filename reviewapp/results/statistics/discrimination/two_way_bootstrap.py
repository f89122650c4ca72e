"""Bootstrap of readers and of cases, crossed: both are drawn anew, cases within their origin.

A sensitivity analysis beside :mod:`.reader_case`, slightly conservative (Owen 2007, Ann Appl Stat
1:386). Draws are multinomial weights, never copies of the data: 30 readers, 500 cases and 2,000
replicates take seconds. Suffixes: ``_b`` replicates, ``_n`` real cases, ``_p`` synthetic cases.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from reviewapp.results.statistics.bootstrap import REPLICATES, percentile_estimate
from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers, checked_truth
from reviewapp.results.statistics.estimate import FEW_READERS, Estimate

from .areas import area_kernel
from .mean_area import extent_of
from .reader_case import FEW_READERS_NOTE
from .roc import lacking_origin

TWO_WAY_BOOTSTRAP: Final = (
    "mean over readers; percentile bootstrap of readers and of cases within origin"
)
AREA: Final = f"area under the empirical ROC curve; {TWO_WAY_BOOTSTRAP}"
BALANCED: Final = f"mean of sensitivity and specificity; {TWO_WAY_BOOTSTRAP}"
TOO_SMALL: Final = "a bootstrap needs two readers, and two cases of each origin"

FiguresOf = Callable[[Numbers], Numbers]
"""From how often each case was drawn (replicates, cases) to each reader's figure, or NaN."""


def bootstrap_area(
    *, truth_c: Codes, rating_rc: Numbers, seed: int, replicates: int = REPLICATES
) -> Estimate:
    """Mean over the readers of the areas of their ratings (readers, cases), NaN where missing."""
    read_rc, kept_c = _read_part(checked_truth(truth_c, rating_rc), rating_rc)
    figures = _areas(read_rc, kept_c)
    return _bootstrapped(AREA, kept_c, read_rc, figures, seed=seed, replicates=replicates)


def bootstrap_accuracy(
    *, truth_c: Codes, correct_rc: Numbers, seed: int, replicates: int = REPLICATES
) -> Estimate:
    """Mean balanced accuracy of 0/1 scores (readers, cases), 1 correct, NaN where missing."""
    read_rc, kept_c = _read_part(checked_truth(truth_c, correct_rc), correct_rc)
    figures = _balanced(read_rc, kept_c)
    return _bootstrapped(BALANCED, kept_c, read_rc, figures, seed=seed, replicates=replicates)


def _read_part(truth_c: Codes, value_rc: Numbers) -> tuple[Numbers, Codes]:
    """The table without empty readers and cases, and the origins of the cases that stay."""
    read_rc = np.isfinite(value_rc)
    kept_c = read_rc.any(axis=0)
    return value_rc[read_rc.any(axis=1)][:, kept_c], truth_c[kept_c]


def _areas(rating_rc: Numbers, truth_c: Codes) -> FiguresOf:
    win_rnp, pair_rnp = area_kernel(rating_rc, truth_c)
    won_rnp = win_rnp * pair_rnp

    def weighted(table_rnp: Numbers, drawn_bc: Numbers) -> Numbers:
        real_bn, synthetic_bp = drawn_bc[:, truth_c == REAL], drawn_bc[:, truth_c == SYNTHETIC]
        sums = [((real_bn @ table_np) * synthetic_bp).sum(axis=1) for table_np in table_rnp]
        return np.array(sums).reshape(len(table_rnp), len(drawn_bc)).T

    return lambda drawn_bc: _ratio(weighted(won_rnp, drawn_bc), weighted(pair_rnp, drawn_bc))


def _balanced(correct_rc: Numbers, truth_c: Codes) -> FiguresOf:
    read_rc = np.isfinite(correct_rc).astype(np.float64)
    right_rc = np.nan_to_num(correct_rc)

    def share(drawn_bc: Numbers, origin: int) -> Numbers:
        part_c = truth_c == origin
        part_bc = drawn_bc[:, part_c]
        return _ratio(part_bc @ right_rc[:, part_c].T, part_bc @ read_rc[:, part_c].T)

    return lambda drawn_bc: (share(drawn_bc, REAL) + share(drawn_bc, SYNTHETIC)) / 2


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """Above / below, NaN where there is nothing below."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _bootstrapped(
    method: str,
    truth_c: Codes,
    read_rc: Numbers,
    figures: FiguresOf,
    *,
    seed: int,
    replicates: int,
) -> Estimate:
    method = f"{method}; {replicates} replicates"
    extent = extent_of(np.isfinite(read_rc))
    sides = [int((truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)]
    figure_r = figures(np.ones((1, truth_c.size)))[0]
    reason = lacking_origin(*sides)
    if reason or not np.isfinite(figure_r).any():
        reason = reason or "no reader read cases of both origins"
        return Estimate.undefined(reason=reason, method=method, extent=extent)
    value = float(np.nanmean(figure_r))
    if extent.readers < 2 or min(sides) < 2:
        return Estimate(value=value, method=method, extent=extent, interval_reason=TOO_SMALL)
    mean_b = _replicated(figures, truth_c, extent.readers, seed=seed, replicates=replicates)
    note = FEW_READERS_NOTE if extent.readers < FEW_READERS else ""
    return percentile_estimate(value, mean_b, method=method, extent=extent, seed=seed, note=note)


def _replicated(
    figures: FiguresOf, truth_c: Codes, readers: int, *, seed: int, replicates: int
) -> Numbers:
    """The mean over the readers drawn, for the cases drawn; one value a replicate."""
    generator = np.random.default_rng(seed)
    drawn_bc = np.empty((replicates, truth_c.size))
    for origin in (REAL, SYNTHETIC):
        part_c = truth_c == origin
        cases = int(part_c.sum())
        drawn_bc[:, part_c] = generator.multinomial(
            cases, np.full(cases, 1 / cases), size=replicates
        )
    drawn_br = generator.multinomial(readers, np.full(readers, 1 / readers), size=replicates)
    figure_br = figures(drawn_bc)
    defined_br = np.isfinite(figure_br) * drawn_br
    total_b = (np.nan_to_num(figure_br) * drawn_br).sum(axis=1)
    return _ratio(total_b, defined_br.sum(axis=1).astype(np.float64))
