"""Tables with what the rules look at, and the evidence around them."""

import numpy as np

from generator.evaluation.ecg_set import REAL, SYNTHETIC
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import Feature, FeatureTable
from tests.generator.evaluation.ecg_sets import a_set

NAMES = ("rmssd_ms", "rr_mean_ms", "p_present", "f_wave_v1_mv")


def a_table(rmssd_ms, p_present, f_wave_mv=None):
    """A heart that beats once a second."""
    f_waves = np.zeros(len(rmssd_ms)) if f_wave_mv is None else f_wave_mv
    values_nf = np.column_stack([rmssd_ms, np.full(len(rmssd_ms), 1000.0), p_present, f_waves])
    features = tuple(
        Feature(name=name, title=name, unit="", meaning="", method="") for name in NAMES
    )
    reasons = tuple(
        {name: "not there" for name, value in zip(NAMES, row, strict=True) if np.isnan(value)}
        for row in values_nf
    )
    return FeatureTable(features=features, values_nf=values_nf, reasons=reasons)


def plain_table(count, *, seed=0, of_af=slice(1, None, 2)):
    """Of records in turn SR and AF, as they should be; other records of ``of_af`` look like AF."""
    stream = np.random.default_rng(seed)
    rmssd_ms, p_present = stream.uniform(10, 60, count), np.ones(count)
    rmssd_ms[of_af] += 200
    p_present[of_af] = 0
    f_wave_mv = np.where(p_present == 0, 0.05, 0.01) + stream.uniform(0, 0.005, count)
    return a_table(rmssd_ms, p_present, f_wave_mv)


def evidence_of(real=16, synthetic=12, **changed):
    """Features as they should be; the signals are noise."""
    return Evidence(
        **{
            "real": a_set(count=real, origin=REAL),
            "synthetic": a_set(count=synthetic, origin=SYNTHETIC),
            "real_features": plain_table(real, seed=1),
            "synthetic_features": plain_table(synthetic, seed=2),
            "replicates": 60,
        }
        | changed
    )
