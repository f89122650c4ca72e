"""Ways to draw without a network, for workers: small, without PyTorch, and so quick to start."""

import os
import signal
from functools import partial

import numpy as np


def open_draw(draw, folder, checkpoint, device):
    assert (checkpoint.read_bytes(), device) == (b"weights", "cpu")
    return partial(draw, folder)


def indices_as_signals(folder, indices):
    """Gives each record its index as signal, and notes in ``folder`` what was drawn."""
    with (folder / "drawn").open("a") as file:
        file.write(f"{list(indices)}\n")
    return np.stack([np.full((12, 2), index, dtype=np.int16) for index in indices])


def killed_once(folder, indices):
    if 8 in indices and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return indices_as_signals(folder, indices)


def killed_always(folder, indices):
    if 8 in indices:
        os.kill(os.getpid(), signal.SIGKILL)
    return indices_as_signals(folder, indices)


def room_for_two(folder, indices):
    if len(indices) > 2:
        return None
    return indices_as_signals(folder, indices)


def not_finite(folder, indices):
    raise FloatingPointError(f"the network gave no finite signal for {indices[0]}")
