"""A worker of many: draws the batches that it is told to, in a process of its own.

It knows neither Ray nor PyTorch; what it draws with, it opens where it runs.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DrawOrNone = Callable[[Sequence[int]], NDArray[np.int16] | None]


class OpenDraw(Protocol):
    """Opens what a worker draws with; pickled on its way there."""

    def __call__(self, checkpoint: Path, device: str) -> DrawOrNone:
        """``checkpoint`` is the worker's own copy, ``device`` is cpu or cuda."""


class Worker:
    """Draws batches with what ``open_draw`` gives for the content of a checkpoint."""

    def __init__(self, open_draw: OpenDraw, checkpoint: bytes, device: str) -> None:
        with TemporaryDirectory() as folder:
            # The content is sent, not the path: machines need no disk in common.
            path = Path(folder) / "checkpoint.safetensors"
            path.write_bytes(checkpoint)
            self._draw = open_draw(path, device)

    def is_ready(self) -> bool:
        """Answers once the worker has started."""
        return True

    def draw(self, indices: Sequence[int]) -> NDArray[np.int16] | None:
        """The records ``indices``; None when memory does not suffice for them together."""
        return self._draw(indices)
