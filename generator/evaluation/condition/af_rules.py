"""What atrial fibrillation looks like in features, with limits calibrated on the real records.

Irregular RR intervals and no distinct P waves define it (Hindricks et al. 2021, Eur Heart J
42:373).
Shape legend: ``_n`` record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.feature_table import FeatureTable


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Something that is seen more, or less, in the second rhythm."""

    name: str
    title: str
    unit: str
    measure: Callable[[FeatureTable], NDArray[np.float64]]
    """Of each record, NaN where it cannot be told."""
    more: bool
    """Whether more of it speaks for the second rhythm."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A sign with the limit that parts the real records of the two rhythms best."""

    sign: Sign
    limit: float
    sensitivity: float
    """Share of the real records of the second rhythm beyond the limit; then of the first within."""
    specificity: float

    def holds_n(self, features: FeatureTable) -> NDArray[np.bool_]:
        """Where the sign speaks for the second rhythm; where it cannot be told it does not."""
        return _beyond(self.sign.measure(features), self.limit, more=self.sign.more)


def irregularity(features: FeatureTable) -> NDArray[np.float64]:
    """RMSSD over the mean RR interval (Dash et al. 2009, Ann Biomed Eng 37:1701)."""
    return np.asarray(features.column("rmssd_ms") / features.column("rr_mean_ms"))


IRREGULAR: Final = Sign(
    name="irregular_rr",
    title="irregular RR intervals (RMSSD over mean RR)",
    unit="",
    measure=irregularity,
    more=True,
)
NO_P: Final = Sign(
    name="no_p_wave",
    title="no P wave (P-wave presence)",
    unit="",
    measure=lambda features: features.column("p_present"),
    more=False,
)
F_WAVES: Final = Sign(
    name="f_waves",
    title="f waves in V1 (RMS of 4 to 10 Hz between the beats)",
    unit="mV",
    measure=lambda features: features.column("f_wave_v1_mv"),
    more=True,
)
SIGNS: Final = (IRREGULAR, NO_P, F_WAVES)


def calibrated(sign: Sign, features: FeatureTable, positive_n: NDArray[np.bool_]) -> Rule:
    """The rule with the greatest sensitivity + specificity (Youden 1950, Cancer 3:32).

    Of limits that are as good the one in the middle. Raises ValueError where the sign was measured
    in no record of a rhythm.
    """
    value_n = sign.measure(features)
    measured_n = value_n[np.isfinite(value_n)]
    if not all(np.isfinite(value_n[positive_n == each]).any() for each in (True, False)):
        raise ValueError(f"{sign.name} was measured in no real record of a rhythm")
    steps = np.unique(measured_n)
    limits = (steps[:-1] + steps[1:]) / 2 if len(steps) > 1 else steps
    beyond = [_beyond(value_n, limit, more=sign.more) for limit in limits]
    sums = np.array([each[positive_n].mean() - each[~positive_n].mean() for each in beyond])
    best = np.flatnonzero(np.isclose(sums, sums.max()))
    chosen = int(best[len(best) // 2])
    return Rule(
        sign=sign,
        limit=float(limits[chosen]),
        sensitivity=float(beyond[chosen][positive_n].mean()),
        specificity=float(1 - beyond[chosen][~positive_n].mean()),
    )


def looks_like(
    rules: dict[str, Rule], features: FeatureTable
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which records look like the first rhythm, and which like the second; the rest like neither.

    The second: irregular without P waves. The first: regular with P waves.
    """
    irregular_n = rules[IRREGULAR.name].holds_n(features)
    no_p_n = rules[NO_P.name].holds_n(features)
    told_n = np.isfinite(irregularity(features)) & np.isfinite(NO_P.measure(features))
    return told_n & ~irregular_n & ~no_p_n, irregular_n & no_p_n


def _beyond(value_n: NDArray[np.float64], limit: float, *, more: bool) -> NDArray[np.bool_]:
    # A comparison with NaN is false either way.
    return np.asarray(value_n > limit if more else value_n < limit)
