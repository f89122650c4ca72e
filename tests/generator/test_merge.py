"""The shards of a job make the batch that the job makes without shards."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.__main__ import main
from generator.batch import write_batch
from generator.batch_folder import BatchError
from generator.checkpoint import save_checkpoint
from generator.merge import MergeError, merge
from generator.sample import SampleJob, sample
from tests.generator.tiny import CONFIG, tiny_network

SIGNALS_UV = np.arange(7 * 12 * 5, dtype=np.int16).reshape(7, 12, 5)


def write(folder, records, **changed):
    """A batch of ``records`` of a job of seven."""
    stated = {
        "signals_uv": SIGNALS_UV[list(records)],
        "rate_hz": 100.0,
        "generator_version": "0.1",
        "checkpoint_sha256": "ab" * 32,
        "sampler": {"name": "ddim", "steps": 3},
        "source": "s",
        "licence": "l",
        "job": {"rhythm": "AF", "seed": 7, "count": 7},
        "records": [
            {"seed": 7, "rhythm": "AF", "condition": {"record": index}} for index in records
        ],
    }
    write_batch(folder, **{**stated, **changed})
    return folder


@pytest.fixture
def shards(tmp_path):
    return [write(tmp_path / f"shard-{shard}", range(shard, 7, 3)) for shard in range(3)]


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_shards_in_any_order_make_the_very_files_of_the_whole(shards, tmp_path):
    write(tmp_path / "whole", range(7))
    assert merge(tmp_path / "merged", [shards[2], shards[0], shards[1]]) == 7
    assert files(tmp_path / "merged") == files(tmp_path / "whole")


def test_drawn_shards_make_the_very_files_of_the_unsharded_run(tmp_path, capsys):
    """Drawn one by one: sums over another batch may round the last bit."""
    save_checkpoint(tmp_path / "tiny.safetensors", tiny_network(), CONFIG)
    job = SampleJob(
        checkpoint=tmp_path / "tiny.safetensors",
        **{"rhythm": "AF", "count": 5, "seed": 7, "steps": 3, "batch_size": 1},
        out=tmp_path / "whole",
    )
    sample(job)
    folders = [tmp_path / f"part-{shard}" for shard in (0, 1)]
    for shard, folder in enumerate(folders):
        sample(replace(job, out=folder, shard=shard, n_shards=2))
    assert main(["merge", str(tmp_path / "merged"), *map(str, folders)]) == 0
    assert capsys.readouterr().out == f"5 ECGs of 2 shards in {tmp_path / 'merged'}\n"
    assert files(tmp_path / "merged") == files(tmp_path / "whole")


def test_a_missing_shard_is_named(shards, tmp_path):
    with pytest.raises(MergeError, match=r"of 7 records 2 .*record 2, 5 \(shard 2/3\)"):
        merge(tmp_path / "merged", shards[:2])
    assert not (tmp_path / "merged").exists()


def test_missing_records_of_an_unfinished_shard_are_named(shards, tmp_path):
    unfinished = write(tmp_path / "unfinished", [0, 6])
    with pytest.raises(MergeError, match=r"1 are in none of the shards: record 3$"):
        merge(tmp_path / "merged", [unfinished, *shards[1:]])


def test_a_record_that_is_there_twice_is_refused_with_both_places(shards, tmp_path):
    with pytest.raises(MergeError, match=r"shard-1 and .*shard-1 both hold record 1, 4"):
        merge(tmp_path / "merged", [*shards, shards[1]])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"checkpoint_sha256": "cd" * 32}, "checkpoint_sha256"),
        ({"sampler": {"name": "ddim", "steps": 4}}, "sampler"),
        ({"job": {"rhythm": "AF", "seed": 8, "count": 7}}, "job"),
        ({"job": {"rhythm": "SR", "seed": 7, "count": 7}}, "job"),
        ({"rate_hz": 200.0}, "rate_hz"),
    ],
)
def test_a_shard_of_another_job_is_refused_by_the_field_that_differs(
    shards, tmp_path, changed, field
):
    other = write(tmp_path / "other", [2, 5], **changed)
    with pytest.raises(MergeError, match=rf"other is of another job than .*shard-0: its {field}"):
        merge(tmp_path / "merged", [*shards[:2], other])


def test_a_batch_of_no_job_is_refused(tmp_path):
    lone = write(tmp_path / "lone", range(7), job=None)
    with pytest.raises(MergeError, match="does not say of which job"):
        merge(tmp_path / "merged", [lone])


def test_a_damaged_signal_is_noticed_and_nothing_is_left(shards, tmp_path):
    signals = np.load(shards[1] / "signals.npy", mmap_mode="r+")
    signals[1, 3, 2] += 1
    signals.flush()
    with pytest.raises(BatchError, match=r"shard-1: the SHA-256 of record 1"):
        merge(tmp_path / "merged", shards)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shard-0", "shard-1", "shard-2"]


def test_what_cannot_be_merged_is_said_in_one_line(shards, tmp_path, capsys):
    shutil.rmtree(shards[0])
    assert main(["merge", str(tmp_path / "merged"), *map(str, shards)]) == 2
    assert "shard-0/manifest.json" in capsys.readouterr().err


def test_a_record_too_many_is_refused(shards, tmp_path):
    manifest = json.loads((shards[0] / "manifest.json").read_text())
    manifest["records"][2]["condition"]["record"] = 9
    manifest["job"]["count"] = 6
    (shards[0] / "manifest.json").write_text(json.dumps(manifest))
    for shard in shards[1:]:
        told = json.loads((shard / "manifest.json").read_text())
        told["job"]["count"] = 6
        (shard / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(MergeError, match="hold 7 records, their job has 6"):
        merge(tmp_path / "merged", shards)
