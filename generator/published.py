"""Checkpoints as the SSSD-ECG authors publish them (AI4HealthUOL/SSSD-ECG and its adaptations).

A ``.pkl`` of ``torch.save``: ``{"model_state_dict": ..., "optimizer_state_dict": ...}``, with or
without the ``module.`` that data-parallel training puts before each name. It says nothing about
the diffusion or the leads: those are the published ones unless the caller knows better.
"""

import json
import pickle
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from generator.checkpoint import CheckpointError, network_with_weights
from generator.config import ConfigError, DiffusionConfig, ModelConfig, NetworkConfig
from generator.network import DiffusionNetwork

STATE: Final = "model_state_dict"
OUTSIDE_BLOCKS: Final = {
    "entry": "init_conv.0.conv",
    "label_embedding": "embedding",
    "step_embedding.first": "residual_layer.fc_t1",
    "step_embedding.second": "residual_layer.fc_t2",
    "exit": "final_conv.0.conv",
    "final": "final_conv.2.conv",
}
"""Our module to the published one."""
BLOCKS: Final = "residual_layer.residual_blocks"
IN_A_BLOCK: Final = {
    "step": "fc_t",
    "conv": "conv_layer.conv",
    "label": "fc_label",
    "residual": "res_conv",
    "skip": "skip_conv",
    "s4_before": "S41.s4_layer",
    "s4_before.kernel": "S41.s4_layer.kernel.kernel",
    "s4_before.output": "S41.s4_layer.output_linear",
    "s4_before.norm": "S41.norm_layer",
    "s4_after": "S42.s4_layer",
    "s4_after.kernel": "S42.s4_layer.kernel.kernel",
    "s4_after.output": "S42.s4_layer.output_linear",
    "s4_after.norm": "S42.norm_layer",
}
TENSORS: Final = {"gain": "weight_g", "direction": "weight_v", "D_c": "D", "log_dt_h": "log_dt"} | {
    f"{name}_{shape}": name
    for name, shape in [("C", "dhn2"), ("B", "hn2"), ("P", "hn2"), ("Q", "hn2"), ("w", "hn2")]
}
DERIVED: Final = ("omega", "z")
"""Roots of unity, which follow from the length and are computed anew."""
NETWORK_FIELDS: Final = {
    "in_channels": "in_channels",
    "out_channels": "out_channels",
    "blocks": "num_res_layers",
    "width": "res_channels",
    "skip_width": "skip_channels",
    "step_width_in": "diffusion_step_embed_dim_in",
    "step_width_mid": "diffusion_step_embed_dim_mid",
    "step_width_out": "diffusion_step_embed_dim_out",
    "length": "s4_lmax",
    "state_size": "s4_d_state",
    "label_width": "label_embed_dim",
    "labels": "label_embed_classes",
}


def load_published(
    path: Path,
    *,
    expected: ModelConfig | None = None,
    conjugates: bool = False,
    device: str = "cpu",
) -> tuple[DiffusionNetwork, ModelConfig]:
    """The network of a published checkpoint, in eval mode on ``device``, and its configuration.

    The shape is read off the tensors. With ``expected`` another shape is refused, and its
    diffusion, leads and rhythms are taken over. ``conjugates`` says which sums the weights were
    trained with; the file does not tell: False is the published code by itself, True the same
    with its CUDA or KeOps extension (see s4_kernel). Nothing in the file is ever executed.
    Raises CheckpointError saying what is wrong.
    """
    state = read_published_state(path)
    try:
        shape = replace(published_shape(state), conjugates=conjugates)
        config = ModelConfig(network=shape) if expected is None else expected
    except KeyError as error:
        raise CheckpointError(f"{path} lacks {error.args[0]}") from error
    except (IndexError, ConfigError) as error:
        raise CheckpointError(f"{path} has another shape than SSSD-ECG: {error}") from error
    if expected is not None:
        # what a file cannot tell is not compared
        like = replace(shape, conjugates=config.network.conjugates, dropout=config.network.dropout)
        _refuse_other_shape(path, like, config.network)
        config = replace(config, network=replace(config.network, conjugates=conjugates))
    weights = _as_ours(path, state, DiffusionNetwork(config.network, fresh=False).state_dict())
    return network_with_weights(config, weights, where=path, device=device), config


