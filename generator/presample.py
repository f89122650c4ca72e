"""Draw many records in batches: resumable, with progress, within the memory there is.

It knows neither network nor sampler: ``draw`` takes record indices and gives int16 microvolt of
shape (n, 12, samples), each record fixed by its index alone.
"""

from collections.abc import Callable, Sequence

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
    done = len(indices) - len(missing)
    with tqdm(total=len(indices), initial=done, unit="ECG", smoothing=0.1) as progress:
        while missing:
            batch = missing[:batch_size]
            try:
                signals_uv = draw(batch)
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
                batch_size = _half(batch, error)
                progress.write(f"Out of memory with {len(batch)} ECGs at once: now {batch_size}.")
                continue
            for index, signal_uv in zip(batch, signals_uv, strict=True):
                finished.save(index, signal_uv)
            missing = missing[len(batch) :]
            progress.update(len(batch))


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether PyTorch ran out of memory; on the CPU only the message tells."""
    return isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error)


def _half(batch: Sequence[int], error: RuntimeError) -> int:
    if len(batch) == 1:
        raise MemoryError("one ECG alone does not fit into memory") from error
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    return len(batch) // 2
