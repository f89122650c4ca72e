"""A batch is written whole or not at all."""

import hashlib
import json

import numpy as np
import pytest

from generator import batch as batch_module
from generator.batch import LEAD_ORDER, write_batch

SIGNALS_UV = np.arange(2 * 12 * 1000, dtype=np.int16).reshape(2, 12, 1000)
RECORD = {"seed": 1, "rhythm": "SR", "condition": {"sr": 1}}


def write(folder, **changed):
    stated = {
        "signals_uv": SIGNALS_UV,
        "rate_hz": 100.0,
        "generator_version": "0.1",
        "checkpoint_sha256": None,
        "sampler": {"name": "ddim"},
        "source": "s",
        "licence": "l",
        "records": [RECORD, RECORD],
    }
    write_batch(folder, **{**stated, **changed})


def test_the_manifest_says_what_the_contract_asks(tmp_path):
    write(tmp_path / "b")
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text())
    assert (manifest["format"], manifest["version"], manifest["unit"]) == ("ecg-batch", 1, "uV")
    assert tuple(manifest["lead_order"]) == LEAD_ORDER
    assert (manifest["n_records"], manifest["samples"]) == (2, 1000)
    assert manifest["records"][1]["sha256"] == hashlib.sha256(SIGNALS_UV[1].tobytes()).hexdigest()
    assert np.array_equal(np.load(tmp_path / "b" / "signals.npy"), SIGNALS_UV)


@pytest.mark.parametrize(
    "changed",
    [
        {"signals_uv": SIGNALS_UV.astype(np.float32)},
        {"signals_uv": SIGNALS_UV[:, :8]},
        {"records": [RECORD]},
        {"records": [RECORD, {"seed": 1}]},
        {"sampler": {}},
        {"rate_hz": float("nan")},
    ],
)
def test_what_does_not_fit_together_leaves_nothing(tmp_path, changed):
    with pytest.raises(ValueError):  # noqa: PT011
        write(tmp_path / "b", **changed)
    assert not list(tmp_path.iterdir())


def test_a_batch_is_never_overwritten(tmp_path):
    write(tmp_path / "b")
    with pytest.raises(FileExistsError):
        write(tmp_path / "b")


def test_a_crash_while_writing_leaves_nothing(tmp_path, monkeypatch):
    def full_disk(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(batch_module.os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        write(tmp_path / "b")
    assert not list(tmp_path.iterdir())
