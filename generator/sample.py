"""``python -m generator sample``: draw the records of one rhythm into a batch.

Finished records are kept in a work folder beside the batch until the batch is whole, so an
interrupted run goes on where it stopped.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from generator.batch import write_batch
from generator.checkpoint import load_checkpoint
from generator.finished import FinishedRecords
from generator.presample import draw_missing, shard_indices
from generator.record_sampler import RecordSampler


@dataclass(frozen=True, kw_only=True)
class SampleJob:
    """What is asked for on the command line."""

    checkpoint: Path
    rhythm: str
    count: int
    """Records of the whole job; a shard draws its part of them."""
    seed: int
    out: Path
    sampler: str = "dpm-solver-2m"
    steps: int = 25
    batch_size: int = 16
    shard: int = 0
    n_shards: int = 1
    device: str = "cpu"
    source: str = "SSSD-ECG, generated"
    licence: str = "not stated"

    def __post_init__(self) -> None:
        """Raise ValueError for a number that makes no sense."""
        if self.batch_size < 1 or self.count < 1 or self.seed < 0:
            raise ValueError("count and batch size are 1 or more, a seed 0 or more")

    @property
    def work_folder(self) -> Path:
        """Where the finished records wait until the batch is whole."""
        return self.out.with_name(f"{self.out.name}.work")

    @property
    def partial_batch(self) -> Path:
        """The batch of what was finished when the run was interrupted."""
        return self.work_folder / "finished"


def sample(job: SampleJob) -> int:
    """Draw the batch ``job.out`` and give the number of its records.

    Interrupted (KeyboardInterrupt), it leaves the finished records as a valid batch at
    ``job.partial_batch``; the same call goes on from there. Raises FileExistsError when the batch
    exists, ValueError for what cannot be drawn, and what load_checkpoint raises.
    """
    if job.out.exists():
        raise FileExistsError(f"{job.out} exists; a batch is never overwritten")
    indices = shard_indices(job.count, job.shard, job.n_shards)
    run = _Run(job)
    shutil.rmtree(job.partial_batch, ignore_errors=True)
    try:
        draw_missing(run.draw, run.finished, indices, batch_size=job.batch_size)
    except KeyboardInterrupt:
        left = set(run.finished.missing(indices))
        if done := [index for index in indices if index not in left]:
            run.write(job.partial_batch, done)
        raise
    run.write(job.out, indices)
    shutil.rmtree(job.work_folder)
    return len(indices)


class _Run:
    """A job with its checkpoint loaded and its work folder open."""

    def __init__(self, job: SampleJob) -> None:
        network, config = load_checkpoint(job.checkpoint, job.device)
        self.job = job
        self.draw = RecordSampler(
            network=network.hold_kernels(),
            config=config,
            rhythm=job.rhythm,
            pool_seed=job.seed,
            sampler=job.sampler,
            steps=job.steps,
        )
        with job.checkpoint.open("rb") as file:
            self.checkpoint_sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        # All that fixes a record besides its index: neither batch size nor shard nor device.
        identity = {
            "checkpoint_sha256": self.checkpoint_sha256,
            "labels": list(self.draw.labels),
            "rhythm": job.rhythm,
            "sampler": job.sampler,
            "seed": job.seed,
            "steps": job.steps,
        }
        self.finished = FinishedRecords(job.work_folder, identity)

    def write(self, folder: Path, indices: Sequence[int]) -> None:
        """The batch of the finished records ``indices``; seed and record make each again."""
        job, config = self.job, self.draw.config
        asked = {"rhythm": job.rhythm, "labels": list(self.draw.labels)}
        write_batch(
            folder,
            signals_uv=self.finished.assemble(indices, config.network.length),
            rate_hz=config.rate_hz,
            generator_version=version("ecg-blind-review"),
            checkpoint_sha256=self.checkpoint_sha256,
            sampler={"name": job.sampler, "steps": job.steps},
            source=job.source,
            licence=job.licence,
            records=[
                {"seed": job.seed, "rhythm": job.rhythm, "condition": {**asked, "record": index}}
                for index in indices
            ],
        )
