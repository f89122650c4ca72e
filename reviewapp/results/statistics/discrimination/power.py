"""Power of the next study of two conditions, from the variance components of this one.

Hillis, Obuchowski and Berbaum 2011, Acad Radiol 18:129: the error covariances shrink with the
number of cases, the reader components don't. For one condition against chance: :mod:`.planning`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scipy import stats

from .two_conditions import Components

MOST_CASES: Final = 20_000
"""Beyond so many cases a study is called impossible."""


@dataclass(frozen=True, kw_only=True)
class PairedPilot:
    """What a study of two conditions on ``cases`` cases taught about their difference.

    ``interaction``: variance of reader by condition; the rest as in :class:`.Components`.
    """

    cases: int
    interaction: float
    variance: float
    cov1: float
    cov2: float
    cov3: float

    @classmethod
    def of(cls, found: Components, *, cases: int) -> "PairedPilot":
        """The pilot that a comparison of two conditions gives.

        Var(TR) = MS(TR) - Var + Cov1 + max(Cov2 - Cov3, 0), which may come out negative.
        """
        shared = max(found.cov2 - found.cov3, 0.0)
        return cls(
            cases=cases,
            interaction=found.ms_interaction - found.variance + found.cov1 + shared,
            variance=found.variance,
            cov1=found.cov1,
            cov2=found.cov2,
            cov3=found.cov3,
        )


def power_of_difference(
    pilot: PairedPilot, *, readers: int, cases: int, effect: float, alpha: float = 0.05
) -> float:
    """Power of the F test, readers and cases random, to show a difference of ``effect``.

    lambda = J d^2 / (2 D), D = Var(TR) + K0/K (Var - Cov1 + (J - 1) max(Cov2 - Cov3, 0));
    df2 = (J - 1) D^2 / (Var(TR) + K0/K (Var - Cov1 - max(Cov2 - Cov3, 0)))^2; a negative Var(TR)
    counts as 0. Raises ValueError with fewer than two readers or cases, or where the pilot showed
    no variance.
    """
    if readers < 2 or cases < 2:
        raise ValueError("a study has two readers and two cases or more")
    scale = pilot.cases / cases
    interaction, shared = max(pilot.interaction, 0.0), max(pilot.cov2 - pilot.cov3, 0.0)
    own = pilot.variance - pilot.cov1
    denominator = interaction + scale * (own + (readers - 1) * shared)
    mean_square = interaction + scale * (own - shared)
    if denominator <= 0:
        raise ValueError("the pilot shows no variance of the difference")
    if effect == 0:
        return alpha  # scipy's noncentral F fails at a noncentrality of 0
    noncentrality = readers * effect**2 / (2 * denominator)
    critical_df = (readers - 1) * (denominator / mean_square) ** 2 if mean_square > 0 else 1e12
    critical = stats.f.isf(alpha, 1, critical_df)
    return float(stats.ncf.sf(critical, 1, critical_df, noncentrality))


def cases_for_difference(
    pilot: PairedPilot, *, readers: int, effect: float, power: float = 0.8, alpha: float = 0.05
) -> int | None:
    """Fewest cases whose power exceeds ``power``; None where no study of 20,000 cases has it."""

    def enough(cases: int) -> bool:
        found = power_of_difference(pilot, readers=readers, cases=cases, effect=effect, alpha=alpha)
        return found > power

    return fewest_cases(enough)


def fewest_cases(enough: Callable[[int], bool]) -> int | None:
    """The fewest cases that are ``enough``, which more of them are too; None past 20,000."""
    if not enough(MOST_CASES):
        return None
    too_few, many = 1, MOST_CASES
    while many - too_few > 1:
        middle = (too_few + many) // 2
        too_few, many = (too_few, middle) if enough(middle) else (middle, many)
    return many