def read_published_state(path: Path) -> dict[str, Tensor]:
    """The tensors of a published ``.pkl``, on the CPU, by their names without ``module.``.

    Raises CheckpointError for a pickle that holds code, and for anything else than such a file.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise CheckpointError(
            f"{path} is refused: as a pickle it is damaged, or holds more than tensors, "
            "that is code which loading would run"
        ) from error
    except (OSError, RuntimeError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise CheckpointError(f"{path} cannot be read as a checkpoint: {error}") from error
    state = content.get(STATE) if isinstance(content, Mapping) else None
    if not isinstance(state, Mapping) or not all(
        isinstance(each, Tensor) for each in state.values()
    ):
        raise CheckpointError(f"{path} holds no '{STATE}' of tensors")
    return {str(name).removeprefix("module."): value for name, value in state.items()}


def published_shape(state: Mapping[str, Tensor]) -> NetworkConfig:
    """The network that these tensors make up. Raises KeyError naming the tensor that misses."""
    first = f"{BLOCKS}.0"
    kernel = f"{first}.S41.s4_layer.kernel.kernel"
    numbers = [re.match(rf"{re.escape(BLOCKS)}\.(\d+)\.", name) for name in state]
    width, in_channels = state["init_conv.0.conv.weight_v"].shape[:2]
    labels, label_width = state["embedding.weight"].shape[:2]
    step_mid, step_in = state["residual_layer.fc_t1.weight"].shape[:2]
    c_shape = state[f"{kernel}.C"].shape
    return NetworkConfig(
        labels=labels,
        in_channels=in_channels,
        out_channels=state["final_conv.2.conv.weight"].shape[0],
        # the roots are those of 0 to half the length
        length=2 * (state[f"{kernel}.omega"].shape[0] - 1),
        width=width,
        skip_width=state[f"{first}.skip_conv.weight_v"].shape[0],
        blocks=1 + max((int(number[1]) for number in numbers if number), default=-1),
        state_size=2 * c_shape[2],
        bidirectional=c_shape[0] == 2,
        layer_norm=f"{first}.S41.norm_layer.weight" in state,
        label_width=label_width,
        step_width_in=step_in,
        step_width_mid=step_mid,
        step_width_out=state["residual_layer.fc_t2.weight"].shape[0],
    )


def read_published_config(path: Path) -> ModelConfig:
    """The model of a configuration file as published, whose trailing commas JSON forbids.

    Raises ConfigError naming the file and what is wrong with it.
    """
    try:
        text = re.sub(r",(\s*[}\]])", r"\1", path.read_text(encoding="utf-8"))
        table = json.loads(text)
        network, diffusion = table["wavenet_config"], table["diffusion_config"]
        return ModelConfig(
            network=NetworkConfig(
                **{own: network[theirs] for own, theirs in NETWORK_FIELDS.items()},
                bidirectional=bool(network["s4_bidirectional"]),
                layer_norm=bool(network["s4_layernorm"]),
                dropout=float(network["s4_dropout"]),
            ),
            diffusion=DiffusionConfig(
                steps=diffusion["T"],
                beta_first=diffusion["beta_0"],
                beta_last=diffusion["beta_T"],
            ),
        )
    except KeyError as error:
        raise ConfigError(f"{path} lacks {error.args[0]}") from error
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def published_name(own: str) -> str:
    """What the published code calls a tensor of ours."""
    module, _, tensor = own.rpartition(".")
    tensor = TENSORS.get(tensor, tensor)
    if not module.startswith("blocks."):
        return f"{OUTSIDE_BLOCKS[module]}.{tensor}"
    _, number, inside = module.split(".", 2)
    return f"{BLOCKS}.{number}.{IN_A_BLOCK[inside]}.{tensor}"


def _as_ours(
    path: Path, state: Mapping[str, Tensor], own: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    theirs = {name: published_name(name) for name in own}
    if missing := sorted(set(theirs.values()) - set(state)):
        raise CheckpointError(f"{path} lacks {_first_of(missing)}")
    known = set(theirs.values())
    unknown = [
        name for name in state if name not in known and name.rpartition(".")[2] not in DERIVED
    ]
    if unknown:
        raise CheckpointError(f"{path} holds unknown tensors: {_first_of(unknown)}")
    other = [
        f"{name} {tuple(state[name].shape)} instead of {tuple(own[ours].shape)}"
        for ours, name in theirs.items()
        if _without_ones(state[name]) != _without_ones(own[ours])
    ]
    if other:
        raise CheckpointError(f"{path} has another shape: {_first_of(other)}")
    # theirs have axes of length 1 that ours do without
    return {ours: state[name].reshape(own[ours].shape) for ours, name in theirs.items()}


def _without_ones(value: Tensor) -> list[int]:
    return [size for size in value.shape if size != 1]


def _refuse_other_shape(path: Path, found: NetworkConfig, expected: NetworkConfig) -> None:
    wanted = asdict(expected)
    other = [
        f"{name} is {value} instead of {wanted[name]}"
        for name, value in asdict(found).items()
        if value != wanted[name]
    ]
    if other:
        raise CheckpointError(f"{path} has another shape: {_first_of(other)}")


def _first_of(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
