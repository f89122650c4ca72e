"""Do sites differ? Site is a fixed effect; its readers are what varies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial, prod, sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import ROUNDING, t_interval
from reviewapp.results.statistics.multiplicity import holm

from .design import Factor

ONE_SITE: Final = "one site only: there is nothing to compare"
ALL_ALIKE: Final = "the readers are all alike"
NO_SPREAD: Final = "the readers of each site are all alike: the SE is 0"
ALONE: Final = "a site with one reader has no variation between readers"

MOST_EXACT: Final = 1_000_000
"""Beyond this many ways to share readers out among sites, some are drawn at random."""

DRAWS: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class SiteTest:
    """One test of all sites at once, or the ``reason`` why there is none.

    ``ways`` counts the assignments of readers to sites behind a permutation p; ``seed`` is None
    when they are all that there are.
    """

    statistic: float | None = None
    df: tuple[float, float] | None = None
    p: float | None = None
    ways: int | None = None
    seed: int | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SitePair:
    """Mean of the first site less that of the second; ``adjusted_p`` by Holm over all pairs."""

    first: str
    second: str
    difference: Estimate
    p: float | None = None
    adjusted_p: float | None = None


@dataclass(frozen=True, kw_only=True)
class SiteDifference:
    """Means by site; the tests of a difference; whether readers are equally alike everywhere.

    ``between`` is the SD between sites beyond what readers' own variation explains.
    """

    means: dict[str, Estimate]
    anova: SiteTest
    permutation: SiteTest
    spread: SiteTest
    between: Estimate
    pairs: tuple[SitePair, ...]


def site_difference(*, figure_r: Numbers, site: Factor, seed: int) -> SiteDifference:
    """Compare one figure a reader, (readers,), between sites; ``site`` has a row a reader.

    One-way analysis of variance and its permutation of readers (exact when at most
    :data:`MOST_EXACT` ways, else seeded draws, p = (1 + hits)/(1 + draws): Phipson and Smyth
    2010, Stat Appl Genet Mol Biol 9:39), Welch's t for each pair (1947, Biometrika 34:28), Brown
    and Forsythe's test of equal spread (1974, J Am Stat Assoc 69:364). Cases are not sampled
    anew: what they add cancels when all sites read the same ones. Readers without a figure (NaN)
    are left out.
    """
    kept_r = np.isfinite(figure_r)
    figure_r, site = figure_r[kept_r], site.kept(kept_r)
    groups = {name: figure_r[site.codes_n == code] for code, name in enumerate(site.levels)}
    return SiteDifference(
        means={name: _mean(values) for name, values in groups.items()},
        anova=_anova(list(groups.values())),
        permutation=_permutation(figure_r, site, seed),
        spread=_equal_spread(list(groups.values())),
        between=_between(list(groups.values())),
        pairs=_adjusted([_pair(groups, *names) for names in combinations(groups, 2)]),
    )


def _mean(values: Numbers) -> Estimate:
    method = "mean of readers, t interval"
    extent = Extent(readers=values.size)
    mean = float(values.mean())
    if values.size < 2:
        return Estimate(value=mean, method=method, extent=extent, interval_reason="one reader only")
    se = float(values.std(ddof=1)) / sqrt(values.size)
    if se <= ROUNDING:
        return Estimate(value=mean, method=method, extent=extent, interval_reason=ALL_ALIKE)
    low, high = t_interval(mean, se, values.size - 1)
    return Estimate(
        value=mean, low=low, high=high, se=se, df=values.size - 1, method=method, extent=extent
    )


def _why_no_test(groups: list[Numbers]) -> str:
    if len(groups) < 2:
        return ONE_SITE
    if sum(group.size for group in groups) <= len(groups):
        return "each site has one reader only"
    return ""


def _anova(groups: list[Numbers]) -> SiteTest:
    if reason := _why_no_test(groups):
        return SiteTest(reason=reason)
    between, within = _squares(groups)
    df = (len(groups) - 1, sum(group.size for group in groups) - len(groups))
    if within <= ROUNDING**2:
        return SiteTest(df=df, reason=ALL_ALIKE if between <= ROUNDING**2 else NO_SPREAD)
    statistic = (between / df[0]) / (within / df[1])
    return SiteTest(statistic=statistic, df=df, p=float(stats.f.sf(statistic, *df)))


def _squares(groups: list[Numbers]) -> tuple[float, float]:
    """Sums of squares between and within groups."""
    centre = float(np.concatenate(groups).mean())
    between = sum(group.size * (float(group.mean()) - centre) ** 2 for group in groups)
    return between, sum(float(((group - group.mean()) ** 2).sum()) for group in groups)


def _equal_spread(groups: list[Numbers]) -> SiteTest:
    """Brown and Forsythe's test: the analysis of variance of distances from the medians."""
    if min((group.size for group in groups), default=0) < 3 and len(groups) > 1:
        return SiteTest(reason="a site has fewer than three readers")
    return _anova([np.abs(group - np.median(group)) for group in groups])


