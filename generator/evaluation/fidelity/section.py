"""The section on fidelity: how closely the batch resembles real ECGs of the same rhythm."""

from typing import Final

import numpy as np

from generator.evaluation.evidence import Evidence
from generator.evaluation.fidelity.cohort import cohort_of
from generator.evaluation.fidelity.comparison import compare, replicates_of
from generator.evaluation.fidelity.embedding import DIMENSIONS, EMBEDDING, embed
from generator.evaluation.fidelity.embedding_part import embedding_part
from generator.evaluation.fidelity.feature_part import feature_part, trace_part
from generator.evaluation.fidelity.part import all_of
from generator.evaluation.fidelity.reader_part import reader_part
from generator.evaluation.fidelity.signal_part import signal_part
from generator.evaluation.fidelity.thresholds import NEIGHBOURS, SPLITS
from generator.evaluation.fidelity.traces import traces_of
from generator.evaluation.findings import Section

_SAYS: Final = (
    "Real and synthetic are compared within each rhythm, for a batch has other shares of rhythms "
    "than a database. Real records of two rhythms may come from different databases, devices and "
    "ages; their halves mix these alike, a batch need not, so part of a distance may be the "
    f"databases'. Each distance stands beside its floor: {SPLITS} random halvings of the real "
    "patients, at the same number of records on both sides; a check's value is the excess over "
    "95 % of these halves. "
    f"Embedding: {EMBEDDING}, {DIMENSIONS} fixed random projections of random convolution kernels "
    "(Dempster et al. 2020), nothing learnt, centred and scaled by the real records of the "
    "rhythm. Discrepancy: unbiased squared MMD (Gretton et al. 2012), Gaussian kernel, bandwidth "
    "the median distance of two real records. Fréchet distance between Gaussians (Dowson & Landau "
    "1982) with covariances shrunk after Ledoit & Wolf 2004, given as the root of the excess a "
    "dimension. Precision and recall after Kynkäänniemi et al. 2019, density and coverage after "
    f"Naeem et al. 2020, k = {NEIGHBOURS}. Machine readers are cross-validated by patient, each "
    "origin weighing the same within a rhythm."
)


def fidelity_section(evidence: Evidence) -> Section:
    """Features, traces, embedding, signals and machine readers; the same for the same evidence."""
    cohorts = [
        cohort_of(evidence.real, evidence.synthetic, rhythm, seed=evidence.seed)
        for rhythm in evidence.rhythms
    ]
    stream = np.random.default_rng([evidence.seed, 5])
    replicates = [
        replicates_of(cohort, count=evidence.replicates, stream=stream) for cohort in cohorts
    ]
    tables = {
        "features": (evidence.real_features, evidence.synthetic_features),
        "traces": (traces_of(evidence.real), traces_of(evidence.synthetic)),
    }
    compared = {
        kind: [
            compare(cohort, *pair, drawn) for cohort, drawn in zip(cohorts, replicates, strict=True)
        ]
        for kind, pair in tables.items()
    }
    signals = (evidence.real.signals_mv_nlt, evidence.synthetic.signals_mv_nlt)
    embedded_nd = np.concatenate([embed(each) for each in signals])
    found = all_of(
        (
            feature_part(cohorts, compared["features"]),
            trace_part(cohorts, compared["traces"]),
            embedding_part(evidence, cohorts, embedded_nd),
            signal_part(evidence, cohorts),
            reader_part(evidence, cohorts, tables, embedded_nd, replicates),
        )
    )
    return Section(
        name="fidelity",
        title="Fidelity: do they look like real ECGs?",
        says=_SAYS,
        checks=found.checks,
        tables=found.tables,
        pictures=found.pictures,
        flagged=found.flagged,
    )
