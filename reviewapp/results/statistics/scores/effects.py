"""How far synthetic cases are scored above real ones: by each reader, and over readers and cases.

A reader's cases are compared with that reader's other cases only, so that a strict and a mild
reader don't blur each other; the readers' figures are then averaged, each with the same weight.
Cases are a sample within their origin, and readers are one: Obuchowski and Rockette's analysis,
with covariances of DeLong (1988, Biometrics 44:837) over the cases that both readers scored.
With every case scored by every reader, the superiority is the mean area under the ROC curve.
"""

from dataclasses import dataclass, replace
from math import inf
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.discrimination.reader_case import OR_HILLIS, mean_over_readers
from reviewapp.results.statistics.discrimination.roc import area_of_reader
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import superiority, t_estimate

DIFFERENCE: Final = f"difference of means within reader, synthetic minus real; {OR_HILLIS}"
WELCH: Final = (
    "difference of means of one reader, synthetic minus real; Welch t interval over cases"
)
SUPERIORITY: Final = f"P(synthetic case scores higher) + half of ties, within reader; {OR_HILLIS}"
APART_METHOD: Final = (
    "P(synthetic case scores higher) + half of ties, within reader; "
    "Newcombe method 5 over cases, as the SE is 0"
)
NOBODY: Final = "no reader scored cases of both origins"
TWO_CASES: Final = "an interval needs two scored cases of each origin from every reader"
NO_SPREAD: Final = "readers and cases show no variation, so that the SE is 0"


@dataclass(frozen=True)
class ScoredPart:
    """The readers who scored both origins, and what their scores (readers, cases) rest on."""

    score_rc: Numbers
    extent: Extent
    note: str


@dataclass(frozen=True)
class ReaderMeans:
    """Means of each reader within each origin (readers, 2), and the parts of the cases in them.

    ``part_rc`` is 0 where a reader didn't score the case, and adds up to 0 within an origin.
    """

    mean_ro: Numbers
    part_rc: Numbers


def difference_of_means(score_rc: Numbers, truth_c: Codes) -> Estimate:
    """Mean score of synthetic less that of real cases, averaged over readers.

    ``score_rc`` (readers, cases) is NaN where missing; readers who didn't score both origins are
    left out. One reader: Welch's interval, over cases only.
    """
    part = _scored_part(score_rc, truth_c)
    if not len(part.score_rc):
        return _nobody(DIFFERENCE, part)
    if len(part.score_rc) == 1:
        return _welch(part.score_rc[0], truth_c, part.extent)
    signed_rc = part.score_rc * np.where(truth_c == SYNTHETIC, 1, -1)
    means = _reader_means(signed_rc, truth_c)
    found = _over_readers(means.mean_ro.sum(axis=1), means, part, truth_c)
    return replace(found, method=DIFFERENCE)


def superiority_over_readers(score_rc: Numbers, truth_c: Codes) -> Estimate:
    """P(a synthetic case is scored above a real one) + P(as high) / 2, averaged over readers.

    0.5: no difference. ``score_rc`` (readers, cases) is NaN where missing; readers who didn't
    score both origins are left out. One reader: that reader's area, over cases only.
    """
    part = _scored_part(score_rc, truth_c)
    if not len(part.score_rc):
        return _nobody(SUPERIORITY, part)
    if len(part.score_rc) == 1:
        return area_of_reader(part.score_rc[0], truth_c)
    placed_rc = np.stack([_placements(score_c, truth_c) for score_c in part.score_rc])
    means = _reader_means(placed_rc, truth_c)
    found = _over_readers(means.mean_ro[:, SYNTHETIC], means, part, truth_c, bounds=(0, 1))
    if found.value in (0, 1):
        return _apart(found, part, truth_c)
    return replace(found, method=SUPERIORITY)


def cliffs_delta(chance: Estimate) -> Estimate:
    """Cliff's delta, 2 P - 1: from -1 (synthetic cases always lower) to 1 (always higher)."""
    method = chance.method.replace("P(", "Cliff delta, 2P - 1, of P(", 1)
    if chance.value is None:
        return Estimate.undefined(reason=chance.reason, method=method, extent=chance.extent)
    return Estimate(
        value=2 * chance.value - 1,
        low=None if chance.low is None else 2 * chance.low - 1,
        high=None if chance.high is None else 2 * chance.high - 1,
        se=None if chance.se is None else 2 * chance.se,
        df=chance.df,
        method=method,
        extent=chance.extent,
        interval_reason=chance.interval_reason,
        note=chance.note,
    )


def p_of_no_difference(chance: Estimate) -> float | None:
    """Two-sided p of a superiority of 1/2, by the t distribution of its interval; None without."""
    if chance.value is None or chance.se is None or chance.se == 0:
        return None
    t = abs(chance.value - 0.5) / chance.se
    return float(2 * stats.t.sf(t, inf if chance.df is None else chance.df))


