"""Estimates as the numbers that known cases print."""

from reviewapp.results.statistics.estimate import Estimate, Interval

from .registry import Statistics


def limits(name: str, interval: Interval | None, suffix: str = "") -> Statistics:
    """`name_lo` and `name_hi`."""
    low, high = interval or (None, None)
    return {f"{name}_lo{suffix}": low, f"{name}_hi{suffix}": high}


def interval_of(estimate: Estimate) -> Interval | None:
    """The limits of an estimate, if it has any."""
    if estimate.low is None or estimate.high is None:
        return None
    return Interval(estimate.low, estimate.high)


def spread(name: str, estimate: Estimate, suffix: str = "") -> Statistics:
    """`name_se`, `name_df`, `name_lo` and `name_hi`; an SE of 0 is known, and gives no interval."""
    no_spread = "SE is 0" in estimate.interval_reason
    return {
        f"{name}_se{suffix}": 0.0 if no_spread else estimate.se,
        f"{name}_df{suffix}": estimate.df,
        **limits(name, interval_of(estimate), suffix),
    }
