"""Checkpoints: ours as safetensors with the model's configuration, and the published ones.

The configuration travels inside the safetensors file, so that weights and shape cannot part; the
JSON beside it is the same text, for people and other tools.
"""

import os
import tempfile
from pathlib import Path
from typing import Final

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from generator.config import ConfigError, ModelConfig, config_from_json, config_to_json
from generator.network import DiffusionNetwork

CONFIG_KEY: Final = "ecg-generator-config"


class CheckpointError(ValueError):
    """A checkpoint that is refused; the message says which, and why."""


def save_checkpoint(path: Path, network: DiffusionNetwork, config: ModelConfig) -> None:
    """Write ``path`` (.safetensors) and the JSON beside it, each whole or not at all.

    Raises ValueError when the suffix is another or ``config`` is not the network's.
    """
    if path.suffix != ".safetensors":
        raise ValueError(f"{path}: a checkpoint is named .safetensors")
    if config.network != network.config:
        raise ValueError("the configuration describes another network than the one to be saved")
    text = config_to_json(config)
    weights = {name: value.detach().contiguous() for name, value in network.state_dict().items()}
    write_whole(path, save(weights, metadata={CONFIG_KEY: text}))
    write_whole(path.with_suffix(".json"), text.encode())


def load_checkpoint(path: Path, device: str = "cpu") -> tuple[DiffusionNetwork, ModelConfig]:
    """The network, in eval mode on ``device``, and its configuration.

    Raises CheckpointError when the file is not a checkpoint of ours or is damaged.
    """
    try:
        with safe_open(path, framework="pt", device=device) as opened:
            text = (opened.metadata() or {}).get(CONFIG_KEY)
            weights = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{path}: {error}") from error
    if text is None:
        raise CheckpointError(f"{path} holds no configuration: it was not written by this program")
    try:
        config = config_from_json(text)
    except ConfigError as error:
        raise CheckpointError(f"{path}: {error}") from error
    return network_with_weights(config, weights, where=path, device=device), config


def network_with_weights(
    config: ModelConfig, weights: dict[str, Tensor], *, where: Path, device: str = "cpu"
) -> DiffusionNetwork:
    """A network of that configuration with these weights, in eval mode on ``device``.

    Raises CheckpointError naming ``where`` and the first tensors that miss, are too many, have
    another shape or hold values that are not finite.
    """
    network = DiffusionNetwork(config.network, fresh=False)
    own = network.state_dict()
    _refuse_if_any(where, "lacks", sorted(set(own) - set(weights)))
    _refuse_if_any(where, "holds unknown tensors", sorted(set(weights) - set(own)))
    other = [
        f"{name} {tuple(weights[name].shape)} instead of {tuple(own[name].shape)}"
        for name in own
        if weights[name].shape != own[name].shape
    ]
    _refuse_if_any(where, "has another shape", other)
    broken = [name for name in own if not bool(weights[name].isfinite().all())]
    _refuse_if_any(where, "holds values that are not finite", broken)
    network.load_state_dict(weights)
    return network.to(device).eval()


def write_whole(path: Path, content: bytes) -> None:
    """Write the file so that a kill leaves the old one or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        # mkstemp gives the owner alone the right to read
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _refuse_if_any(where: Path, fault: str, names: list[str]) -> None:
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        raise CheckpointError(f"{where} {fault}: {', '.join(names[:3])}{more}")
