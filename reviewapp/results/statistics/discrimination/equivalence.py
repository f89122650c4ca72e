"""Equivalence to chance: two one-sided tests that a figure lies inside chance +- margin.

Schuirmann 1987, J Pharmacokinet Biopharm 15:657. Equivalence is shown at ``alpha`` when both
one-sided tests reject, which is when the (1 - 2 alpha) interval lies inside the band. Margin and
alpha are the protocol's, never chosen afterwards.
"""

from dataclasses import dataclass
from math import inf
from typing import Final

from scipy import stats

from reviewapp.results.statistics.estimate import Estimate, Interval
from reviewapp.results.statistics.intervals import clopper_pearson, t_interval

CHANCE: Final = 0.5
MARGIN: Final = 0.10
ALPHA: Final = 0.05

T_TESTS: Final = "two one-sided t tests on the estimate's SE and degrees of freedom"
BINOMIAL_TESTS: Final = "two one-sided exact binomial tests; readings taken as independent"
NO_READINGS: Final = "no reading gave a verdict"


@dataclass(frozen=True, kw_only=True)
class Band:
    """The band of equivalence: ``chance`` +- ``margin``, tested at ``alpha`` (all shares of 1)."""

    chance: float = CHANCE
    margin: float = MARGIN
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        if not (self.margin > 0 and 0 < self.alpha < 0.5):
            raise ValueError("a band has a margin above 0, and an alpha between 0 and 0.5")

    @property
    def low(self) -> float:
        """Lower end of the band."""
        return self.chance - self.margin

    @property
    def high(self) -> float:
        """Upper end of the band."""
        return self.chance + self.margin

    @property
    def level(self) -> float:
        """Confidence level of the interval that must lie inside the band."""
        return 1 - 2 * self.alpha


@dataclass(frozen=True, kw_only=True)
class Equivalence:
    """Whether a figure lies inside the band; all None with ``reason``.

    ``p_low`` tests that the figure is at or below the band, ``p_high`` at or above; ``p_value`` is
    the larger. ``equivalent`` is the decision at alpha; False means "not shown", never "different".
    ``interval`` is the (1 - 2 alpha) one.
    """

    band: Band
    method: str
    equivalent: bool | None = None
    p_value: float | None = None
    p_low: float | None = None
    p_high: float | None = None
    interval: Interval | None = None
    reason: str = ""


def equivalence_to_chance(estimate: Estimate, band: Band) -> Equivalence:
    """The two one-sided t tests of a figure that has an SE.

    With an Obuchowski-Rockette/Hillis estimate they hold for other readers and other cases.
    """
    if estimate.value is None or estimate.se is None:
        reason = estimate.reason or estimate.interval_reason or "the figure has no standard error"
        return Equivalence(band=band, method=T_TESTS, reason=reason)
    df = inf if estimate.df is None else estimate.df
    p_low = float(stats.t.sf((estimate.value - band.low) / estimate.se, df))
    p_high = float(stats.t.cdf((estimate.value - band.high) / estimate.se, df))
    interval = t_interval(estimate.value, estimate.se, df, level=band.level)
    return _decided(band, T_TESTS, p_low, p_high, interval=interval)


def binomial_equivalence(successes: int, n: int, band: Band) -> Equivalence:
    """The two one-sided exact tests of a proportion, with the Clopper-Pearson interval.

    For one reader, or to show what treating clustered readings as independent would claim. Raises
    ValueError when the successes aren't within 0..n.
    """
    if n == 0:
        return Equivalence(band=band, method=BINOMIAL_TESTS, reason=NO_READINGS)
    interval = clopper_pearson(successes, n, level=band.level)
    # A band that reaches beyond 0..1 excludes nothing on that side.
    p_low = float(stats.binom.sf(successes - 1, n, band.low)) if band.low > 0 else 0.0
    p_high = float(stats.binom.cdf(successes, n, band.high)) if band.high < 1 else 0.0
    return _decided(band, BINOMIAL_TESTS, p_low, p_high, interval=interval)


def _decided(
    band: Band, method: str, p_low: float, p_high: float, *, interval: Interval
) -> Equivalence:
    p_value = max(p_low, p_high)
    return Equivalence(
        band=band,
        method=method,
        equivalent=p_value < band.alpha,
        p_value=p_value,
        p_low=p_low,
        p_high=p_high,
        interval=interval,
    )
