"""The arguments of ``python -m generator train``, and what it says at the end."""

import argparse
import tomllib
from dataclasses import replace
from pathlib import Path

import torch

from generator.config import PRESETS, ConfigError, ModelConfig, preset, read_config
from generator.train import TrainJob, train
from generator.training_config import TrainingConfig, training_from_table


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``train``."""
    given = commands.add_parser(
        "train", help="train a model; called again, it goes on from its last checkpoint"
    )
    given.add_argument("config", help="a preset (compact-cpu, compact-gpu) or a TOML file")
    given.add_argument("--data", type=Path, required=True, help="the training set of 'prepare'")
    given.add_argument("--out", type=Path, required=True, help="the folder of the run")
    given.add_argument("--iterations", type=int, help="instead of the configuration's")
    given.add_argument(
        "--from",
        dest="begin_with",
        type=Path,
        metavar="CHECKPOINT",
        help="begin with its weights, to adapt it to other records",
    )
    given.add_argument("--device", default=_best_device(), help="cpu or cuda; see torchrun")
    given.set_defaults(run=_train)


def _train(given: argparse.Namespace) -> str:
    model, training = read_training(given.config)
    if given.iterations:
        training = replace(training, iterations=given.iterations)
    job = TrainJob(
        model=model,
        training=training,
        data=given.data,
        out=given.out,
        device=given.device,
        begin_with=given.begin_with,
    )
    try:
        return f"Trained: {train(job)}"
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"The same command goes on from the last checkpoint in {job.out}, if there is one."
        ) from None


def read_training(name: str) -> tuple[ModelConfig, TrainingConfig]:
    """The model and the training of a preset's name or of a TOML file.

    Raises ConfigError naming the file and the field.
    """
    path = Path(name) if name.endswith(".toml") else PRESETS / f"{name}.toml"
    model = read_config(path) if name.endswith(".toml") else preset(name)
    table = tomllib.loads(path.read_text(encoding="utf-8")).get("training")
    if table is None:
        raise ConfigError(f"{path} has no [training] table")
    try:
        return model, training_from_table(table)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
