"""The ECGs of one rhythm on both sides, and what is to be compared with what.

Rows number the real records first, then the synthetic ones, so that one statistic of two lists of
rows serves both the comparison and its floor. Real and synthetic are compared within a rhythm
only: a batch has other shares of rhythms than a database.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.fidelity.thresholds import FEWEST, FLOOR_LEVEL, MOST, SPLITS

Rows = NDArray[np.int64]
Statistic = Callable[[Rows, Rows], float | None]
"""Of the rows of two groups; None where it is undefined."""
Statistics = Callable[[Rows, Rows], Sequence[float] | NDArray[np.float64] | None]
_INTERVAL: Final = (0.025, 0.975)


@dataclass(frozen=True, kw_only=True, eq=False)
class Cohort:
    """One rhythm: its rows, pairs of real halves, and pairs of real half and synthetic draw."""

    rhythm: str
    real: Rows
    synthetic: Rows
    patients: tuple[str, ...]
    """Of the real rows."""
    floors: tuple[tuple[Rows, Rows], ...]
    draws: tuple[tuple[Rows, Rows], ...]
    """All groups of one cohort have the same size; empty where there are too few records."""

    @property
    def size(self) -> int:
        """How many records stand on each side of a pair; 0 where there are too few."""
        return len(self.floors[0][0]) if self.floors else 0

    @property
    def count(self) -> int:
        """All records of this rhythm that are compared."""
        return len(self.real) + len(self.synthetic)

    @property
    def why_not(self) -> str:
        """Why there is no number, where there is none."""
        return (
            f"{len(self.real)} real and {len(self.synthetic)} synthetic records in "
            f"{self.rhythm}: fewer than {FEWEST} in a half or draw bound no distribution."
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Contrast:
    """A distance between real and synthetic beside that between real halves."""

    value: float
    """Mean over the draws."""
    low: float
    high: float
    """95 % of the draws: half samples without replacement vary as bootstrap samples of all do
    (Shao & Tu 1995, The Jackknife and Bootstrap, section 2.3)."""
    floor: float
    """Mean over the real halves."""
    floor_high: float
    """95th percentile over the real halves."""
    floors: NDArray[np.float64]
    """Of each pair of real halves; NaN where undefined."""

    @property
    def excess(self) -> float:
        """By how much the value goes beyond what real halves do; 0 where it does not."""
        return max(0.0, self.value - self.floor_high)


def cohort_of(real: EcgSet, synthetic: EcgSet, rhythm: str, *, seed: int) -> Cohort:
    """The cohort of a rhythm, the same for the same seed."""
    stream = np.random.default_rng([seed, zlib.crc32(rhythm.encode())])
    real_rows = _at_most(real.of_rhythm(rhythm), stream)
    synthetic_rows = _at_most(synthetic.of_rhythm(rhythm), stream) + len(real)
    patients = tuple(real.patients[row] for row in real_rows)
    halves = [_halves(real_rows, patients, stream) for _ in range(2 * SPLITS)]
    size = min([len(synthetic_rows), *(len(rows) for pair in halves for rows in pair)])
    enough = size >= FEWEST
    floors = [
        (stream.choice(first, size, replace=False), stream.choice(second, size, replace=False))
        for first, second in halves[: SPLITS if enough else 0]
    ]
    draws = [
        (
            stream.choice(half, size, replace=False),
            stream.choice(synthetic_rows, size, replace=False),
        )
        for half, _ in halves[SPLITS : 2 * SPLITS if enough else SPLITS]
    ]
    return Cohort(
        rhythm=rhythm,
        real=real_rows,
        synthetic=synthetic_rows,
        patients=patients,
        floors=tuple(floors),
        draws=tuple(draws),
    )


def contrast(cohort: Cohort, statistic: Statistic) -> Contrast | None:
    """The statistic of the draws beside that of the real halves; None where it is undefined.

    At least half of the pairs must define it.
    """

    def as_list(first: Rows, second: Rows) -> Sequence[float] | None:
        found = statistic(first, second)
        return None if found is None else [found]

    return contrasts(cohort, as_list, ("one",)).get("one")


def contrasts(cohort: Cohort, statistics: Statistics, names: Sequence[str]) -> dict[str, Contrast]:
    """The contrast of each of several statistics that are measured together, by name.

    Empty where they are undefined.
    """
    floors, draws = (
        np.array([_measured(statistics, pair, len(names)) for pair in pairs])
        for pairs in (cohort.floors, cohort.draws)
    )
    defined = [np.isfinite(sides.sum(axis=-1)).sum() for sides in (floors, draws)]
    if min(defined) < max(1, SPLITS // 2):
        return {}
    columns = zip(names, floors.T, draws.T, strict=True)
    return {name: _contrast(floor, draw) for name, floor, draw in columns}


def allowance_for_worst(found: Sequence[Contrast]) -> float:
    """What chance adds to the greatest excess of several contrasts of one cohort.

    The worst of many is bad by chance: of each pair of real halves the greatest excess of any is
    taken, and the allowance is the 95th percentile of these (Westfall & Young 1993,
    Resampling-Based Multiple Testing, section 2.6).
    """
    excess_pf = np.stack([each.floors - each.floor_high for each in found], axis=1)
    greatest_p = np.nan_to_num(excess_pf, nan=-np.inf).max(axis=1)
    return max(0.0, float(np.quantile(greatest_p, FLOOR_LEVEL)))


def _measured(statistics: Statistics, pair: tuple[Rows, Rows], count: int) -> NDArray[np.float64]:
    found = statistics(*pair)
    return np.full(count, np.nan) if found is None else np.asarray(found, dtype=np.float64)


def _contrast(floors: NDArray[np.float64], draws: NDArray[np.float64]) -> Contrast:
    low, high = np.nanquantile(draws, _INTERVAL)
    return Contrast(
        value=float(np.nanmean(draws)),
        low=float(low),
        high=float(high),
        floor=float(np.nanmean(floors)),
        floor_high=float(np.nanquantile(floors, FLOOR_LEVEL)),
        floors=floors,
    )


def _at_most(rows: Rows, stream: np.random.Generator) -> Rows:
    return rows if len(rows) <= MOST else np.sort(stream.choice(rows, MOST, replace=False))


def _halves(rows: Rows, patients: Sequence[str], stream: np.random.Generator) -> tuple[Rows, Rows]:
    """Two halves of the patients; a patient's records stay together."""
    names, patient_n = np.unique(np.asarray(patients, dtype=str), return_inverse=True)
    chosen = np.zeros(len(names), dtype=bool)
    chosen[stream.permutation(len(names))[: len(names) // 2]] = True
    in_first = chosen[patient_n] if len(rows) else np.zeros(0, dtype=bool)
    return rows[in_first], rows[~in_first]
