"""Small sets of ECGs, made of the plainest recordings."""

from pathlib import Path

import numpy as np

from generator.batch import write_batch
from generator.evaluation.ecg_set import SAMPLES, SYNTHETIC, UNKNOWN, EcgSet
from tests.generator.recordings import recording


def a_set(count=4, **changed) -> EcgSet:
    """Records of noise in turn SR and AF, each of a patient of its own."""
    stream = np.random.default_rng(3)
    fields = {
        "origin": SYNTHETIC,
        "source": "made up",
        "signals_mv_nlt": stream.standard_normal((count, 12, SAMPLES)),
        "rhythms": tuple("SR" if index % 2 == 0 else "AF" for index in range(count)),
        "patients": tuple(f"p{index}" for index in range(count)),
        "names": tuple(f"r{index}" for index in range(count)),
        "sha256": ("",) * count,
        "splits": (UNKNOWN,) * count,
        "beats_s": (np.array([1.0, 2.0, 3.0]),) * count,
        "faults": ("",) * count,
    }
    return EcgSet(**(fields | changed))


def write_plain_batch(folder: Path, rhythms=("SR", "AF"), **changed) -> Path:
    """A batch of plain recordings at 100 Hz; a record's condition tells its first two beats."""
    signal_uv_lt = np.rint(recording(rate_hz=100).signal_mv_lt * 1000).astype(np.int16)
    # One microvolt apart, so that no two records have the same digest
    signals_uv = [signal_uv_lt + np.int16(index) for index in range(len(rhythms))]
    facts = {
        "signals_uv": signals_uv,
        "rate_hz": 100.0,
        "generator_version": "1",
        "checkpoint_sha256": None,
        "sampler": {"name": "none"},
        "source": "plain",
        "licence": "CC0-1.0",
        "records": [
            {"seed": 1, "rhythm": rhythm, "condition": {"beats_s": [0.5, 1.3]}}
            for rhythm in rhythms
        ],
    }
    write_batch(folder, **(facts | changed))
    return folder
