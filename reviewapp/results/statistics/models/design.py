"""The fixed effects of a model as columns of numbers, with names as R gives them.

Shape legend: ``_n`` rows, ``_p`` columns.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.results.statistics.coding import Codes, Numbers

INTERCEPT: Final = "(Intercept)"
COLLINEAR: Final = 1e-9
"""A column with less than this share of its length outside the earlier ones adds nothing."""


@dataclass(frozen=True)
class Factor:
    """A label for each row, coded 0.. in the order of ``levels``; the first is the reference."""

    codes_n: Codes
    levels: tuple[str, ...]

    @classmethod
    def of(cls, labels: Sequence[Hashable], *, reference: Hashable | None = None) -> "Factor":
        """The labels that occur, in order (numerically if they are numbers), reference first."""
        names = [str(label) for label in labels]
        ordered = sorted(set(names), key=_place_of_label)
        if reference is not None and str(reference) in ordered:
            ordered.remove(str(reference))
            ordered.insert(0, str(reference))
        place = {name: code for code, name in enumerate(ordered)}
        return cls(np.array([place[name] for name in names], dtype=np.int64), tuple(ordered))

    @property
    def size(self) -> int:
        """How many levels there are."""
        return len(self.levels)

    def kept(self, kept_n: NDArray[np.bool_]) -> "Factor":
        """The same factor on some rows only; levels without a row are dropped."""
        used, codes_n = np.unique(self.codes_n[kept_n], return_inverse=True)
        return Factor(codes_n.astype(np.int64), tuple(self.levels[code] for code in used))


Term = Mapping[str, Numbers]
"""The columns of one term by name, each (rows,)."""


def treatment(name: str, factor: Factor) -> Term:
    """A column for each level but the reference: 1 in its rows, named as in R, ``siteB``."""
    return {
        f"{name}{level}": (factor.codes_n == code).astype(np.float64)
        for code, level in enumerate(factor.levels)
        if code > 0
    }


def interaction(first: Term, second: Term) -> Term:
    """The products of the columns of two terms, named ``first:second``."""
    return {
        f"{one}:{other}": one_n * other_n
        for one, one_n in first.items()
        for other, other_n in second.items()
    }


@dataclass(frozen=True)
class Design:
    """The columns of a model, intercept first; those that follow from earlier ones are left out.

    ``terms`` names the term of each column, ``aliased`` the columns left out.
    """

    x_np: Numbers
    names: tuple[str, ...]
    terms: tuple[str, ...]
    aliased: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: int, terms: Mapping[str, Term]) -> "Design":
        """Intercept and terms. A column that earlier ones add up to is left out, as R does."""
        offered = [(INTERCEPT, INTERCEPT, np.ones(rows))]
        offered += [
            (term, name, np.asarray(column_n, dtype=np.float64))
            for term, columns in terms.items()
            for name, column_n in columns.items()
        ]
        kept: list[tuple[str, str, Numbers]] = []
        aliased: list[str] = []
        basis_np = np.empty((rows, 0))
        for term, name, column_n in offered:
            rest_n = column_n - basis_np @ (basis_np.T @ column_n)
            rest_n = rest_n - basis_np @ (basis_np.T @ rest_n)
            length = float(np.linalg.norm(rest_n))
            if length <= COLLINEAR * max(1.0, float(np.linalg.norm(column_n))):
                aliased.append(name)
                continue
            basis_np = np.column_stack([basis_np, rest_n / length])
            kept.append((term, name, column_n))
        return cls(
            np.column_stack([column_n for _, _, column_n in kept]) if kept else basis_np,
            tuple(name for _, name, _ in kept),
            tuple(term for term, _, _ in kept),
            tuple(aliased),
        )

    def without(self, *terms: str) -> "Design":
        """The same columns less those of ``terms``."""
        kept = [place for place, term in enumerate(self.terms) if term not in terms]
        return Design(
            self.x_np[:, kept],
            tuple(self.names[place] for place in kept),
            tuple(self.terms[place] for place in kept),
            self.aliased,
        )

    def orthonormal(self) -> tuple[Numbers, Numbers]:
        """Columns Q of mean square 1 and a triangle T with X = Q T: (rows, p) and (p, p)."""
        q_np, triangle_pp = np.linalg.qr(self.x_np)
        root = np.sqrt(self.x_np.shape[0])
        return q_np * root, triangle_pp / root


def _place_of_label(label: str) -> tuple[bool, float, str]:
    try:
        return False, float(label), label
    except ValueError:
        return True, 0.0, label
