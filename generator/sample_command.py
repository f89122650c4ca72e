"""The arguments of ``python -m generator sample``, and what it says at the end."""

import argparse
from pathlib import Path

import torch

from generator.record_sampler import PRECISIONS, SAMPLERS
from generator.sample import ENGINES, SampleJob, sample


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``sample``."""
    given = commands.add_parser("sample", help="draw ECGs of one rhythm into a batch folder")
    given.add_argument("--checkpoint", type=Path, required=True, help="safetensors, JSON beside it")
    given.add_argument("--rhythm", required=True, help="as the checkpoint names it: SR, AF")
    given.add_argument("--count", type=int, required=True, help="ECGs, those of all shards")
    given.add_argument("--seed", type=int, required=True, help="the same seed, the same ECGs")
    given.add_argument("--out", type=Path, required=True, help="the batch folder to write")
    given.add_argument("--sampler", choices=SAMPLERS, default=SampleJob.sampler)
    given.add_argument("--steps", type=int, default=SampleJob.steps, help="evaluations an ECG")
    given.add_argument(
        "--label-only", dest="beats", action="store_false", help="tell no beats, only the rhythm"
    )
    given.add_argument("--precision", choices=PRECISIONS, default=SampleJob.precision)
    given.add_argument("--batch-size", type=int, default=SampleJob.batch_size, help="at once")
    given.add_argument(
        "--shard", type=_shard, default=(0, 1), metavar="I/N", help="this part of N, from 0/N on"
    )
    given.add_argument("--device", default=_best_device(), help="cpu, cuda or cuda:1")
    given.add_argument("--source", default=SampleJob.source, help="the batch's name in the pool")
    given.add_argument("--licence", default=SampleJob.licence, help="licence of the ECGs")
    given.add_argument("--wfdb", action="store_true", help="as WFDB records too, in OUT-wfdb")
    given.add_argument(
        "--engine", choices=ENGINES, default=SampleJob.engine, help="ray: many GPUs or machines"
    )
    given.add_argument("--workers", type=int, help="of ray; a GPU each, or a CPU; default: all")
    given.set_defaults(run=_sample)


def _sample(given: argparse.Namespace) -> str:
    stated = {name: value for name, value in vars(given).items() if name not in ("run", "shard")}
    shard, n_shards = given.shard
    job = SampleJob(**stated, shard=shard, n_shards=n_shards)
    try:
        return f"{sample(job)} ECGs in {job.out}"
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_what_is_left(job)) from None


def _what_is_left(job: SampleJob) -> str:
    """Where an interrupted job stands, and how it goes on."""
    if job.out.exists():
        return f"{job.out} is whole; python -m generator wfdb {job.out} writes its WFDB records."
    there = "The finished ECGs are a batch at" if job.partial_batch.exists() else "Nothing at"
    return f"{there} {job.partial_batch}; the same command goes on from here."


def _shard(text: str) -> tuple[int, int]:
    """Read I/N."""
    shard, _, n_shards = text.partition("/")
    return int(shard), int(n_shards)


def _best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
