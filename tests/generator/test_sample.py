"""From a checkpoint to a batch: the same seed, the same ECGs, however they are drawn."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator import sample as sample_module
from generator.batch import LEAD_ORDER
from generator.checkpoint import CheckpointError, save_checkpoint
from generator.finished import OtherJobError
from generator.network import DiffusionNetwork
from generator.record_sampler import UnknownRhythmError
from generator.sample import SampleJob, sample
from reviewapp.ecg.batch_files import read_batch
from reviewapp.ecg.pool_input import read_pool_input
from reviewapp.ecg.record import Recording
from tests.generator.tiny import BEATS_CONFIG, CONFIG, tiny_network


@pytest.fixture
def job(tmp_path):
    checkpoint = tmp_path / "tiny.safetensors"
    save_checkpoint(checkpoint, tiny_network(), CONFIG)
    return SampleJob(
        checkpoint=checkpoint, rhythm="AF", count=5, seed=7, out=tmp_path / "batch", steps=3
    )


def signals(job):
    return np.load(job.out / "signals.npy").astype(int)


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


@pytest.fixture
def interrupted(job, monkeypatch):
    """The job, stopped by Ctrl-C after its first two batches of one record."""
    with monkeypatch.context() as patch:
        draw = sample_module.RecordSampler.__call__

        def draw_two(self, indices):
            if indices[0] == 2:
                raise KeyboardInterrupt
            return draw(self, indices)

        patch.setattr(sample_module.RecordSampler, "__call__", draw_two)
        with pytest.raises(KeyboardInterrupt):
            sample(replace(job, batch_size=1))
    return job


def test_the_batch_says_how_each_record_was_made(job):
    assert sample(job) == 5
    told = manifest(job.out)
    assert signals(job).shape == (5, 12, 40)
    assert tuple(told["lead_order"]) == LEAD_ORDER
    assert told["sampler"] == {
        "name": "dpm-solver-2m",
        "steps": 3,
        "beats": True,
        "precision": "float32",
    }
    assert len(told["checkpoint_sha256"]) == 64
    assert told["records"][3]["seed"] == 7
    assert told["records"][3]["condition"] == {"rhythm": "AF", "labels": [2], "record": 3}


def test_the_app_takes_every_record(job, tmp_path):
    """Ten seconds of them, of a network of which only the length differs."""
    config = replace(CONFIG, network=replace(CONFIG.network, length=1000))
    network = DiffusionNetwork(config.network)
    save_checkpoint(job.checkpoint, network, config)
    sample(replace(job, rhythm="SR"))
    taken = list(read_batch(job.out))
    assert all(isinstance(record, Recording) for record in taken), taken
    assert [record.rhythm for record in taken] == ["SR"] * 5


def test_the_same_seed_gives_the_same_ecgs_whatever_the_batch_size_and_the_shard(job, tmp_path):
    sample(job)
    whole = signals(job)
    for shard in (0, 1):
        part = replace(job, shard=shard, n_shards=2, batch_size=2, out=tmp_path / f"part-{shard}")
        sample(part)
        assert np.abs(signals(part) - whole[shard::2]).max() <= 1


def test_nothing_but_the_batch_is_left_over(job, tmp_path):
    sample(job)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "batch",
        "tiny.json",
        "tiny.safetensors",
    ]


def test_bfloat16_draws_nearly_the_same_and_the_manifest_says_so(job, tmp_path):
    sample(job)
    rough = replace(job, precision="bf16", out=tmp_path / "rough")
    sample(rough)
    assert manifest(rough.out)["sampler"]["precision"] == "bf16"
    difference_uv = np.abs(signals(rough) - signals(job))
    assert difference_uv.max() > 0
    assert difference_uv.mean() < 0.05 * np.abs(signals(job)).mean()


def test_by_label_only_no_beats_are_told(job, tmp_path):
    save_checkpoint(job.checkpoint, tiny_network(BEATS_CONFIG), BEATS_CONFIG)
    sample(job)
    untold = replace(job, beats=False, out=tmp_path / "untold")
    sample(untold)
    assert manifest(job.out)["records"][0]["condition"]["beats_s"]
    assert manifest(untold.out)["records"][0]["condition"]["beats_s"] == []
    assert not np.array_equal(signals(job), signals(untold))


def test_ctrl_c_leaves_a_valid_batch_of_what_is_finished(interrupted):
    told = manifest(interrupted.partial_batch)
    assert told["n_records"] == 2
    assert not interrupted.out.exists()


def test_an_interrupted_job_goes_on_to_the_batch_of_an_unbroken_one(interrupted, tmp_path):
    finished = np.load(interrupted.partial_batch / "signals.npy")
    sample(interrupted)
    unbroken = replace(interrupted, out=tmp_path / "unbroken")
    sample(unbroken)
    assert np.abs(signals(interrupted) - signals(unbroken)).max() <= 1
    assert np.array_equal(signals(interrupted)[:2], finished)


def test_the_finished_records_of_another_seed_are_not_mixed_in(interrupted):
    with pytest.raises(OtherJobError, match="seed"):
        sample(replace(interrupted, seed=8))


def test_a_batch_is_never_overwritten(job):
    job.out.mkdir()
    with pytest.raises(FileExistsError, match="never overwritten"):
        sample(job)


def test_a_rhythm_unknown_to_the_checkpoint_leaves_nothing_behind(job):
    with pytest.raises(UnknownRhythmError, match="PACE"):
        sample(replace(job, rhythm="PACE"))
    assert not job.work_folder.exists()


def test_a_file_that_is_no_checkpoint_is_refused(job):
    job.checkpoint.write_bytes(b"not a checkpoint")
    with pytest.raises(CheckpointError):
        sample(job)


def test_the_batch_comes_as_wfdb_too_and_stays_as_the_app_takes_it(job, tmp_path):
    config = replace(CONFIG, network=replace(CONFIG.network, length=1000))
    save_checkpoint(job.checkpoint, DiffusionNetwork(config.network), config)
    sample(replace(job, wfdb=True))
    (batch, beside) = (list(read_pool_input(tmp_path / name)) for name in ("batch", "batch-wfdb"))
    for one, other in zip(batch, beside, strict=True):
        assert np.array_equal(one.signal_uv, other.signal_uv)


def test_a_wfdb_folder_that_is_there_is_noticed_before_anything_is_drawn(job, tmp_path):
    (tmp_path / "batch-wfdb").mkdir()
    with pytest.raises(FileExistsError, match="batch-wfdb"):
        sample(replace(job, wfdb=True))
    assert not job.work_folder.exists()


def test_without_ray_its_engine_says_what_to_install(job, monkeypatch):
    monkeypatch.delitem(sys.modules, "generator.ray_engine", raising=False)
    monkeypatch.delattr("generator.ray_engine", raising=False)
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ValueError, match=r"pip install 'ecg-blind-review\[scale\]'"):
        sample(replace(job, engine="ray"))


@pytest.mark.parametrize(
    "changed", [{"engine": "slurm"}, {"workers": 2}, {"engine": "ray", "workers": 0}]
)
def test_an_engine_or_workers_that_make_no_sense_are_refused(job, changed):
    with pytest.raises(ValueError, match=r"no engine 'slurm'|only the engine ray"):
        replace(job, **changed)


@pytest.mark.parametrize("changed", [{"count": 0}, {"batch_size": 0}, {"seed": -1}])
def test_numbers_that_make_no_sense_are_refused(job, changed):
    with pytest.raises(ValueError, match="or more"):
        replace(job, **changed)
