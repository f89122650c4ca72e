"""``python -m generator train``: train a model on a training set, resumably.

Each iteration's records, noise and learning rate follow from the seed and its number, so a run that
was killed goes on with the losses it would have had, on one device or several.
"""

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from generator.beat_model import BeatModel, fit_beat_model
from generator.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from generator.config import ModelConfig
from generator.dataset import Batches
from generator.devices import Devices, joined_devices
from generator.network import DiffusionNetwork
from generator.objectives import loss_terms
from generator.train_pictures import draw_losses, draw_samples, write_losses
from generator.train_state import TrainState, copy_of
from generator.training_config import TrainingConfig
from generator.training_set import TrainingSet, open_training_set

CHECKPOINT_FILE = "checkpoint.safetensors"
VALID_RECORDS = 64
"""As many records of the valid split are enough to see the loss turn."""
BREATH_SHARE = {"SR": 0.5}
"""About half of the variation of sinus rhythm over ten seconds goes with the breath."""


class DivergedError(RuntimeError):
    """The loss is no longer a number."""


@dataclass(frozen=True, kw_only=True)
class TrainJob:
    """What is asked for on the command line."""

    model: ModelConfig
    training: TrainingConfig
    data: Path
    out: Path
    device: str = "cpu"
    begin_with: Path | None = None
    """A checkpoint whose weights the training begins with; None for random ones."""


def train(job: TrainJob) -> Path:
    """Train, or go on, until ``job.training.iterations``; gives the checkpoint's path.

    Interrupted or killed, it goes on from the last checkpoint when it is called again. Raises
    TrainingSetError, TrainStateError, DivergedError, CheckpointError.
    """
    job.out.mkdir(parents=True, exist_ok=True)
    training_set = open_training_set(job.data)
    named = replace(job.model, label_names=job.model.label_names or training_set.label_names)
    config = with_beat_models(named, training_set)
    with joined_devices(job.device) as devices:
        _Run(replace(job, model=config), training_set, devices).go_on()
    return job.out / CHECKPOINT_FILE


def with_beat_models(config: ModelConfig, training_set: TrainingSet) -> ModelConfig:
    """The model with the beats of each of its rhythms, fitted to the records for training.

    The label whose name is the rhythm's says which records are meant.
    """
    if not config.network.beat_channels:
        return config
    train_records = training_set.records_of("train")
    models: dict[str, BeatModel] = {}
    for rhythm in config.rhythms:
        column = training_set.labels[:, training_set.label_names.index(rhythm)]
        beats = [training_set.beats[index] for index in train_records if column[index]]
        times_s = [each[np.isfinite(each)] / training_set.rate_hz for each in beats]
        models[rhythm] = fit_beat_model(times_s, breath_share=BREATH_SHARE.get(rhythm, 0.0))
    return replace(config, beat_models=models)


