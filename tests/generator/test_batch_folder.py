"""A batch is read again as it was written, and what is none is refused."""

import json

import numpy as np
import pytest

from generator.batch import write_batch
from generator.batch_folder import BatchError, open_batch

SIGNALS_UV = np.arange(2 * 12 * 5, dtype=np.int16).reshape(2, 12, 5)


@pytest.fixture
def folder(tmp_path):
    record = {"seed": 1, "rhythm": "SR", "condition": {"record": 0}}
    stated = {"rate_hz": 100.0, "generator_version": "0.1", "checkpoint_sha256": None}
    write_batch(
        tmp_path / "b",
        signals_uv=SIGNALS_UV,
        records=[record, record],
        **{**stated, "sampler": {"name": "ddim"}, "source": "s", "licence": "l"},
    )
    return tmp_path / "b"


def test_signals_and_records_come_back(folder):
    batch = open_batch(folder)
    assert np.array_equal(batch.signal_uv(1), SIGNALS_UV[1])
    assert batch.records[1]["condition"] == {"record": 0}
    assert batch.head["sampler"] == {"name": "ddim"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("format", "other"), ("version", 2), ("lead_order", ["II", "I"]), ("samples", 6)],
)
def test_a_manifest_that_says_otherwise_is_refused(folder, field, value):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, field: value}))
    with pytest.raises(BatchError):
        open_batch(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"records": 3}', "\x00"])
def test_what_is_no_manifest_is_refused(folder, text):
    (folder / "manifest.json").write_text(text)
    with pytest.raises(BatchError, match="is no manifest of a batch"):
        open_batch(folder)


@pytest.mark.parametrize(
    "signals",
    [
        SIGNALS_UV.astype(np.int32),
        SIGNALS_UV[:1],
        SIGNALS_UV.astype(">i2"),
        np.asfortranarray(SIGNALS_UV),
    ],
)
def test_signals_of_another_type_shape_or_order_are_refused(folder, signals):
    np.save(folder / "signals.npy", signals)
    with pytest.raises(BatchError, match="not int16"):
        open_batch(folder)


def test_signals_that_are_no_array_are_refused(folder):
    (folder / "signals.npy").write_bytes(b"no array")
    with pytest.raises(BatchError, match=r"signals\.npy"):
        open_batch(folder)
