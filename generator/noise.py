"""Noise that belongs to a record, not to its place in a batch.

Each draw comes from its own counter-based stream (Philox, 128-bit key), keyed by SHA-256 of the
pool's seed, the record's index and the purpose. Batch size, shard and device change nothing:
the draw is made on the CPU. PyTorch's own CPU generator keeps 32 bits of a seed, too few for the
millions of draws of one pool.
Shape legend: ``_cl`` is channel x time, ``_bcl`` is record x channel x time.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import torch

START = "start"  # x_T, where sampling begins
BEATS = "beats"  # when the heart beats


def record_noise(
    pool_seed: int, record_index: int, purpose: str, shape_cl: tuple[int, int]
) -> torch.Tensor:
    """Standard normal float32 noise of ``shape_cl`` for one record and one purpose.

    Raises ValueError for a negative seed or index.
    """
    stream = record_stream(pool_seed, record_index, purpose)
    return torch.from_numpy(stream.standard_normal(shape_cl, dtype=np.float32))


def record_stream(pool_seed: int, record_index: int, purpose: str) -> np.random.Generator:
    """The stream of random numbers of one record and one purpose.

    Raises ValueError for a negative seed or index.
    """
    if pool_seed < 0 or record_index < 0:
        raise ValueError(f"seed and record index are 0 or more, not {pool_seed}, {record_index}")
    digest = hashlib.sha256(f"{pool_seed}/{record_index}/{purpose}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))


def batch_noise(
    pool_seed: int, record_indices: Sequence[int], purpose: str, shape_cl: tuple[int, int]
) -> torch.Tensor:
    """The noise of several records, stacked to ``_bcl``, on the CPU."""
    return torch.stack(
        [record_noise(pool_seed, index, purpose, shape_cl) for index in record_indices]
    )


def step_purpose(step: int) -> str:
    """The purpose of the noise that ancestral sampling adds at ``step`` of the schedule."""
    return f"step {step}"