class _Run:
    """A training with its set open and its weights in memory."""

    def __init__(self, job: TrainJob, training_set: TrainingSet, devices: Devices) -> None:
        self.job, self.devices = job, devices
        self.batches = Batches(training_set, job.model, job.training)
        torch.manual_seed(job.training.seed)
        network = _network_to_begin_with(job).to(devices.device).train()
        twin = DiffusionNetwork(job.model.network, fresh=False).to(devices.device)
        optimizer = torch.optim.AdamW(
            network.parameters(), lr=job.training.learning_rate, weight_decay=0.0
        )
        identity = _identity(job, training_set)
        self.state = TrainState(network, copy_of(network, twin), optimizer, identity)
        self.state.load(job.out, devices.device)
        self.shared = devices.shared(network)
        self.since_row: list[float] = []

    def go_on(self) -> None:
        training, state = self.job.training, self.state
        for _ in self._iterations():
            loss = self._learn()
            self.since_row.append(loss)
            state.iteration += 1
            at_end = state.iteration == training.iterations
            check = state.iteration % training.check_every == 0 or at_end
            if state.iteration % training.log_every == 0 or check:
                valid = self._valid_loss() if check else None
                state.losses.append((state.iteration, float(np.mean(self.since_row)), valid))
                self.since_row = []
            if check:
                self.keep()
            if state.iteration % training.draw_every == 0 or at_end:
                self._draw()

    def keep(self) -> None:
        """Write the state, the averaged weights as a checkpoint, the losses and their plot."""
        if not self.devices.leads:
            return
        out, averaged = self.job.out, self.state.averaged
        assert isinstance(averaged, DiffusionNetwork)
        self.state.save(out)
        save_checkpoint(out / CHECKPOINT_FILE, averaged, self.job.model)
        write_losses(out, self.state.losses)
        draw_losses(out, self.state.losses)

    def _iterations(self) -> Iterator[int]:
        left = range(self.state.iteration, self.job.training.iterations)
        progress = tqdm(
            left,
            initial=self.state.iteration,
            total=self.job.training.iterations,
            unit="it",
            disable=not self.devices.leads,
        )
        for iteration in progress:
            yield iteration
            if self.state.losses:
                progress.set_postfix(loss=f"{self.state.losses[-1][1]:.4f}", refresh=False)

    def _learn(self) -> float:
        """One iteration; gives its loss over all devices."""
        training, state = self.job.training, self.state
        places = self.devices.places(training.batch_size)
        batch = self.batches.training_batch(state.iteration, places).to(self.devices.device)
        with self._precision():
            loss = loss_terms(self.shared, batch, self.job.model).mean()
        for group in state.optimizer.param_groups:
            group["lr"] = training.rate_at(state.iteration)
        state.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(state.network.parameters(), training.gradient_norm)
        mean = self.devices.mean(loss.detach())
        if not np.isfinite(mean):
            raise DivergedError(
                f"the loss is {mean} at iteration {state.iteration}; "
                "go on from the last checkpoint with a smaller learning_rate"
            )
        state.optimizer.step()
        state.average(training.ema)
        return mean

    def _precision(self) -> torch.autocast | nullcontext[None]:
        if self.job.training.precision == "bf16":
            return torch.autocast(self.devices.device.type, dtype=torch.bfloat16)
        return nullcontext()

    @torch.no_grad()
    def _valid_loss(self) -> float | None:
        indices = self.batches.set.records_of("valid")[:VALID_RECORDS].tolist()
        terms = []
        for start in range(0, len(indices), self.job.training.batch_size):
            some = indices[start : start + self.job.training.batch_size]
            batch = self.batches.valid_batch(some).to(self.devices.device)
            terms.append(loss_terms(self.state.averaged, batch, self.job.model))
        return float(torch.cat(terms).mean()) if terms else None

    def _draw(self) -> None:
        if self.devices.leads:
            averaged = self.state.averaged
            assert isinstance(averaged, DiffusionNetwork)
            draw_samples(self.job.out, averaged, self.job.model, self.state.iteration)
        self.devices.wait()


def _network_to_begin_with(job: TrainJob) -> DiffusionNetwork:
    """With random weights, or those of the checkpoint that was named.

    Raises CheckpointError when that is of another network.
    """
    fresh = DiffusionNetwork(job.model.network)
    if job.begin_with is None:
        return fresh
    known, config = load_checkpoint(job.begin_with)
    ours, theirs = asdict(job.model.network), asdict(config.network)
    if other := [
        f"{name} {theirs[name]}, not {ours[name]}" for name in ours if ours[name] != theirs[name]
    ]:
        raise CheckpointError(
            f"{job.begin_with} is of another network than the one to train: {'; '.join(other)}"
        )
    fresh.load_state_dict(known.state_dict())
    return fresh


def _identity(job: TrainJob, training_set: TrainingSet) -> dict[str, object]:
    """What must not change between the parts of a run; its length may."""
    # How often it is looked at changes nothing either.
    free = {"iterations", "cooldown", "log_every", "check_every", "draw_every"}
    training = {name: value for name, value in asdict(job.training).items() if name not in free}
    facts = (job.data / "set.json").read_bytes()
    identity: dict[str, object] = {
        "model": asdict(job.model),
        "training": training,
        "training set": hashlib.sha256(facts).hexdigest(),
        "records": int(training_set.signals_uv.shape[0]),
    }
    if job.begin_with is not None:
        weights = job.begin_with.read_bytes()
        identity["the checkpoint begun with"] = hashlib.sha256(weights).hexdigest()
    return identity
