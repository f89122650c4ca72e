"""Evidence of two sets, with a small table of features that takes no time to measure."""

import numpy as np

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import Feature, FeatureTable

_FEATURES = tuple(
    Feature(name=name, title=title, unit=unit, meaning="for tests", method="for tests")
    for name, title, unit in (("hr_bpm", "Heart rate", "bpm"), ("sdnn_ms", "SDNN", "ms"))
)


def rhythm_table(ecgs: EcgSet) -> FeatureTable:
    """Heart rate and SDNN of the beats that the set tells."""
    intervals = [1000 * np.diff(beats_s) for beats_s in ecgs.beats_s]
    values = np.array([[60_000 / rr_ms.mean(), rr_ms.std(ddof=1)] for rr_ms in intervals])
    return FeatureTable(features=_FEATURES, values_nf=values, reasons=({},) * len(ecgs))


def evidence_of(real: EcgSet, synthetic: EcgSet) -> Evidence:
    """With few replicates."""
    return Evidence(
        real=real,
        synthetic=synthetic,
        real_features=rhythm_table(real),
        synthetic_features=rhythm_table(synthetic),
        replicates=40,
    )
