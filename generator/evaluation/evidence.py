"""What every part of an evaluation is given."""

from dataclasses import dataclass
from pathlib import Path

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.feature_table import FeatureTable


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Both sides with their features, and how the numbers are to be drawn."""

    real: EcgSet
    synthetic: EcgSet
    real_features: FeatureTable
    synthetic_features: FeatureTable
    training: EcgSet | None = None
    """All that the generator learnt from (TRAIN) and what was kept from it (HELD_OUT), where its
    training set is at hand; else the splits of ``real`` are all that is known."""
    rhythms: tuple[str, str] = ("SR", "AF")
    """The two rhythms that are told apart; the second is the positive one."""
    checkpoint: Path | None = None
    """What drew the batch, where it is at hand."""
    reference_checkpoint: Path | None = None
    """Another model that never saw the training records, for the membership test."""
    seed: int = 1
    replicates: int = 1000
    """Of each bootstrap."""
    workers: int = 2
