"""Draw many records in batches: resumable, with progress, within the memory there is.

It knows neither network nor sampler: ``draw`` takes record indices and gives int16 microvolt of
shape (n, 12, samples), each record fixed by its index alone.
"""

from collections.abc import Callable, Sequence
from typing import Never

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from generator.finished import FinishedRecords

Draw = Callable[[Sequence[int]], NDArray[np.int16]]


def shard_indices(count: int, shard: int, n_shards: int) -> list[int]:
    """The records of one of ``n_shards`` shards, counted from 0: every n-th of ``count``.

    Raises ValueError for a shard that does not exist or has no record.
    """
    if not 0 <= shard < n_shards:
        raise ValueError(f"of {n_shards} shards there is 0 to {n_shards - 1}, not {shard}")
    indices = list(range(shard, count, n_shards))
    if not indices:
        raise ValueError(f"shard {shard} of {n_shards} has none of {count} records")
    return indices


def draw_missing(
    draw: Draw, finished: FinishedRecords, indices: Sequence[int], *, batch_size: int
) -> None:
    """Draw those of ``indices`` that are not finished and keep each batch as it comes.

    Out of memory halves the batch and says so; MemoryError when one record alone is too much.
    """
    missing = finished.missing(indices)
    with progress_bar(total=len(indices), missing=len(missing)) as progress:
        while missing:
            batch = missing[:batch_size]
            signals_uv = draw_or_none(draw, batch)
            if signals_uv is None:
                batch_size = halve(batch, progress)
                continue
            finished.save(batch, signals_uv)
            missing = missing[len(batch) :]
            progress.update(len(batch))


def progress_bar(*, total: int, missing: int) -> "tqdm[Never]":
    """ECGs done, ECGs a second and the time left, on stderr."""
    return tqdm(total=total, initial=total - missing, unit="ECG", smoothing=0.1)


def draw_or_none(draw: Draw, indices: Sequence[int]) -> NDArray[np.int16] | None:
    """The records ``indices``; None when memory does not suffice for them together."""
    try:
        return draw(indices)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
    # Outside of the handler: the error holds on to the tensors of where it was raised.
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    return None


def halve(batch: Sequence[int], progress: "tqdm[Never]") -> int:
    """The batch size after ``batch`` did not fit, and word of it. Raises MemoryError for one."""
    if len(batch) == 1:
        raise MemoryError("one ECG alone does not fit into memory")
    half = len(batch) // 2
    progress.write(f"Out of memory with {len(batch)} ECGs at once: now {half}.")
    return half


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether PyTorch ran out of memory; on the CPU only the message tells."""
    return isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error)
