"""The batches of a training: each record of each iteration fixed by the seed alone.

Iteration 700 has the same records, augmentations and noise whether the run was interrupted, and on
however many devices. Shape legend: ``_bcl`` record x channel x time, ``_bk`` record x label.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.augmentation import augment
from generator.beat_channels import beat_channels
from generator.config import ModelConfig
from generator.training_config import TrainingConfig
from generator.training_set import TrainingSet, TrainingSetError


@dataclass(frozen=True)
class TrainingBatch:
    """Some records of an iteration, ready for the loss."""

    signal_mv_bcl: Tensor
    label_bk: Tensor
    beats_bcl: Tensor | None
    noise_bcl: Tensor
    level_b: Tensor
    """Standard normal: which noise level each record gets."""

    def to(self, device: torch.device | str) -> "TrainingBatch":
        """The same batch on another device."""
        return TrainingBatch(
            self.signal_mv_bcl.to(device),
            self.label_bk.to(device),
            None if self.beats_bcl is None else self.beats_bcl.to(device),
            self.noise_bcl.to(device),
            self.level_b.to(device),
        )


class Batches:
    """Draws the records of an iteration from a training set."""

    def __init__(
        self, training_set: TrainingSet, config: ModelConfig, training: TrainingConfig
    ) -> None:
        """Raise TrainingSetError where set and model do not fit."""
        _refuse_misfit(training_set, config)
        self.set, self.config, self.training = training_set, config, training
        self.groups, self.chances = _groups(training_set, training)

    def training_batch(self, iteration: int, places: Sequence[int]) -> TrainingBatch:
        """The records at ``places`` (0 to batch_size - 1) of an iteration."""
        return _stack([self._training_record(iteration, place) for place in places])

    def valid_batch(self, indices: Sequence[int]) -> TrainingBatch:
        """Records as they are, their labels and beats known; noise fixed by the record."""
        return _stack([self._valid_record(index) for index in indices])

    def _training_record(self, iteration: int, place: int) -> "_Record":
        stream = _stream(self.training.seed, "train", iteration, place)
        group = self.groups[int(stream.choice(len(self.groups), p=self.chances))]
        index = int(group[stream.integers(len(group))])
        signal_mv_ct, beats_n = augment(
            self._signal_mv(index), self._beats(index), self.training, stream
        )
        label_k = self.set.labels[index].astype(np.float32)
        if stream.random() < self.training.label_dropout:
            label_k = np.zeros_like(label_k)
        if stream.random() < self.training.beat_dropout:
            beats_n = beats_n[:0]
        return self._record(signal_mv_ct, label_k, beats_n, stream)

    def _valid_record(self, index: int) -> "_Record":
        stream = _stream(0, "valid", index, 0)
        label_k = self.set.labels[index].astype(np.float32)
        return self._record(self._signal_mv(index), label_k, self._beats(index), stream)

    def _record(
        self,
        signal_mv_ct: NDArray[np.float64],
        label_k: NDArray[np.float32],
        beats_n: NDArray[np.float64],
        stream: np.random.Generator,
    ) -> "_Record":
        channels_ct = None
        if self.config.network.beat_channels:
            channels_ct = beat_channels(
                beats_n / self.set.rate_hz,
                samples=signal_mv_ct.shape[1],
                rate_hz=self.set.rate_hz,
            )
        noise_ct = stream.standard_normal(signal_mv_ct.shape, dtype=np.float32)
        level = np.float32(stream.standard_normal())
        return signal_mv_ct.astype(np.float32), label_k, channels_ct, noise_ct, level

    def _signal_mv(self, index: int) -> NDArray[np.float64]:
        return np.asarray(self.set.signals_uv[index], dtype=np.float64) / 1000

    def _beats(self, index: int) -> NDArray[np.float64]:
        beats_n = np.asarray(self.set.beats[index], dtype=np.float64)
        return beats_n[np.isfinite(beats_n)]


_Record = tuple[
    NDArray[np.float32],
    NDArray[np.float32],
    NDArray[np.float32] | None,
    NDArray[np.float32],
    np.float32,
]


def _stack(records: Sequence[_Record]) -> TrainingBatch:
    signals, labels, beats, noises, levels = zip(*records, strict=True)
    known = [each for each in beats if each is not None]
    return TrainingBatch(
        torch.from_numpy(np.stack(signals)),
        torch.from_numpy(np.stack(labels)),
        torch.from_numpy(np.stack(known)) if known else None,
        torch.from_numpy(np.stack(noises)),
        torch.from_numpy(np.array(levels)),
    )


def _stream(seed: int, *key: object) -> np.random.Generator:
    digest = hashlib.sha256("/".join(str(each) for each in (seed, *key)).encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))


def _groups(
    training_set: TrainingSet, training: TrainingConfig
) -> tuple[list[NDArray[np.int64]], NDArray[np.float64]]:
    """The records for training by label with a share, and the chance of each group.

    A record with several such labels belongs to the first. Raises TrainingSetError for a label
    that the set lacks or that no record for training has.
    """
    left = np.asarray(training_set.records_of("train"))
    if not training.shares:
        return [left], np.ones(1)
    groups = []
    for label in training.shares:
        if label not in training_set.label_names:
            raise TrainingSetError(
                f"training.shares names '{label}', but the set has the labels "
                + ", ".join(training_set.label_names)
            )
        has = training_set.labels[left, training_set.label_names.index(label)] > 0
        if not has.any():
            raise TrainingSetError(f"no record for training has the label '{label}'")
        groups.append(left[has])
        left = left[~has]
    shares = np.array(list(training.shares.values()))
    return groups, shares / shares.sum()


def _refuse_misfit(training_set: TrainingSet, config: ModelConfig) -> None:
    facts: dict[str, tuple[object, object]] = {
        "leads": (tuple(training_set.leads), tuple(config.leads)),
        "rate_hz": (training_set.rate_hz, config.rate_hz),
        "length": (training_set.signals_uv.shape[2], config.network.length),
        "number of labels": (len(training_set.label_names), config.network.labels),
    }
    if config.label_names:
        facts["labels"] = (tuple(training_set.label_names), tuple(config.label_names))
    for name, (of_set, of_model) in facts.items():
        if of_set != of_model:
            raise TrainingSetError(f"{name}: the set has {of_set}, the model {of_model}")
