"""ECGs between two rhythms: the labels mixed, and the beats told by a model in between.

The embedding of a label is linear, so a mixture of labels is one of embeddings: a condition that
the network never saw, between two that it knows. Shape legend: ``_k`` label, ``_bcl`` record x
channel x time, ``_nlt`` record x lead x time.
"""

from dataclasses import astuple, replace
from pathlib import Path
from typing import Final

import numpy as np
from torch import Tensor

from generator.batch import LEAD_ORDER
from generator.beat_model import BeatModel
from generator.checkpoint import CheckpointError, load_checkpoint
from generator.conditions import multi_hot
from generator.config import ModelConfig
from generator.evaluation.chain import Compared, UnfitError, compared
from generator.evaluation.condition.thresholds import (
    DRAW_STEPS,
    LARGEST_WEIGHTS,
    SHARES,
)
from generator.evaluation.ecg_set import SYNTHETIC, UNKNOWN, EcgSet
from generator.evaluation.utility.one_thread import one_thread
from generator.held_network import HeldNetwork
from generator.network import DiffusionNetwork
from generator.record_sampler import RecordSampler
from generator.recording import Recording

MIXTURE: Final = "mixture"
"""The rhythm's name for the sampler: it keys the noise, so all shares start from the same."""


class CannotMixError(ValueError):
    """The checkpoint cannot draw between the two rhythms here; the message says why."""


class MixedLabels(HeldNetwork):
    """A network that is told one vector of labels whatever it is asked."""

    def __init__(self, network: DiffusionNetwork, label_k: Tensor) -> None:
        super().__init__(network)
        self.label_k = label_k

    def forward(
        self, x_bcl: Tensor, step_b: Tensor, label_bk: Tensor, beats_bcl: Tensor | None = None
    ) -> Tensor:
        """As the network's, with the mixture in the place of ``label_bk``."""
        mixed_bk = self.label_k.expand(len(label_bk), -1)
        return super().forward(x_bcl, step_b, mixed_bk, beats_bcl)


def open_mixable(path: Path, rhythms: tuple[str, str]) -> tuple[DiffusionNetwork, ModelConfig]:
    """The checkpoint, if it knows both rhythms and draws quickly enough here.

    Raises CannotMixError.
    """
    try:
        network, config = load_checkpoint(path)
    except CheckpointError as error:
        raise CannotMixError(str(error)) from error
    unknown = [rhythm for rhythm in rhythms if rhythm not in config.rhythms]
    if unknown:
        raise CannotMixError(f"the checkpoint knows no rhythm {' and no '.join(unknown)} by name")
    weights = sum(each.numel() for each in network.parameters())
    if weights > LARGEST_WEIGHTS:
        raise CannotMixError(
            f"the network has {weights:,} weights; beyond {LARGEST_WEIGHTS:,} it takes too long "
            "to draw within an evaluation"
        )
    return network, config


def can_be_told_beats(config: ModelConfig, rhythms: tuple[str, str]) -> bool:
    """Whether the network hears of beats, and both rhythms have a model of theirs."""
    has_models = all(rhythm in config.beat_models for rhythm in rhythms)
    return bool(config.network.beat_channels) and has_models


def draw_mixtures(
    network: DiffusionNetwork,
    config: ModelConfig,
    rhythms: tuple[str, str],
    *,
    tell_beats: bool,
    each: int,
    seed: int,
) -> EcgSet:
    """``each`` ECGs at each of ``SHARES``; ``rhythms`` of the set are the shares as text.

    A record's ``patient`` is its noise: the same at all shares. Raises CannotMixError where what
    is drawn is shorter than 10 s.
    """
    found: list[Compared] = []
    for share in SHARES:
        draw = mixed_sampler(network, config, rhythms, share, tell_beats=tell_beats, seed=seed)
        with one_thread():
            signals_uv_nlt = draw(range(each))
        found += [_compared(signal / 1000.0, config.rate_hz) for signal in signals_uv_nlt]
    names = [(f"{share:g}", str(index)) for share in SHARES for index in range(each)]
    return EcgSet(
        origin=SYNTHETIC,
        source="mixtures",
        signals_mv_nlt=np.stack([drawn.signal_mv_lt for drawn in found]),
        rhythms=tuple(share for share, _ in names),
        patients=tuple(index for _, index in names),
        names=tuple(f"{share} {index}" for share, index in names),
        sha256=("",) * len(names),
        splits=(UNKNOWN,) * len(names),
        beats_s=tuple(drawn.beats_s for drawn in found),
        faults=tuple(drawn.fault for drawn in found),
    )


def mixed_sampler(
    network: DiffusionNetwork,
    config: ModelConfig,
    rhythms: tuple[str, str],
    share: float,
    *,
    tell_beats: bool,
    seed: int,
) -> RecordSampler:
    """A sampler of ``share`` of the second rhythm and the rest of the first."""
    first, second = rhythms
    labels = config.network.labels
    first_k, second_k = (multi_hot(config.rhythms[rhythm], labels) for rhythm in rhythms)
    beat_models = {}
    if can_be_told_beats(config, rhythms):
        pair = config.beat_models[first], config.beat_models[second]
        beat_models = {MIXTURE: mixed_beat_model(*pair, share)}
    mixed_config = replace(
        config, rhythms={MIXTURE: config.rhythms[second]}, beat_models=beat_models
    )
    steps = DRAW_STEPS if config.edm else min(DRAW_STEPS, config.diffusion.steps)
    return RecordSampler(
        network=MixedLabels(network, (1 - share) * first_k + share * second_k),
        config=mixed_config,
        rhythm=MIXTURE,
        pool_seed=seed,
        steps=steps,
        draw_beats=tell_beats,
    )


def mixed_beat_model(first: BeatModel, second: BeatModel, share: float) -> BeatModel:
    """Every parameter in between: of the logarithms, so rates and irregularity geometrically."""
    pairs = zip(astuple(first), astuple(second), strict=True)
    names = BeatModel.__dataclass_fields__
    mixed = [(1 - share) * of_first + share * of_second for of_first, of_second in pairs]
    return BeatModel(**dict(zip(names, mixed, strict=True)))


def _compared(signal_mv_lt: np.ndarray, rate_hz: float) -> Compared:
    try:
        return compared(Recording(signal_mv_lt, LEAD_ORDER, rate_hz))
    except UnfitError as error:
        raise CannotMixError(f"what the checkpoint draws is {error}") from error
