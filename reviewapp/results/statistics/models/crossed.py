"""Two crossed random intercepts: the matrix H = I + L Z'WZ L, solved by its blocks.

Each factor's own block of Z'WZ is diagonal, for a row belongs to one level of it. The larger
factor (cases) is eliminated, which leaves a Schur complement of the size of the smaller one
(readers); nothing of size cases x cases is ever formed. Searle, Casella and McCulloch 1992,
Variance Components, section 7.8; the elimination is that of Bates et al. 2015, J Stat Softw
67(1), equation 18, written out for two factors.

Shape legend: ``_n`` rows, ``_m`` levels of the eliminated factor, ``_k`` levels of the other one,
``_v`` all levels, eliminated ones first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from reviewapp.results.statistics.coding import Codes, Numbers

Scale = tuple[float, float]
"""Standard deviations of the eliminated factor and of the other one."""


@dataclass(frozen=True)
class Crossing:
    """Which level of each of two factors a row belongs to; the first one gets eliminated."""

    outer_n: Codes
    inner_n: Codes
    outer: int
    inner: int

    def at_rows(self, value_v: Numbers, scale: Scale) -> Numbers:
        """Z L value: what the levels' values, scaled, add up to in each row, (rows,)."""
        outer_m, inner_k = self.split(value_v)
        return scale[0] * outer_m[self.outer_n] + scale[1] * inner_k[self.inner_n]

    def at_levels(self, value_n: Numbers) -> Numbers:
        """Z' value: the sums over the rows of each level, (levels,)."""
        return np.concatenate(
            [
                np.bincount(self.outer_n, value_n, minlength=self.outer),
                np.bincount(self.inner_n, value_n, minlength=self.inner),
            ]
        )

    def cells(self, value_n: Numbers) -> Numbers:
        """The sums over the rows of each pair of levels, (outer, inner)."""
        cell_n = self.outer_n * self.inner + self.inner_n
        sums = np.bincount(cell_n, value_n, minlength=self.outer * self.inner)
        return np.asarray(sums.reshape(self.outer, self.inner), dtype=np.float64)

    def split(self, value_v: Numbers) -> tuple[Numbers, Numbers]:
        """The part of each factor."""
        return value_v[: self.outer], value_v[self.outer :]

    def spread(self, scale: Scale) -> Numbers:
        """The standard deviation of each level's factor, (levels,)."""
        return np.repeat(np.array(scale), (self.outer, self.inner))


def crossing(codes: list[Codes], levels: list[int]) -> tuple[Crossing, list[int]]:
    """The crossing of one or two factors, and their order in it: the larger one first.

    One factor alone is crossed with a single level, whose standard deviation is to be 0.
    Raises ValueError for any other number of factors.
    """
    if len(codes) == 1:
        codes, levels = [codes[0], np.zeros_like(codes[0])], [levels[0], 1]
        return Crossing(codes[0], codes[1], levels[0], levels[1]), [0]
    if len(codes) != 2:
        raise ValueError(f"one or two random intercepts, not {len(codes)}")
    order = [0, 1] if levels[0] >= levels[1] else [1, 0]
    first, second = order
    return Crossing(codes[first], codes[second], levels[first], levels[second]), order


@dataclass(frozen=True)
class Blocks:
    """H factorised: its log determinant, solutions, and the entries of its inverse that count."""

    diagonal_m: Numbers
    ratio_mk: Numbers  # the off-diagonal block over the eliminated diagonal
    factor_kk: NDArray[np.float64]  # Cholesky factor of the Schur complement
    logdet: float

    @classmethod
    def of(cls, weight_mk: Numbers, scale: Scale) -> "Blocks":
        """Factorise for the row weights summed in cells; H is positive definite for weights >= 0.

        Raises numpy.linalg.LinAlgError when rounding or an infinite weight makes it otherwise.
        """
        diagonal_m = 1 + scale[0] ** 2 * weight_mk.sum(axis=1)
        cross_mk = scale[0] * scale[1] * weight_mk
        ratio_mk = cross_mk / diagonal_m[:, None]
        schur_kk = np.diag(1 + scale[1] ** 2 * weight_mk.sum(axis=0)) - cross_mk.T @ ratio_mk
        factor_kk = np.linalg.cholesky(schur_kk)
        logdet = np.log(diagonal_m).sum() + 2 * np.log(np.diag(factor_kk)).sum()
        return cls(diagonal_m, ratio_mk, factor_kk, float(logdet))

    def solve(self, right_v: Numbers) -> Numbers:
        """H^-1 times one or several right sides, (levels,) or (levels, columns)."""
        m = self.diagonal_m.size
        upper, lower = right_v[:m], right_v[m:]
        inner = linalg.cho_solve((self.factor_kk, True), lower - self.ratio_mk.T @ upper)
        diagonal = self.diagonal_m if right_v.ndim == 1 else self.diagonal_m[:, None]
        return np.concatenate([upper / diagonal - self.ratio_mk @ inner, inner])

    def inverse_entries(self) -> tuple[Numbers, Numbers, Numbers]:
        """Of H^-1: the diagonal of each factor, (outer,) and (inner,), and the block between."""
        inner_kk = linalg.cho_solve((self.factor_kk, True), np.eye(self.factor_kk.shape[0]))
        between_mk = -self.ratio_mk @ inner_kk
        outer_m = 1 / self.diagonal_m - np.sum(between_mk * self.ratio_mk, axis=1)
        return outer_m, np.diag(inner_kk), between_mk