def _between(groups: list[Numbers]) -> Estimate:
    """SD between sites by the method of moments (Searle et al. 1992, section 3.6)."""
    method = "SD between sites, method of moments"
    total = sum(group.size for group in groups)
    if reason := _why_no_test(groups):
        return Estimate.undefined(reason=reason, method=method, extent=Extent(readers=total))
    between, within = _squares(groups)
    typical = (total - sum(group.size**2 for group in groups) / total) / (len(groups) - 1)
    excess = between / (len(groups) - 1) - within / (total - len(groups))
    return Estimate(
        value=sqrt(max(excess, 0.0) / typical),
        method=method,
        extent=Extent(readers=total),
        interval_reason="too few sites for an interval of their SD",
    )


def _pair(groups: dict[str, Numbers], first: str, second: str) -> SitePair:
    one, other = groups[first], groups[second]
    method = "difference of readers' means, Welch"
    extent = Extent(readers=one.size + other.size)
    value = float(one.mean() - other.mean())
    reason = ALONE if min(one.size, other.size) < 2 else ""
    shares = [group.var(ddof=1) / group.size if group.size > 1 else 0.0 for group in (one, other)]
    se = sqrt(float(sum(shares)))
    if reason or se <= ROUNDING:
        found = Estimate(
            value=value, method=method, extent=extent, interval_reason=reason or NO_SPREAD
        )
        return SitePair(first=first, second=second, difference=found)
    df = float(
        sum(shares) ** 2 / (shares[0] ** 2 / (one.size - 1) + shares[1] ** 2 / (other.size - 1))
    )
    low, high = t_interval(value, se, df)
    found = Estimate(value=value, low=low, high=high, se=se, df=df, method=method, extent=extent)
    p = float(2 * stats.t.sf(abs(value) / se, df))
    return SitePair(first=first, second=second, difference=found, p=p)


def _adjusted(pairs: list[SitePair]) -> tuple[SitePair, ...]:
    """Holm over the pairs that have a p."""
    p_values = np.array([pair.p for pair in pairs if pair.p is not None], dtype=np.float64)
    adjusted = iter(holm(p_values))
    return tuple(
        pair if pair.p is None else replace(pair, adjusted_p=float(next(adjusted)))
        for pair in pairs
    )


def _permutation(figure_r: Numbers, site: Factor, seed: int) -> SiteTest:
    """Share of assignments of readers to sites that set sites at least as far apart."""
    groups = [figure_r[site.codes_n == code] for code in range(site.size)]
    reason = _why_no_test(groups)
    if not reason and float(np.ptp(figure_r)) <= ROUNDING:
        reason = ALL_ALIKE
    if reason:
        return SiteTest(reason=reason)
    sizes = [group.size for group in groups]
    # The total is the same for all, so that F rises with the sum of squares between sites.
    centred_r = figure_r - figure_r.mean()
    observed = _apart(centred_r, site.codes_n[None], sizes)[0]
    edge = observed * (1 - 1e-9) - 1e-15
    ways = factorial(figure_r.size) // prod(factorial(size) for size in sizes)
    if ways <= MOST_EXACT:
        hits = sum(int((_apart(centred_r, some, sizes) >= edge).sum()) for some in _all_ways(sizes))
        return SiteTest(statistic=float(observed), p=hits / ways, ways=ways)
    generator = np.random.default_rng(seed)
    drawn = generator.permuted(np.tile(site.codes_n, (DRAWS, 1)), axis=1)
    hits = int((_apart(centred_r, drawn, sizes) >= edge).sum())
    return SiteTest(statistic=float(observed), p=(1 + hits) / (1 + DRAWS), ways=DRAWS, seed=seed)


def _apart(centred_r: Numbers, site_ar: Codes, sizes: list[int]) -> Numbers:
    """Sum of squares between sites for each assignment, (assignments,)."""
    squares_a = np.zeros(site_ar.shape[0])
    for code, size in enumerate(sizes):
        squares_a += ((site_ar == code) @ centred_r) ** 2 / size
    return squares_a


def _all_ways(sizes: list[int]) -> Iterator[Codes]:
    """Every assignment of readers to sites of these sizes, in batches (assignments, readers)."""
    readers = sum(sizes)
    ways = np.full((1, readers), len(sizes) - 1, dtype=np.int8)
    for code, size in enumerate(sizes[:-1]):
        free = int((ways[0] == len(sizes) - 1).sum())
        chosen = np.array(list(combinations(range(free), size)))
        grown = np.repeat(ways, len(chosen), axis=0)
        open_places = np.nonzero(ways == len(sizes) - 1)[1].reshape(len(ways), free)
        places = open_places[:, chosen].reshape(-1, size)
        np.put_along_axis(grown, places, np.int8(code), axis=1)
        ways = grown
    for start in range(0, len(ways), 50_000):
        yield ways[start : start + 50_000].astype(np.int64)
