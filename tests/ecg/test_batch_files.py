"""Batches: what the generator's side writes, the app's side reads."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from generator.batch import write_batch
from reviewapp.ecg.batch_files import read_batch
from reviewapp.ecg.record import Refusal
from reviewapp.ecg.refusals import PoolInputError
from tests.ecg.simple_ecgs import simple_ecg_uv


def batch(folder: Path, count: int = 3, **how: float) -> Path:
    signals_uv = np.stack([simple_ecg_uv(seed=s, **{"rate_hz": 100, **how}) for s in range(count)])
    write_batch(
        folder / "batch",
        signals_uv=signals_uv,
        rate_hz=100.0,
        generator_version="0.1",
        checkpoint_sha256="ab" * 32,
        sampler={"name": "ddim", "steps": 50},
        source="Test generator",
        licence="CC0-1.0",
        records=[{"seed": 7 + s, "rhythm": "AF", "condition": {"af": 1}} for s in range(count)],
    )
    return folder / "batch"


def change(folder: Path, **changed: object) -> Path:
    manifest = json.loads((folder / "manifest.json").read_text())
    kept = {name: value for name, value in {**manifest, **changed}.items() if value is not ...}
    (folder / "manifest.json").write_text(json.dumps(kept))
    return folder


def test_a_batch_round_trips(tmp_path):
    readings = list(read_batch(batch(tmp_path)))
    manifest = tmp_path / "batch" / "manifest.json"
    assert [reading.name for reading in readings] == ["batch[0]", "batch[1]", "batch[2]"]
    assert np.array_equal(readings[2].signal_uv, simple_ecg_uv(seed=2, rate_hz=100))
    assert {reading.origin for reading in readings} == {"synthetic"}
    assert readings[2].detail == {
        "generator": "ecg-blind-review generator",
        "generator_version": "0.1",
        "checkpoint_sha256": "ab" * 32,
        "sampler": {"name": "ddim", "steps": 50},
        "seed": 9,
        "condition": {"af": 1},
        "manifest_sha256": hashlib.sha256(manifest.read_bytes()).hexdigest(),
        "signal_sha256": readings[2].sha256,
    }


def test_a_record_that_was_changed_is_refused_and_the_rest_taken(tmp_path):
    folder = batch(tmp_path)
    signals = np.load(folder / "signals.npy")
    signals[1, 0, 0] += 1
    np.save(folder / "signals.npy", signals)
    readings = list(read_batch(folder))
    assert isinstance(readings[1], Refusal)
    assert readings[1].code == "checksum"
    assert [reading.name for reading in readings if reading is not readings[1]] == [
        "batch[0]",
        "batch[2]",
    ]


def test_a_longer_record_is_cut_after_its_checksum(tmp_path):
    readings = list(read_batch(batch(tmp_path, duration_s=11)))
    assert {reading.cut for reading in readings} == {"first 10 s of 11 s"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"format": "other"}, "'format' is 'other'"),
        ({"version": 2}, "this release reads version 1"),
        ({"unit": "mV"}, "'unit' is 'mV'"),
        ({"lead_order": ["II", "I"]}, "lead_order"),
        ({"lead_order": ...}, "lead_order"),
        ({"rate_hz": "100"}, "rate_hz"),
        ({"rate_hz": 1e400}, "no JSON number|rate_hz"),
        ({"samples": 999}, "shape"),
        ({"n_records": 4}, "records"),
        ({"records": []}, "records"),
        ({"records": [{"index": 0}]}, r"records\[0\].*'seed' is missing"),
        ({"checkpoint_sha256": "abc"}, "checkpoint_sha256"),
        ({"generator": {"name": "x"}}, "version"),
        ({"sampler": {}}, "'name' is missing"),
        ({"licence": " "}, "licence"),
    ],
)
def test_a_manifest_that_does_not_hold_is_refused_whole(tmp_path, changed, message):
    with pytest.raises(PoolInputError, match=message):
        list(read_batch(change(batch(tmp_path), **changed)))


def test_a_simulator_has_no_checkpoint(tmp_path):
    (first, *_) = read_batch(change(batch(tmp_path), checkpoint_sha256=None))
    assert first.detail["checkpoint_sha256"] == ""


@pytest.mark.parametrize("dtype", ["float32", "int32", ">i2"])
def test_signals_of_another_type_are_refused_whole(tmp_path, dtype):
    folder = batch(tmp_path)
    np.save(folder / "signals.npy", np.load(folder / "signals.npy").astype(dtype))
    with pytest.raises(PoolInputError, match="int16"):
        list(read_batch(folder))


def test_missing_signals_are_refused_whole(tmp_path):
    folder = batch(tmp_path)
    (folder / "signals.npy").unlink()
    with pytest.raises(PoolInputError, match=r"signals\.npy"):
        list(read_batch(folder))
