"""How many cases a comparison of two readers needs: Cantor's sample size for kappa."""

from math import ceil, sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent

from .cohen import kappa_of_shares, large_sample_variance

CANTOR: Final = "Cases that two readers must both read (Cantor 1996)"
NO_INTERVAL: Final = "a sample size is planned, not estimated"


def kappa_sample_size(
    *,
    share_first: float,
    share_second: float,
    kappa_true: float,
    kappa_null: float,
    power: float = 0.8,
    alpha: float = 0.05,
    two_sided: bool = True,
) -> Estimate:
    """Cases needed to reject ``kappa_null`` when kappa is ``kappa_true``, with two categories.

    Cantor 1996, Psychol Methods 1:150: ((z(alpha) sqrt(Q0) + z(power) sqrt(Q1)) / (k1 - k0))^2,
    rounded up, where Q is n times the large-sample variance of kappa. ``share_first`` and
    ``share_second`` are the shares of cases that each reader calls positive. Raises ValueError
    where shares, power or alpha don't lie between 0 and 1.
    """
    if not all(0 < part < 1 for part in (share_first, share_second, power, alpha)):
        raise ValueError("shares, power and alpha lie between 0 and 1")
    if kappa_true == kappa_null:
        return Estimate.undefined(
            reason="there is no difference between the two kappas to detect", method=CANTOR
        )
    tables = [_shares(share_first, share_second, kappa) for kappa in (kappa_null, kappa_true)]
    if min(float(table_qq.min()) for table_qq in tables) < 0:
        return Estimate.undefined(
            reason="readers with these shares can't reach that kappa", method=CANTOR
        )
    null, true = (sqrt(_variance(table_qq)) for table_qq in tables)
    z_alpha = float(stats.norm.isf(alpha / (2 if two_sided else 1)))
    z_power = float(stats.norm.ppf(power))
    n = ((z_alpha * null + z_power * true) / (kappa_true - kappa_null)) ** 2
    # A hair below a whole number is that number but for rounding.
    return Estimate(
        value=ceil(n - 1e-9), method=CANTOR, interval_reason=NO_INTERVAL, extent=Extent()
    )


def _shares(first: float, second: float, kappa: float) -> Numbers:
    """The 2 x 2 table of shares with these margins and this kappa; below 0 where there is none."""
    chance = first * second + (1 - first) * (1 - second)
    agreeing = kappa * (1 - chance) + chance
    both = (agreeing - 1 + first + second) / 2
    table_qq = np.array([[both, first - both], [second - both, agreeing - both]])
    return np.where(np.abs(table_qq) < 1e-12, 0.0, table_qq)


def _variance(share_qq: Numbers) -> float:
    identity_qq = np.eye(2)
    value, chance = kappa_of_shares(share_qq, identity_qq)
    return 0.0 if value is None else large_sample_variance(share_qq, identity_qq, value, chance)
