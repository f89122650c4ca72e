"""A table of features: one row a record, one column a feature, every gap with its reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A line of the codebook."""

    name: str
    """With its unit, as ``pr_ms``."""
    title: str
    unit: str
    meaning: str
    method: str
    """How it is measured, with library and source."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FeatureTable:
    """``values_nf`` is record x feature, NaN exactly where ``reasons`` names the feature."""

    features: tuple[Feature, ...]
    values_nf: NDArray[np.float64]
    reasons: tuple[Mapping[str, str], ...]
    """For each record why a feature, by name, is missing."""

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.values_nf)

    @property
    def names(self) -> tuple[str, ...]:
        """The features by name."""
        return tuple(feature.name for feature in self.features)

    def column(self, name: str) -> NDArray[np.float64]:
        """One feature of all records, NaN where it is missing. Raises ValueError for another."""
        if name not in self.names:
            raise ValueError(f"no feature '{name}'; there are {', '.join(self.names)}")
        return np.asarray(self.values_nf[:, self.names.index(name)])

    def take(self, indices: Sequence[int] | NDArray[np.int64]) -> "FeatureTable":
        """The records ``indices``, in that order."""
        order = [int(index) for index in indices]
        reasons = tuple(self.reasons[index] for index in order)
        return replace(self, values_nf=self.values_nf[order], reasons=reasons)

    def missing(self) -> Counter[tuple[str, str]]:
        """How often each feature is missing for each reason, by (feature, reason)."""
        return Counter(pair for reasons in self.reasons for pair in reasons.items())
