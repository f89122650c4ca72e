"""How a model is trained: the ``[training]`` table of a configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from generator.config import ConfigError

PRECISIONS: Final = ("fp32", "bf16")


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """The budget, the optimiser, and what is done to the records on the way."""

    iterations: int
    batch_size: int = 16
    """Records an iteration, those of all devices together."""
    seed: int = 0
    learning_rate: float = 1e-3
    warmup: int = 200
    """Iterations in which the learning rate rises from 0."""
    cooldown: float = 0.2
    """Share of the iterations, the last ones, in which it falls to 0."""
    gradient_norm: float = 1.0
    """Gradients are clipped to this norm."""
    ema: float = 0.999
    """What the averaged weights keep in an iteration; less in the first ones."""
    precision: str = "fp32"
    label_dropout: float = 0.1
    """Share of records whose label is hidden."""
    beat_dropout: float = 0.15
    """Share of records whose beats are hidden, so that the label alone draws ECGs too."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """How often a label is drawn, by name; without it every record is as likely."""
    stretch: float = 0.15
    """Up to this much longer a record is made, in half of the cases."""
    gain: float = 0.25
    """Amplitudes are multiplied by 1 / (1 + gain) to 1 + gain."""
    rotation_degrees: float = 10.0
    """Deviation of the angle by which the heart is turned."""
    log_every: int = 50
    check_every: int = 500
    """Iterations between checkpoints, each with the loss on the valid split."""
    draw_every: int = 2000
    """Iterations between pictures of what the model draws."""

    def __post_init__(self) -> None:
        """Raise ConfigError on a training that cannot be."""
        for name in ("iterations", "batch_size", "log_every", "check_every", "draw_every"):
            _refuse_unless(getattr(self, name) > 0, name, "must be positive")
        for name in ("seed", "warmup", "stretch", "gain", "rotation_degrees"):
            _refuse_unless(getattr(self, name) >= 0, name, "must be 0 or more")
        for name in ("cooldown", "ema", "label_dropout", "beat_dropout"):
            _refuse_unless(0 <= getattr(self, name) < 1, name, "must be at least 0 and below 1")
        _refuse_unless(self.learning_rate > 0, "learning_rate", "must be positive")
        _refuse_unless(self.gradient_norm > 0, "gradient_norm", "must be positive")
        _refuse_unless(
            self.precision in PRECISIONS, "precision", f"must be one of {', '.join(PRECISIONS)}"
        )
        _refuse_unless(
            all(share > 0 for share in self.shares.values()), "shares", "must be positive"
        )

    def rate_at(self, iteration: int) -> float:
        """The learning rate: a rise, a plateau, a fall to 0 over the last share."""
        rise = min(1.0, (iteration + 1) / max(1, self.warmup))
        falling = max(1.0, self.cooldown * self.iterations)
        fall = min(1.0, (self.iterations - iteration) / falling)
        return self.learning_rate * rise * max(0.0, fall)


def training_from_table(table: Mapping[str, Any]) -> TrainingConfig:
    """The training of a parsed TOML table. Raises ConfigError naming the field."""
    known = {each.name: each for each in fields(TrainingConfig)}
    if unknown := sorted(set(table) - set(known)):
        raise ConfigError(
            f"training.{unknown[0]} is not known; known are {', '.join(sorted(known))}"
        )
    if "iterations" not in table:
        raise ConfigError("training.iterations is missing")
    values = {name: _value(name, value, known[name].type) for name, value in table.items()}
    return TrainingConfig(**values)


def _value(name: str, value: object, kind: object) -> Any:
    if name == "shares":
        if not isinstance(value, Mapping):
            raise ConfigError("training.shares must be a table of numbers")
        return {label: _value(f"shares.{label}", share, float) for label, share in value.items()}
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ConfigError(
            f"training.{name} must be {getattr(kind, '__name__', kind)}, and is {value!r}"
        )
    return value


def _refuse_unless(holds: bool, name: str, why: str) -> None:
    if not holds:
        raise ConfigError(f"training.{name} {why}")
