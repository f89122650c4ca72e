"""``python -m generator convert``: a published .pkl to safetensors with its configuration."""

from dataclasses import dataclass
from pathlib import Path

from generator.checkpoint import save_checkpoint
from generator.config import ModelConfig, preset, read_config
from generator.published import load_published


@dataclass(frozen=True, kw_only=True)
class ConvertJob:
    """What is asked for on the command line."""

    published: Path
    out: Path
    model: str | None = None
    """A preset or a configuration file: it knows the rhythms, which the .pkl does not."""
    conjugates: bool = False
    """Trained with the CUDA or KeOps extension of the published code (see s4_kernel)."""


def convert(job: ConvertJob) -> ModelConfig:
    """Write ``job.out`` and the JSON beside it; gives the configuration.

    Without a model the shape is read off the tensors, and no rhythm has a name. Raises
    CheckpointError, ConfigError, and FileExistsError when ``job.out`` exists.
    """
    if job.out.exists():
        raise FileExistsError(f"{job.out} exists; a checkpoint is not overwritten")
    network, config = load_published(
        job.published, expected=_model(job.model), conjugates=job.conjugates
    )
    save_checkpoint(job.out, network, config)
    return config


def _model(name: str | None) -> ModelConfig | None:
    if name is None:
        return None
    return read_config(Path(name)) if name.endswith((".toml", ".json")) else preset(name)
