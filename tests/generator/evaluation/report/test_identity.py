"""The facts by which two reports can be set side by side."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from generator.batch_folder import BatchError
from generator.evaluation.ecg_set import HELD_OUT, TRAIN
from generator.evaluation.report.identity import (
    SOFTWARE,
    code_version,
    identity_of,
    model_file,
    records_sha256,
    side_of,
    software,
)
from tests.generator.evaluation.ecg_sets import a_set, write_plain_batch


def test_a_batch_is_known_by_its_manifest(tmp_path):
    folder = write_plain_batch(tmp_path / "drawn", checkpoint_sha256="a" * 64)
    found = identity_of(folder)
    manifest = (folder / "manifest.json").read_bytes()
    assert found.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    assert (found.folder, found.kind, found.records, found.source) == ("drawn", "batch", 2, "plain")
    assert (found.checkpoint_sha256, found.sampler) == ("a" * 64, '{"name": "none"}')
    assert found.generator == "ecg-blind-review generator 1"


def test_arrays_are_known_by_their_declaration(tmp_path):
    (tmp_path / "ecgs.json").write_text("{}")
    found = identity_of(tmp_path)
    assert (found.kind, found.records) == ("arrays", None)
    assert found.manifest_sha256 == hashlib.sha256(b"{}").hexdigest()


def test_a_folder_of_neither_and_a_broken_batch_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"holds neither manifest\.json .* nor ecgs\.json"):
        identity_of(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(BatchError, match="is no manifest of a batch"):
        identity_of(tmp_path)


def test_a_side_counts_rhythms_patients_splits_and_faults():
    ecgs = a_set(4, faults=("", "flat", "", "flat"), splits=(TRAIN, TRAIN, HELD_OUT, TRAIN))
    side = side_of(ecgs, {"too short": 3})
    assert (side.records, side.patients, side.by_rhythm) == (4, 4, {"AF": 2, "SR": 2})
    assert (side.faulty, side.refused) == ({"flat": 2}, {"too short": 3})
    assert side.by_split == {"held out": 1, "train": 3}
    assert side_of(a_set(), {}).by_split == {}


def test_the_hash_of_records_knows_content_and_not_order():
    ecgs = a_set(4)
    other = a_set(4, signals_mv_nlt=np.flip(ecgs.signals_mv_nlt, axis=0))
    assert records_sha256(ecgs.take([2, 0, 3, 1])) == records_sha256(ecgs)
    changed = [
        ecgs.take([0, 1, 2]),
        other,
        replace(ecgs, rhythms=("AF",) * 4),
        replace(ecgs, names=("x", *ecgs.names[1:])),
        replace(ecgs, patients=("p0",) * 4),
    ]
    assert len({records_sha256(each) for each in (ecgs, *changed)}) == 6


def test_a_checkpoint_is_known_by_name_and_hash(tmp_path):
    (tmp_path / "a.safetensors").write_bytes(b"x")
    found = model_file(tmp_path / "a.safetensors")
    assert (found.name, found.sha256) == ("a.safetensors", hashlib.sha256(b"x").hexdigest())
    assert model_file(None) is None


def test_versions_of_everything_are_told():
    assert set(software()) == {"python", *SOFTWARE}
    assert software()["numpy"] == np.__version__
    project, _, digest = code_version().partition("+")
    assert project
    assert len(digest) == 12
    json.dumps(software())
