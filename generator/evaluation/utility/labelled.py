"""The records of two rhythms as classifiers take them: features, signals, labels, patients.

Shape legend: ``_n`` record, ``_f`` feature, ``_l`` lead, ``_t`` time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import HELD_OUT, TRAIN, EcgSet
from generator.evaluation.feature_table import FeatureTable
from generator.leads import MODELLED_LEADS, TWELVE_LEADS

_MODELLED = [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]


@dataclass(frozen=True, kw_only=True, eq=False)
class Labelled:
    """Records of two rhythms. ``values_nf`` is NaN where a feature could not be measured."""

    feature_names: tuple[str, ...]
    values_nf: NDArray[np.float64]
    signals_mv_nlt: NDArray[np.float32]
    """The eight independent leads (n, 8, 1000): the other four are sums of them."""
    positive_n: NDArray[np.bool_]
    """Whether the record shows the second rhythm, AF."""
    patients_n: NDArray[np.str_]
    held_out_n: NDArray[np.bool_]
    """Whether the generator never learnt from the record."""

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.positive_n)

    def take(self, indices_n: NDArray[np.int64] | NDArray[np.bool_]) -> "Labelled":
        """The records at these indices, or where the mask is true."""
        return Labelled(
            feature_names=self.feature_names,
            values_nf=self.values_nf[indices_n],
            signals_mv_nlt=self.signals_mv_nlt[indices_n],
            positive_n=self.positive_n[indices_n],
            patients_n=self.patients_n[indices_n],
            held_out_n=self.held_out_n[indices_n],
        )

    def with_features(self, names: Sequence[str]) -> "Labelled":
        """The same records with only these features. Raises ValueError for an unknown name."""
        columns = [self.feature_names.index(name) for name in names]
        return Labelled(
            feature_names=tuple(names),
            values_nf=self.values_nf[:, columns],
            signals_mv_nlt=self.signals_mv_nlt,
            positive_n=self.positive_n,
            patients_n=self.patients_n,
            held_out_n=self.held_out_n,
        )

    def patients_of(self, positive: bool) -> list[str]:
        """Who has a record of that rhythm, each once, in the order of the alphabet."""
        return sorted(set(self.patients_n[self.positive_n == positive].tolist()))

    @property
    def fewest_patients(self) -> int:
        """The patients with the rhythm that fewer have."""
        return min(len(self.patients_of(True)), len(self.patients_of(False)))


def labelled(ecgs: EcgSet, features: FeatureTable, rhythms: tuple[str, str]) -> Labelled:
    """The records of the two rhythms; the second is the positive one.

    Raises ValueError where the table is of other records.
    """
    if len(features) != len(ecgs):
        raise ValueError(f"{len(features)} rows of features for {len(ecgs)} records")
    kept = np.flatnonzero(np.isin(np.array(ecgs.rhythms), rhythms))
    return Labelled(
        feature_names=features.names,
        values_nf=features.values_nf[kept],
        signals_mv_nlt=ecgs.signals_mv_nlt[kept][:, _MODELLED].astype(np.float32),
        positive_n=np.array(ecgs.rhythms)[kept] == rhythms[1],
        patients_n=np.array(ecgs.patients, dtype=np.str_)[kept],
        held_out_n=np.array(ecgs.splits)[kept] == HELD_OUT,
    )


def knows_what_was_learnt(ecgs: EcgSet) -> bool:
    """Whether the records are told apart that the generator learnt from."""
    return TRAIN in ecgs.splits or HELD_OUT in ecgs.splits


def joined(first: Labelled, second: Labelled) -> Labelled:
    """The records of both. Raises ValueError where their features are not the same."""
    if first.feature_names != second.feature_names:
        raise ValueError("the two sides do not have the same features")
    return Labelled(
        feature_names=first.feature_names,
        values_nf=np.concatenate([first.values_nf, second.values_nf]),
        signals_mv_nlt=np.concatenate([first.signals_mv_nlt, second.signals_mv_nlt]),
        positive_n=np.concatenate([first.positive_n, second.positive_n]),
        patients_n=np.concatenate([first.patients_n, second.patients_n]),
        held_out_n=np.concatenate([first.held_out_n, second.held_out_n]),
    )