def _scored_part(score_rc: Numbers, truth_c: Codes) -> ScoredPart:
    """The rows of readers who scored both origins, what they rest on, and who was left out."""
    scored_rc = np.isfinite(score_rc)
    both_r = np.logical_and.reduce(
        [scored_rc[:, truth_c == origin].any(axis=1) for origin in (REAL, SYNTHETIC)]
    )
    left_out = int((scored_rc.any(axis=1) & ~both_r).sum())
    note = f"{left_out} reader(s) left out who scored one origin only" if left_out else ""
    kept_rc = scored_rc[both_r]
    readings, readers, cases = int(kept_rc.sum()), len(kept_rc), int(kept_rc.any(axis=0).sum())
    extent = Extent(
        readings=readings, readers=readers, cases=cases, missing=readers * cases - readings
    )
    return ScoredPart(score_rc[both_r], extent, note)


def _placements(score_c: Numbers, truth_c: Codes) -> Numbers:
    """Share of the other origin's scored cases that a synthetic case beats, or a real one loses
    to, ties counting half (cases,); NaN where not scored."""
    scored_c = np.isfinite(score_c)
    placed_c = np.full(score_c.size, np.nan)
    for origin, other in ((REAL, SYNTHETIC), (SYNTHETIC, REAL)):
        own_c, others_c = scored_c & (truth_c == origin), scored_c & (truth_c == other)
        sorted_n = np.sort(score_c[others_c])
        below = np.searchsorted(sorted_n, score_c[own_c], side="left")
        up_to = np.searchsorted(sorted_n, score_c[own_c], side="right")
        beaten = (below + up_to) / 2 / sorted_n.size
        placed_c[own_c] = beaten if origin == SYNTHETIC else 1 - beaten
    return placed_c


def _reader_means(value_rc: Numbers, truth_c: Codes) -> ReaderMeans:
    """``value_rc`` (readers, cases) is NaN where missing; each row has values of both origins."""
    mean_ro = np.zeros((len(value_rc), 2))
    part_rc = np.zeros(value_rc.shape)
    for origin in (REAL, SYNTHETIC):
        of_origin_rc = np.isfinite(value_rc) & (truth_c == origin)
        n_r = of_origin_rc.sum(axis=1)
        mean_ro[:, origin] = np.where(of_origin_rc, value_rc, 0).sum(axis=1) / n_r
        gap_rc = (value_rc - mean_ro[:, [origin]]) / n_r[:, None]
        part_rc = np.where(of_origin_rc, gap_rc, part_rc)
    return ReaderMeans(mean_ro, part_rc)


def _over_readers(
    figure_r: Numbers,
    means: ReaderMeans,
    part: ScoredPart,
    truth_c: Codes,
    *,
    bounds: tuple[float, float] = (-inf, inf),
) -> Estimate:
    """The mean over readers, with its interval over readers and cases."""
    covariance_rr = np.zeros((len(figure_r), len(figure_r)))
    for origin in (REAL, SYNTHETIC):
        scored_rc = np.isfinite(part.score_rc[:, truth_c == origin]).astype(np.float64)
        common_rr = scored_rc @ scored_rc.T
        if np.diag(common_rr).min() < 2:
            return Estimate(
                value=float(figure_r.mean()),
                method="",
                extent=part.extent,
                interval_reason=TWO_CASES,
                note=part.note,
            )
        # n / (n - 1), as for any covariance; two readers without two common cases have none.
        factor_rr = np.where(common_rr > 1, common_rr / np.maximum(common_rr - 1, 1), 0.0)
        part_rn = means.part_rc[:, truth_c == origin]
        covariance_rr += factor_rr * (part_rn @ part_rn.T)
    found = mean_over_readers(
        figure_r=figure_r, covariance_rr=covariance_rr, extent=part.extent, bounds=bounds
    )
    return replace(found, note=" ".join(filter(None, (found.note, part.note))))


def _apart(found: Estimate, part: ScoredPart, truth_c: Codes) -> Estimate:
    """Where every reader tells all cases apart, the SE is 0 and Newcombe's interval still valid."""
    scored_c = np.isfinite(part.score_rc).any(axis=0)
    sizes = [int((scored_c & (truth_c == origin)).sum()) for origin in (SYNTHETIC, REAL)]
    low, high = superiority(float(found.value or 0), *sizes)
    return replace(
        found, low=low, high=high, se=None, df=None, interval_reason="", method=APART_METHOD
    )


def _nobody(method: str, part: ScoredPart) -> Estimate:
    return Estimate.undefined(reason=NOBODY, method=method, extent=part.extent, note=part.note)


def _welch(score_c: Numbers, truth_c: Codes, extent: Extent) -> Estimate:
    real_c, synthetic_c = (
        score_c[np.isfinite(score_c) & (truth_c == origin)] for origin in (REAL, SYNTHETIC)
    )
    value = float(synthetic_c.mean() - real_c.mean())
    if min(real_c.size, synthetic_c.size) < 2:
        return Estimate(value=value, method=WELCH, extent=extent, interval_reason=TWO_CASES)
    part_real, part_synthetic = (
        float(side.var(ddof=1)) / side.size for side in (real_c, synthetic_c)
    )
    variance = part_real + part_synthetic
    spread = part_real**2 / (real_c.size - 1) + part_synthetic**2 / (synthetic_c.size - 1)
    return t_estimate(
        value=value,
        se=float(np.sqrt(variance)),
        df=variance**2 / spread if spread > 0 else inf,
        method=WELCH,
        extent=extent,
        no_spread=NO_SPREAD,
    )
