"""``python -m generator COMMAND``: the generator from the command line."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from generator.convert import ConvertJob, convert
from generator.record_sampler import SAMPLERS
from generator.sample import SampleJob, sample

INTERRUPTED = 130  # what a shell reports after Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it is done, 2 when it cannot be, 130 when it was interrupted."""
    arguments = _parser().parse_args(argv)
    try:
        sys.stdout.write(f"{arguments.run(arguments)}\n")
    except (ValueError, OSError, MemoryError, FloatingPointError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"Interrupted. {stopped}\n")
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_sample(commands)
    _add_convert(commands)
    return parser


def _add_sample(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    given = commands.add_parser("sample", help="draw ECGs of one rhythm into a batch folder")
    given.add_argument("--checkpoint", type=Path, required=True, help="safetensors, JSON beside it")
    given.add_argument("--rhythm", required=True, help="as the checkpoint names it: SR, AF")
    given.add_argument("--count", type=int, required=True, help="ECGs, those of all shards")
    given.add_argument("--seed", type=int, required=True, help="the same seed, the same ECGs")
    given.add_argument("--out", type=Path, required=True, help="the batch folder to write")
    given.add_argument("--sampler", choices=SAMPLERS, default=SampleJob.sampler)
    given.add_argument("--steps", type=int, default=SampleJob.steps, help="evaluations an ECG")
    given.add_argument("--batch-size", type=int, default=SampleJob.batch_size, help="at once")
    given.add_argument(
        "--shard", type=_shard, default=(0, 1), metavar="I/N", help="this part of N, from 0/N on"
    )
    given.add_argument("--device", default=_best_device(), help="cpu, cuda or cuda:1")
    given.add_argument("--source", default=SampleJob.source, help="the batch's name in the pool")
    given.add_argument("--licence", default=SampleJob.licence, help="licence of the ECGs")
    given.set_defaults(run=_sample)


def _add_convert(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    given = commands.add_parser("convert", help="a published .pkl to safetensors and JSON")
    given.add_argument("published", type=Path, help="the .pkl; nothing in it is executed")
    given.add_argument("--out", type=Path, required=True, help="the .safetensors to write")
    given.add_argument("--model", help="preset or configuration file that names the rhythms")
    given.add_argument(
        "--conjugates", action="store_true", help="trained with the CUDA or KeOps extension"
    )
    given.set_defaults(run=_convert)


def _convert(given: argparse.Namespace) -> str:
    job = ConvertJob(
        published=given.published,
        out=given.out,
        model=given.model,
        conjugates=given.conjugates,
    )
    rhythms = ", ".join(convert(job).rhythms) or "no rhythm by name: give --model"
    return f"{job.out}, which knows {rhythms}"


def _sample(given: argparse.Namespace) -> str:
    stated = {name: value for name, value in vars(given).items() if name not in ("run", "shard")}
    shard, n_shards = given.shard
    job = SampleJob(**stated, shard=shard, n_shards=n_shards)
    try:
        return f"{sample(job)} ECGs in {job.out}"
    except KeyboardInterrupt:
        there = "The finished ECGs are a batch at" if job.partial_batch.exists() else "Nothing at"
        raise KeyboardInterrupt(
            f"{there} {job.partial_batch}; the same command goes on from here."
        ) from None


def _shard(text: str) -> tuple[int, int]:
    """Read I/N."""
    shard, _, n_shards = text.partition("/")
    return int(shard), int(n_shards)


def _best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


if __name__ == "__main__":
    # A batch system ends a job with SIGTERM: that is a Ctrl-C to us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
