"""All that a training needs to go on as if it had never stopped, in one file written whole."""

import io
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from generator.checkpoint import write_whole

STATE_FILE: Final = "state.pt"
LossRow = tuple[int, float, float | None]
"""(iteration, mean training loss since the last row, loss on the valid split or None)."""


class TrainStateError(ValueError):
    """The run in this folder cannot be gone on with; the message says why."""


@dataclass
class TrainState:
    """Where a training stands."""

    network: nn.Module
    averaged: nn.Module
    """The exponential moving average of the weights: what is shipped."""
    optimizer: torch.optim.Optimizer
    identity: Mapping[str, object]
    """JSON: the model, the training but for its length, and the training set."""
    iteration: int = 0
    losses: list[LossRow] = field(default_factory=list)

    @torch.no_grad()
    def average(self, keep: float) -> None:
        """Move the averaged weights; in the first iterations they follow faster."""
        keep = min(keep, (1 + self.iteration) / (10 + self.iteration))
        weights = dict(self.network.named_parameters())
        for name, averaged in self.averaged.named_parameters():
            averaged.lerp_(weights[name], 1 - keep)

    def save(self, run: Path) -> None:
        """Write the state into the folder ``run``."""
        buffer = io.BytesIO()
        torch.save(
            {
                "network": self.network.state_dict(),
                "averaged": self.averaged.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "identity": json.dumps(self.identity, sort_keys=True),
                "iteration": self.iteration,
                "losses": self.losses,
            },
            buffer,
        )
        write_whole(run / STATE_FILE, buffer.getvalue())

    def load(self, run: Path, device: torch.device | str) -> None:
        """Go on where the folder ``run`` stopped; nothing happens where there is no state.

        Raises TrainStateError for a damaged file or another model, training or set.
        """
        path = run / STATE_FILE
        if not path.exists():
            return
        stored = _read(path, device)
        before = json.loads(stored["identity"])
        now = json.loads(json.dumps(self.identity))
        if other := sorted(key for key in {*before, *now} if before.get(key) != now.get(key)):
            raise TrainStateError(
                f"{path} belongs to another training: {', '.join(other)} differ. "
                "Give the configuration it was begun with, or another --out"
            )
        self.network.load_state_dict(stored["network"])
        self.averaged.load_state_dict(stored["averaged"])
        self.optimizer.load_state_dict(stored["optimizer"])
        self.iteration = stored["iteration"]
        self.losses = [tuple(row) for row in stored["losses"]]


def _read(path: Path, device: torch.device | str) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise TrainStateError(f"{path} cannot be read: {error}") from error
    return stored


def copy_of(network: nn.Module, twin: nn.Module) -> nn.Module:
    """``twin`` with the weights of ``network``, in eval mode."""
    weights: Mapping[str, Tensor] = network.state_dict()
    twin.load_state_dict(weights)
    return twin.eval()
