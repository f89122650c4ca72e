"""Records of two rhythms that a feature, or the pace of a wave, tells apart."""

import numpy as np

from generator.evaluation.ecg_set import REAL, SYNTHETIC, UNKNOWN
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import Feature, FeatureTable
from generator.evaluation.utility.labelled import Labelled
from tests.generator.evaluation.ecg_sets import a_set

FEATURES = ("rmssd_ms", "p_likeness", "noise")


def side(count=24, *, seed=0, prefix="p", apart=3.0, positive_share=0.5, held_out=()):
    """``apart``: by how many deviations the first two features differ; the signals by pace."""
    stream = np.random.default_rng(seed)
    positive_n = np.arange(count) < round(positive_share * count)
    values_nf = stream.standard_normal((count, 3))
    values_nf[positive_n, :2] += apart
    hz_n = np.where(positive_n, 6.0, 2.0)
    wave_nt = np.sin(2 * np.pi * hz_n[:, None] * np.arange(1000) / 100 + stream.uniform(0, 6))
    signals_nlt = np.repeat(wave_nt[:, None], 8, axis=1) + 0.1 * stream.standard_normal(
        (count, 8, 1000)
    )
    return Labelled(
        feature_names=FEATURES,
        values_nf=values_nf,
        signals_mv_nlt=signals_nlt.astype(np.float32),
        positive_n=positive_n,
        patients_n=np.array([f"{prefix}{index}" for index in range(count)]),
        held_out_n=np.isin(np.arange(count), held_out),
    )


def evidence_of(real=30, synthetic=24, **changed):
    """Both sides with the features of :func:`side`; the signals are noise."""
    return Evidence(
        **{
            "real": _ecgs(real, "p", REAL, changed.pop("splits", None)),
            "synthetic": _ecgs(synthetic, "s", SYNTHETIC, None),
            "real_features": _table(real, seed=1),
            "synthetic_features": _table(synthetic, seed=2),
            "replicates": 60,
        }
        | changed
    )


def _ecgs(count, prefix, origin, splits):
    return a_set(
        count=count,
        origin=origin,
        rhythms=tuple("AF" if positive else "SR" for positive in side(count).positive_n),
        patients=tuple(f"{prefix}{index}" for index in range(count)),
        splits=splits or (UNKNOWN,) * count,
    )


def _table(count, seed):
    features = tuple(
        Feature(name=name, title=name, unit="", meaning="", method="") for name in FEATURES
    )
    values_nf = side(count, seed=seed).values_nf
    return FeatureTable(features=features, values_nf=values_nf, reasons=({},) * count)
