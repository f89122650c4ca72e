"""The attack by one who holds the checkpoint: it denoises what it learnt better than the rest.

The loss of a diffusion model at declared noise levels (Carlini et al. 2023, USENIX Security;
Matsumoto, Miura & Yanai 2023; the error that Duan et al. 2023 approximate). A plain ECG has a low
loss whoever it is of, so the loss is set against another one: that of a reference checkpoint, or,
without one, what the embedding lets expect (Watson et al. 2022 call it difficulty).

Shape legend: ``_n`` record, ``_bcl`` record x channel x time, ``_bk`` record x label, ``_v`` level.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from generator.beat_channels import beat_channels
from generator.checkpoint import CheckpointError, load_checkpoint
from generator.conditions import multi_hot
from generator.config import ModelConfig
from generator.dataset import TrainingBatch
from generator.evaluation.ecg_set import HELD_OUT, RATE_HZ, SAMPLES, TRAIN, EcgSet
from generator.held_network import ready_to_draw
from generator.leads import TWELVE_LEADS, modelled_leads
from generator.objectives import loss_terms

LEVELS: Final = (-1.5, -0.75, 0.0, 0.75)
"""Noise levels as training draws them, in deviations of its (log-)normal distribution."""
MOST_OF_A_KIND: Final = 120
"""Records of a rhythm, learnt or held out, each: a forward pass a record and level."""
MOST_WORK: Final = 4e11
"""Parameters times places times passes: the shipped checkpoint's 240 records take half a minute on
two cores. A published one would take an hour: there a GPU is worth its while."""
GPU_FACTOR: Final = 100
_AT_ONCE: Final = 16
_SEED: Final = 20261121
_FOLDS: Final = 5
_LEAST_LOSS: Final = 1e-9
"""What is known to the last bit has a logarithm too."""
_FEWEST_TO_LEARN: Final = 40
"""Fewer records do not teach what loss to expect."""


class NotTestableError(ValueError):
    """A checkpoint whose losses cannot be computed here; the message says why."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LossScores:
    """The records that were tested; their scores are high where the loss is below the expected."""

    members: EcgSet
    score_n: NDArray[np.float64]
    says: str
    """Against what the losses were set, as a sentence."""


def loss_scores(
    members: EcgSet,
    members_nd: NDArray[np.float64],
    checkpoint: Path,
    reference: Path | None,
    *,
    stream: np.random.Generator,
) -> LossScores:
    """Score real records by the checkpoint's loss; ``members_nd`` is their embedding.

    Raises NotTestableError.
    """
    rows = _drawn(members, stream)
    tested = members.take(rows)
    log_loss_n = _log_losses(tested, checkpoint)
    if reference is not None:
        expected_n = _log_losses(tested, reference)
        says = "The loss is set against that of the reference checkpoint."
    elif len(tested) >= _FEWEST_TO_LEARN:
        expected_n = _expected(log_loss_n, members_nd[rows], tested.patients)
        says = (
            "Without a reference checkpoint the loss is set against what a ridge regression on "
            "the embedding, cross-validated by patient, expects of such an ECG."
        )
    else:
        expected_n = np.zeros(len(tested))
        says = "The loss is taken as it is: too few records to learn what to expect."
    return LossScores(members=tested, score_n=expected_n - log_loss_n, says=says)


def _drawn(members: EcgSet, stream: np.random.Generator) -> NDArray[np.int64]:
    kept = []
    for rhythm in sorted(set(members.rhythms)):
        for split in (TRAIN, HELD_OUT):
            rows = np.intersect1d(members.of_rhythm(rhythm), members.of_split(split))
            if len(rows) > MOST_OF_A_KIND:
                rows = stream.choice(rows, MOST_OF_A_KIND, replace=False)
            kept.append(rows)
    return np.sort(np.concatenate(kept))


def _log_losses(ecgs: EcgSet, checkpoint: Path) -> NDArray[np.float64]:
    """The mean over the levels of each record's log loss: no level decides alone."""
    losses_nv = _losses(ecgs, checkpoint)
    return np.asarray(np.log(np.maximum(losses_nv, _LEAST_LOSS)).mean(axis=1))


def _losses(ecgs: EcgSet, checkpoint: Path) -> NDArray[np.float64]:
    """The loss of each record at each level, (n, v)."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        network, config = load_checkpoint(checkpoint, device)
    except CheckpointError as error:
        raise NotTestableError(str(error)) from error
    _refuse_misfit(config, ecgs)
    places = config.network.length // config.network.patch
    parameters = sum(each.numel() for each in network.parameters())
    work = parameters * places * len(ecgs) * len(LEVELS)
    if work > MOST_WORK * (GPU_FACTOR if device == "cuda" else 1):
        raise NotTestableError(
            f"{parameters / 1e6:.0f} million parameters are too many for this machine "
            f"({len(ecgs)} records at {len(LEVELS)} noise levels)"
        )
    ready = ready_to_draw(network)
    found = []
    with torch.inference_mode():
        for start in range(0, len(ecgs), _AT_ONCE):
            part = range(start, min(start + _AT_ONCE, len(ecgs)))
            batches = [_batch(ecgs, part, config, level) for level in LEVELS]
            losses = [loss_terms(ready, each.to(device), config).cpu() for each in batches]
            found.append(torch.stack(losses, dim=1).double().numpy())
    return np.concatenate(found)


def _batch(ecgs: EcgSet, part: range, config: ModelConfig, level: float) -> TrainingBatch:
    """Records with the condition of their rhythm and their own beats; noise fixed by the place."""
    signals = modelled_leads(ecgs.signals_mv_nlt[part], TWELVE_LEADS, config.leads)
    labels = [multi_hot(config.rhythms[ecgs.rhythms[row]], config.network.labels) for row in part]
    beats = None
    if config.network.beat_channels:
        channels = [
            beat_channels(ecgs.beats_s[row], samples=SAMPLES, rate_hz=RATE_HZ) for row in part
        ]
        beats = torch.from_numpy(np.stack(channels)).float()
    stream = np.random.default_rng([_SEED, LEVELS.index(level), part.start])
    noise = stream.standard_normal(signals.shape, dtype=np.float32)
    return TrainingBatch(
        torch.from_numpy(signals.astype(np.float32)),
        torch.stack(labels),
        beats,
        torch.from_numpy(noise),
        torch.full((len(part),), level),
    )


def _expected(
    log_loss_n: NDArray[np.float64],
    embedded_nd: NDArray[np.float64],
    patients: tuple[str, ...],
) -> NDArray[np.float64]:
    model = make_pipeline(StandardScaler(), RidgeCV(np.logspace(-2, 4, 13)))
    folds = GroupKFold(min(_FOLDS, len(set(patients))))
    return np.asarray(
        cross_val_predict(model, embedded_nd, log_loss_n, groups=np.array(patients), cv=folds)
    )


def _refuse_misfit(config: ModelConfig, ecgs: EcgSet) -> None:
    if config.rate_hz != RATE_HZ or config.network.length != SAMPLES:
        raise NotTestableError(
            f"the checkpoint knows {config.network.length} samples at {config.rate_hz:g} Hz, the "
            f"evaluation {SAMPLES} at {RATE_HZ:g} Hz"
        )
    unknown = sorted(set(ecgs.rhythms) - set(config.rhythms))
    if unknown:
        raise NotTestableError(f"the checkpoint knows no rhythm {', '.join(unknown)}")
    if not set(config.leads) <= set(TWELVE_LEADS):
        raise NotTestableError(f"the checkpoint has leads {', '.join(config.leads)}")
