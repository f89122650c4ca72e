"""``python -m generator merge OUT SHARD...``: the batches of all shards of a job as one batch.

Its two files are, byte for byte, those of the same job drawn without shards.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from generator.batch import RECORD_FIELDS, write_batch
from generator.batch_folder import Batch, BatchError, open_batch
from generator.new_folder import refuse_existing

OF_THE_SHARD_ALONE: Final = frozenset({"n_records"})
NAMED: Final = 5
"""How many records a message names before it counts the rest."""


class MergeError(BatchError):
    """Shards that do not make one whole batch."""


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``merge``."""
    given = commands.add_parser("merge", help="the batches of all shards of a job as one batch")
    given.add_argument("out", type=Path, help="the batch folder to write")
    given.add_argument("shards", type=Path, nargs="+", metavar="SHARD", help="a shard's batch")
    given.set_defaults(run=_merge)


def merge(out: Path, shards: Sequence[Path]) -> int:
    """Write the batch ``out`` of all ``shards`` in record order; give the number of its records.

    The signals are copied one by one. Raises FileExistsError when ``out`` exists, MergeError for
    shards of several jobs, for records that are there twice or not at all, and BatchError for a
    folder that is no batch or is damaged.
    """
    refuse_existing(out)
    batches = [open_batch(folder) for folder in shards]
    head = _common_head(batches)
    order = _in_record_order(batches, head["job"]["count"])
    write_batch(
        out,
        signals_uv=_signals(order),
        rate_hz=head["rate_hz"],
        generator_name=head["generator"]["name"],
        generator_version=head["generator"]["version"],
        checkpoint_sha256=head["checkpoint_sha256"],
        sampler=head["sampler"],
        source=head["source"],
        licence=head["licence"],
        job=head["job"],
        records=[
            {name: batch.records[row][name] for name in RECORD_FIELDS} for batch, row in order
        ],
    )
    return len(order)


def _merge(given: argparse.Namespace) -> str:
    return f"{merge(given.out, given.shards)} ECGs of {len(given.shards)} shards in {given.out}"


def _common_head(batches: Sequence[Batch]) -> Mapping[str, Any]:
    """What the manifests agree on. Raises MergeError naming the first that says otherwise."""
    first = batches[0]
    for batch in batches:
        if "job" not in batch.head:
            raise MergeError(f"{batch.folder} does not say of which job it is a shard")
        for field in sorted((first.head.keys() | batch.head.keys()) - OF_THE_SHARD_ALONE):
            if first.head.get(field) != batch.head.get(field):
                raise MergeError(
                    f"{batch.folder} is of another job than {first.folder}: its {field} is "
                    f"{batch.head.get(field)}, not {first.head.get(field)}"
                )
    return first.head


def _in_record_order(batches: Sequence[Batch], count: int) -> list[tuple[Batch, int]]:
    """Batch and row of each of the job's ``count`` records. Raises MergeError."""
    places: dict[int, tuple[Batch, int]] = {}
    for batch in batches:
        own = _records_of(batch)
        if twice := sorted(index for index in own if index in places):
            other = places[twice[0]][0].folder
            raise MergeError(f"{batch.folder} and {other} both hold {_named(twice)}")
        places |= {index: (batch, row) for row, index in enumerate(own)}
    if missing := sorted(set(range(count)) - places.keys()):
        raise MergeError(
            f"of {count} records {len(missing)} are in none of the shards: "
            f"{_named(missing)}{_whole_shards(batches, set(missing), count)}"
        )
    if len(places) != count:
        raise MergeError(f"the shards hold {len(places)} records, their job has {count}")
    return [places[index] for index in range(count)]


def _records_of(batch: Batch) -> list[int]:
    """The job's index of each record of the batch. Raises MergeError."""
    try:
        own = [int(record["condition"]["record"]) for record in batch.records]
    except (LookupError, TypeError, ValueError) as error:
        raise MergeError(f"{batch.folder} does not say which records of the job it has") from error
    if len(set(own)) != len(own):
        raise MergeError(f"{batch.folder} has a record twice")
    return own


def _whole_shards(batches: Sequence[Batch], missing: set[int], count: int) -> str:
    """Which shards of ``sample --shard I/N`` were not given; N is told by how records follow."""
    own = [_records_of(batch) for batch in batches]
    strides = {after - before for part in own for before, after in pairwise(part)}
    if len(strides) != 1:
        return ""
    n_shards = strides.pop()
    absent = [
        f"{shard}/{n_shards}"
        for shard in range(min(n_shards, count))
        if missing.issuperset(range(shard, count, n_shards))
    ]
    return f" (shard {', '.join(absent)})" if absent else ""


def _signals(order: Sequence[tuple[Batch, int]]) -> Iterator[NDArray[np.int16]]:
    return (batch.signal_uv(row) for batch, row in order)


def _named(indices: Sequence[int]) -> str:
    more = f" and {len(indices) - NAMED} more" if len(indices) > NAMED else ""
    return f"record {', '.join(str(index) for index in indices[:NAMED])}{more}"
