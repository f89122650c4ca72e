"""Bootstrap of whole readers and whole cases: the check of the mixed model's intervals."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.statistics.bootstrap import REPLICATES, percentile_estimate
from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate

from .design import Design, Factor
from .figures import FOLLOWS, extent_of, sizes_of, why_unfit
from .links import pieces
from .separation import separating_columns, start_of

BATCH: Final = 200
METHOD: Final = "logistic regression, one-step bootstrap of readers and cases"


def cluster_bootstrap(
    *,
    successes_n: Numbers,
    design: Design,
    reader: Factor,
    case: Factor,
    seed: int,
    reader_strata_r: Codes | None = None,
    case_strata_c: Codes | None = None,
    replicates: int = REPLICATES,
) -> dict[str, Estimate]:
    """Coefficients of the average reader and case, with percentile intervals; by column name.

    Readers and cases are drawn with replacement, each within its stratum (``reader_strata_r``:
    site; ``case_strata_c``: origin and rhythm), and a reading counts as often as the product:
    the pigeonhole bootstrap (Owen 2007, Ann Appl Stat 1:386), which errs on the wide side. Each
    replicate takes one Newton step from the estimate of all readings (Moulton and Zeger 1991,
    Comput Stat Data Anal 11:53). The coefficients are population-averaged: those of a mixed model
    come near them when multiplied by :func:`.glmm.attenuation`. The same seed gives the same
    intervals.
    """
    groups = {"reader": reader, "case": case}
    extent = extent_of(sizes_of(groups), successes_n.size)
    method = f"{METHOD}, {replicates} replicates"
    reason = why_unfit(groups, successes_n.size, None) or _why_no_estimate(design, successes_n)
    names = (*design.names, *design.aliased)
    if reason:
        return dict.fromkeys(names, Estimate.undefined(reason=reason, method=method, extent=extent))
    step = _OneStep.of(design, successes_n)
    draw = _Draw(reader, case, reader_strata_r, case_strata_c, np.random.default_rng(seed))
    batches = [min(BATCH, replicates - done) for done in range(0, replicates, BATCH)]
    coefficient_bp = np.concatenate([step.coefficients(draw.weights(size)) for size in batches])
    nothing = Estimate.undefined(reason=FOLLOWS, method=method, extent=extent)
    found = {
        name: percentile_estimate(
            float(value), coefficient_b, method=method, extent=extent, seed=seed
        )
        for name, value, coefficient_b in zip(
            design.names, step.coefficient_p, coefficient_bp.T, strict=True
        )
    }
    return found | dict.fromkeys(design.aliased, nothing)


def _why_no_estimate(design: Design, successes_n: Numbers) -> str:
    columns = separating_columns(design, successes_n, np.ones_like(successes_n))
    return f"separation by {', '.join(columns)}" if columns else ""


@dataclass(frozen=True)
class _OneStep:
    """Score and information of each reading at the estimate: replicates are weighted sums."""

    coefficient_p: Numbers
    triangle_pp: Numbers
    share_nf: Numbers  # score, then the upper triangle of the information

    @classmethod
    def of(cls, design: Design, successes_n: Numbers) -> "_OneStep":
        trials_n = np.ones_like(successes_n)
        x_np, triangle_pp = design.orthonormal()
        coefficient_p = start_of(design, successes_n, trials_n)
        found = pieces("logit", design.x_np @ coefficient_p, successes_n, trials_n)
        rows, columns = np.triu_indices(x_np.shape[1])
        information_nf = x_np[:, rows] * x_np[:, columns] * found.weight_n[:, None]
        share_nf = np.column_stack([x_np * found.slope_n[:, None], information_nf])
        return cls(coefficient_p, triangle_pp, share_nf)

    def coefficients(self, weight_bn: Numbers) -> Numbers:
        """One Newton step a replicate, (replicates, p); NaN where the information is singular."""
        sum_bf = weight_bn @ self.share_nf
        p = self.coefficient_p.size
        rows, columns = np.triu_indices(p)
        information_bpp = np.empty((weight_bn.shape[0], p, p))
        information_bpp[:, rows, columns] = sum_bf[:, p:]
        information_bpp[:, columns, rows] = sum_bf[:, p:]
        root_bp = np.linalg.eigvalsh(information_bpp)
        sound_b = root_bp[:, 0] > 1e-8 * np.maximum(root_bp[:, -1], 1e-300)
        coefficient_bp = np.full((weight_bn.shape[0], p), np.nan)
        step_bp = np.linalg.solve(information_bpp[sound_b], sum_bf[sound_b, :p, None])[..., 0]
        own_bp = np.linalg.solve(self.triangle_pp, step_bp.T).T
        coefficient_bp[sound_b] = self.coefficient_p + own_bp
        return coefficient_bp


@dataclass(frozen=True)
class _Draw:
    reader: Factor
    case: Factor
    reader_strata_r: Codes | None
    case_strata_c: Codes | None
    generator: np.random.Generator

    def weights(self, replicates: int) -> Numbers:
        """How often each reading counts, (replicates, rows)."""
        reader_br = self._drawn(self.reader.size, self.reader_strata_r, replicates)
        case_bc = self._drawn(self.case.size, self.case_strata_c, replicates)
        return reader_br[:, self.reader.codes_n] * case_bc[:, self.case.codes_n]

    def _drawn(self, size: int, strata: Codes | None, replicates: int) -> Numbers:
        drawn = np.empty((replicates, size))
        strata = np.zeros(size, dtype=np.int64) if strata is None else strata
        for stratum in np.unique(strata):
            members = np.flatnonzero(strata == stratum)
            chances = np.full(members.size, 1 / members.size)
            drawn[:, members] = self.generator.multinomial(members.size, chances, size=replicates)
        return drawn
