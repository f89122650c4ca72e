"""A training set small enough for a test: bumps at the beats, two rhythms, 200 samples."""

import json

import numpy as np

from generator.config import EdmConfig, ModelConfig, NetworkConfig
from generator.leads import MODELLED_LEADS

LABELS = ["SR", "AF", "normal"]
MODEL = ModelConfig(
    network=NetworkConfig(
        labels=3,
        length=200,
        patch=4,
        beat_channels=4,
        width=8,
        skip_width=8,
        blocks=2,
        state_size=4,
        label_width=4,
        step_width_in=8,
        step_width_mid=8,
        step_width_out=8,
    ),
    label_names=tuple(LABELS),
    edm=EdmConfig(unit_mv=(0.2,) * 8),
    rhythms={"AF": (1,), "SR": (0, 2)},
)


def write_tiny_set(folder, count=40):
    """``count`` records, every second in AF; of each eight, one is valid and one test."""
    stream = np.random.default_rng(2)
    signals = np.zeros((count, 8, 200), dtype=np.int16)
    beats = np.full((count, 40), np.nan, dtype=np.float32)
    for index in range(count):
        spread = 1 + 8 * (index % 2)
        times = 8 + np.arange(6) * 32 + stream.uniform(-spread, spread, 6)
        beats[index, :6] = times
        bumps = np.exp(-0.5 * ((np.arange(200)[:, None] - times) / 2) ** 2).sum(axis=1)
        signals[index] = 600 * np.linspace(0.4, 1.2, 8)[:, None] * bumps
    labels = np.zeros((count, 3), dtype=np.uint8)
    labels[0::2, 0] = labels[0::2, 2] = labels[1::2, 1] = 1
    splits = np.array([0, 0, 0, 0, 0, 0, 1, 2] * (count // 8), dtype=np.uint8)
    folder.mkdir()
    for name, array in [
        ("signals", signals),
        ("labels", labels),
        ("splits", splits),
        ("beats", beats),
    ]:
        np.save(folder / f"{name}.npy", array)
    facts = {
        "format": "ecg-training-set",
        "version": 1,
        "labels": LABELS,
        "leads": list(MODELLED_LEADS),
        "rate_hz": 100.0,
        "unit": "uV",
        "length": 200,
    }
    (folder / "set.json").write_text(json.dumps(facts))
    return folder
