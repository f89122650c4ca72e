"""``python -m generator sample``: draw the records of one rhythm into a batch.

Finished records are kept in a work folder beside the batch until the batch is whole, so an
interrupted run goes on where it stopped.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from generator.batch import write_batch
from generator.checkpoint import load_checkpoint
from generator.config import ModelConfig
from generator.finished import FinishedRecords
from generator.held_network import HeldNetwork, ready_to_draw
from generator.network import DiffusionNetwork
from generator.new_folder import refuse_existing
from generator.presample import draw_missing, draw_or_none, shard_indices
from generator.record_sampler import FLOAT32, RecordSampler
from generator.wfdb_export import export_wfdb, wfdb_folder_of
from generator.worker import DrawOrNone

LOCAL: Final = "local"
RAY: Final = "ray"
ENGINES: Final = (LOCAL, RAY)


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
    beats: bool = True
    """False asks for the label alone of a network that can be told the beats as well."""
    precision: str = FLOAT32
    batch_size: int = 16
    shard: int = 0
    n_shards: int = 1
    device: str = "cpu"
    source: str = "SSSD-ECG, generated"
    licence: str = "not stated"
    wfdb: bool = False
    """Write the batch as WFDB records too, in a folder beside it."""
    engine: str = LOCAL
    workers: int | None = None
    """Workers of the engine ``ray``; None for as many as the cluster has GPUs, or CPUs."""

    def __post_init__(self) -> None:
        """Raise ValueError for a number that makes no sense."""
        if self.batch_size < 1 or self.count < 1 or self.seed < 0:
            raise ValueError("count and batch size are 1 or more, a seed 0 or more")
        if self.engine not in ENGINES:
            raise ValueError(f"no engine '{self.engine}'; there are {', '.join(ENGINES)}")
        if self.workers is not None and (self.workers < 1 or self.engine != RAY):
            raise ValueError(f"workers are 1 or more, and only the engine {RAY} has them")

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
    refuse_existing(job.out)
    if job.wfdb:
        refuse_existing(wfdb_folder_of(job.out))
    indices = shard_indices(job.count, job.shard, job.n_shards)
    run = _Run(job)
    shutil.rmtree(job.partial_batch, ignore_errors=True)
    try:
        run.draw_missing(indices)
    except KeyboardInterrupt:
        left = set(run.finished.missing(indices))
        if done := [index for index in indices if index not in left]:
            run.write(job.partial_batch, done)
        raise
    run.write(job.out, indices)
    shutil.rmtree(job.work_folder)
    if job.wfdb:
        export_wfdb(job.out, wfdb_folder_of(job.out))
    return len(indices)


class _Run:
    """A job with its checkpoint loaded and its work folder open."""

    def __init__(self, job: SampleJob) -> None:
        # Ray's workers draw on their own devices; here the network only says what it can do.
        network, config = load_checkpoint(
            job.checkpoint, job.device if job.engine == LOCAL else "cpu"
        )
        self.job = job
        self.draw = _record_sampler(job, network, config)
        with job.checkpoint.open("rb") as file:
            self.checkpoint_sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        # All that fixes a record besides its index: neither batch size nor shard nor device.
        identity = {
            "checkpoint_sha256": self.checkpoint_sha256,
            "labels": list(self.draw.labels),
            "rhythm": job.rhythm,
            "seed": job.seed,
            "sampler": _sampling(job),
        }
        self.finished = FinishedRecords(job.work_folder, identity)

    def draw_missing(self, indices: Sequence[int]) -> None:
        """Draw those of ``indices`` that are not finished, with the engine asked for."""
        job = self.job
        if job.engine == LOCAL:
            draw = replace(self.draw, network=_ready(job, self.draw.network))
            draw_missing(draw, self.finished, indices, batch_size=job.batch_size)
            return
        # An optional extra that is slow to import: only where it is asked for.
        from generator import ray_engine  # noqa: PLC0415

        ray_engine.draw_missing(
            partial(_open_sampler, job),
            self.finished,
            indices,
            checkpoint=job.checkpoint,
            batch_size=job.batch_size,
            workers=job.workers,
            on_gpu=job.device != "cpu",
        )

    def write(self, folder: Path, indices: Sequence[int]) -> None:
        """The batch of the finished records ``indices``; seed and record make each again."""
        job, config = self.job, self.draw.config
        write_batch(
            folder,
            signals_uv=self.finished.signals(indices),
            rate_hz=config.rate_hz,
            generator_version=version("ecg-blind-review"),
            checkpoint_sha256=self.checkpoint_sha256,
            sampler=_sampling(job),
            source=job.source,
            licence=job.licence,
            records=[
                {"seed": job.seed, "rhythm": job.rhythm, "condition": self.draw.condition_of(index)}
                for index in indices
            ],
            # The same in every shard: that is how `merge` knows which belong together.
            job={"rhythm": job.rhythm, "seed": job.seed, "count": job.count},
        )


def _open_sampler(job: SampleJob, checkpoint: Path, device: str) -> DrawOrNone:
    """What a worker draws with: the job's sampler, of its own copy of the checkpoint."""
    network, config = load_checkpoint(checkpoint, device)
    return partial(draw_or_none, _record_sampler(job, _ready(job, network), config))


def _ready(
    job: SampleJob, network: DiffusionNetwork | HeldNetwork
) -> DiffusionNetwork | HeldNetwork:
    return ready_to_draw(network, float32=job.precision == FLOAT32)


def _sampling(job: SampleJob) -> dict[str, object]:
    """How records are drawn, as identity and manifest say it."""
    return {
        "name": job.sampler,
        "steps": job.steps,
        "beats": job.beats,
        "precision": job.precision,
    }


def _record_sampler(
    job: SampleJob, network: DiffusionNetwork | HeldNetwork, config: ModelConfig
) -> RecordSampler:
    return RecordSampler(
        network=network,
        config=config,
        rhythm=job.rhythm,
        pool_seed=job.seed,
        sampler=job.sampler,
        steps=job.steps,
        draw_beats=job.beats,
        precision=job.precision,
    )
