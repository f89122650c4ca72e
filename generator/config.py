"""What a model is: its network, its diffusion, its leads. TOML in, JSON beside each checkpoint."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from generator.beat_model import BeatModel
from generator.leads import MODELLED_LEADS

PRESETS: Final = Path(__file__).parent / "configs"


class ConfigError(ValueError):
    """A configuration that describes no model; the message says which field, and why."""


@dataclass(frozen=True, kw_only=True)
class NetworkConfig:
    """The residual network; the defaults are those of SSSD-ECG (arXiv 2301.08227)."""

    labels: int
    """How many labels the multi-hot condition has."""
    in_channels: int = 8
    out_channels: int = 8
    length: int = 1000
    """Samples an ECG; the longest kernel (l_max) has as many, or as many patches."""
    patch: int = 1
    """Samples that make one place in time of the network; 1 in the published model."""
    beat_channels: int = 0
    """Further input channels that say where the beats are (beat_channels.py): 4, or 0 for none."""
    beat_average: bool = False
    """Whether the signal averaged over the beats enters too (beat_average.py)."""
    width: int = 256
    """Channels of the residual path; the S4 layers and gates have twice as many."""
    skip_width: int = 256
    blocks: int = 36
    state_size: int = 64
    """N of the state space, conjugate halves counted."""
    bidirectional: bool = True
    conjugates: bool = True
    """Both terms of each conjugate pair in the kernel's sums (the paper), or one; see s4_kernel."""
    layer_norm: bool = True
    dropout: float = 0.0
    label_width: int = 128
    step_width_in: int = 128
    step_width_mid: int = 512
    step_width_out: int = 512

    def __post_init__(self) -> None:
        """Raise ConfigError on a network that cannot be."""
        for name in _INTEGERS_OF_NETWORK:
            if name != "beat_channels":
                _refuse_unless(getattr(self, name) > 0, name, "must be positive")
        _refuse_unless(self.beat_channels in (0, 4), "beat_channels", "must be 4, or 0 for none")
        _refuse_unless(
            bool(self.beat_channels) or not self.beat_average, "beat_average", "needs beat_channels"
        )
        _refuse_unless(self.length > 1, "length", "must be at least 2")
        _refuse_unless(self.length % self.patch == 0, "patch", "must divide the length")
        _refuse_unless(self.state_size % 2 == 0, "state_size", "must be even: conjugate pairs")
        _refuse_unless(
            self.step_width_in % 2 == 0 and self.step_width_in > 2,
            "step_width_in",
            "must be even, for a sine and a cosine each, and at least 4",
        )
        _refuse_unless(0 <= self.dropout < 1, "dropout", "must be at least 0 and below 1")


@dataclass(frozen=True, kw_only=True)
class DiffusionConfig:
    """The linear schedule of Ho et al. (arXiv 2006.11239), with SSSD-ECG's constants."""

    steps: int = 200
    beta_first: float = 1e-4
    beta_last: float = 0.02

    def __post_init__(self) -> None:
        """Raise ConfigError on a schedule that cannot be."""
        _refuse_unless(self.steps > 1, "steps", "must be at least 2")
        _refuse_unless(0 < self.beta_first < 1, "beta_first", "must lie between 0 and 1")
        _refuse_unless(
            self.beta_first <= self.beta_last < 1, "beta_last", "must lie from beta_first up to 1"
        )


@dataclass(frozen=True, kw_only=True)
class EdmConfig:
    """The better objective: the design of Karras et al. 2022 (arXiv 2206.00364), see edm.py.

    Signals are divided lead by lead by ``unit_mv``, so that their deviation is about 1.
    """

    unit_mv: tuple[float, ...]
    """mV that make 1, for each output channel; a factor alone, so leads can be derived in mV."""
    sigma_min: float = 0.004
    sigma_max: float = 40.0
    rho: float = 7.0
    """How much denser the noise levels stand where there is little noise (eq. 5)."""
    noise_mean: float = -0.8
    """Mean and deviation of the log of the noise level in training (table 1)."""
    noise_deviation: float = 1.4
    predicts_signal: bool = False
    """The network gives the clean signal itself instead of EDM's mixture; see edm.py."""
    least_weighted_sigma: float = 0.0
    """Below this noise level the loss is weighted as at it; only where it predicts the signal."""

    def __post_init__(self) -> None:
        """Raise ConfigError on noise levels that cannot be."""
        _refuse_unless(all(unit > 0 for unit in self.unit_mv), "unit_mv", "must be positive")
        _refuse_unless(0 < self.sigma_min < self.sigma_max, "sigma_min", "must be below sigma_max")
        _refuse_unless(self.rho > 0, "rho", "must be positive")
        _refuse_unless(self.noise_deviation > 0, "noise_deviation", "must be positive")


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """All that is needed to build a model anew and to read what it makes."""

    network: NetworkConfig
    diffusion: DiffusionConfig = field(default_factory=DiffusionConfig)
    leads: tuple[str, ...] = MODELLED_LEADS
    """The name of each output channel."""
    rate_hz: float = 100.0
    rhythms: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For a rhythm (SR, AF), the indices of the labels that are set."""
    label_names: tuple[str, ...] = ()
    """The name of each label, where known: training checks them against the training set's."""
    edm: EdmConfig | None = None
    """Present, it takes the place of ``diffusion``: the network was trained by edm.py."""
    beat_models: Mapping[str, BeatModel] = field(default_factory=dict)
    """For a rhythm, how its beats follow one another: what the beat channels are drawn from."""

    def __post_init__(self) -> None:
        """Raise ConfigError when leads or rhythms do not fit the network."""
        _refuse_unless(
            len(set(self.leads)) == len(self.leads) == self.network.out_channels,
            "leads",
            f"must name each of the {self.network.out_channels} output channels once",
        )
        _refuse_unless(self.rate_hz > 0, "rate_hz", "must be positive")
        named = self.label_names
        _refuse_unless(
            not named or len(set(named)) == len(named) == self.network.labels,
            "label_names",
            f"must name each of the {self.network.labels} labels once",
        )
        _refuse_unless(
            self.edm is None or len(self.edm.unit_mv) == self.network.out_channels,
            "edm.unit_mv",
            f"must hold a number for each of the {self.network.out_channels} output channels",
        )
        for rhythm, indices in self.rhythms.items():
            fits = bool(indices) and all(0 <= index < self.network.labels for index in indices)
            _refuse_unless(
                fits, f"rhythms.{rhythm}", f"must hold label indices below {self.network.labels}"
            )


_INTEGERS_OF_NETWORK: Final = tuple(each.name for each in fields(NetworkConfig) if each.type is int)
Part = TypeVar("Part", NetworkConfig, DiffusionConfig, EdmConfig, BeatModel)


def read_config(path: Path) -> ModelConfig:
    """The model of a TOML or JSON file. Raises ConfigError naming the file and the field."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
        return config_from_table(table)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from error


def preset(name: str) -> ModelConfig:
    """The preset of that name in generator/configs. Raises ConfigError listing those there are."""
    known = sorted(path.stem for path in PRESETS.glob("*.toml"))
    if name not in known:
        raise ConfigError(f"there is no preset '{name}'; there are {', '.join(known)}")
    return read_config(PRESETS / f"{name}.toml")


def config_to_json(config: ModelConfig) -> str:
    """The model as JSON text; :func:`config_from_json` gives it back."""
    return json.dumps(asdict(config), indent=1, allow_nan=False) + "\n"


def config_from_json(text: str) -> ModelConfig:
    """The model of a JSON text. Raises ConfigError naming the field."""
    try:
        table = json.loads(text)
    except ValueError as error:
        raise ConfigError(f"not JSON: {error}") from error
    return config_from_table(table)


def config_from_table(table: object) -> ModelConfig:
    """The model of a parsed TOML or JSON table. Raises ConfigError naming the field."""
    given = _as_table(table, "the configuration")
    # How it is trained stands in the same file; training_config.py reads that.
    _refuse_unknown(given, {each.name for each in fields(ModelConfig)} | {"training"}, "")
    if "network" not in given:
        raise ConfigError("network is missing")
    rest: dict[str, Any] = {}
    if "leads" in given:
        rest["leads"] = _as_tuple(given["leads"], "leads", str)
    if "rate_hz" in given:
        rest["rate_hz"] = _as_number(given["rate_hz"], "rate_hz", float)
    if "label_names" in given:
        rest["label_names"] = _as_tuple(given["label_names"], "label_names", str)
    if given.get("edm") is not None:
        rest["edm"] = _part(EdmConfig, given["edm"], "edm")
    rhythms = _as_table(given.get("rhythms", {}), "rhythms")
    beat_models = _as_table(given.get("beat_models", {}), "beat_models")
    return ModelConfig(
        network=_part(NetworkConfig, given["network"], "network"),
        diffusion=_part(DiffusionConfig, given.get("diffusion", {}), "diffusion"),
        rhythms={name: _as_tuple(each, f"rhythms.{name}", int) for name, each in rhythms.items()},
        beat_models={
            name: _part(BeatModel, each, f"beat_models.{name}")
            for name, each in beat_models.items()
        },
        **rest,
    )


def _part(kind: type[Part], table: object, where: str) -> Part:
    given = _as_table(table, where)
    known = {each.name: each for each in fields(kind)}
    _refuse_unknown(given, set(known), f"{where}.")
    for name, each in known.items():
        if each.default is MISSING and name not in given:
            raise ConfigError(f"{where}.{name} is missing")
    values = {
        name: _as_number(value, f"{where}.{name}", known[name].type)
        for name, value in given.items()
    }
    return kind(**values)


def _as_number(value: object, where: str, kind: object) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind == tuple[float, ...]:
        return tuple(_as_number(each, where, float) for each in _as_tuple(value, where, None))
    # bool is a kind of int to Python, not to us
    if type(value) is not kind:
        raise ConfigError(f"{where} must be {getattr(kind, '__name__', kind)}, and is {value!r}")
    return value


def _as_table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{where} must be a table of named values")
    return value


def _as_tuple(value: object, where: str, kind: type | None) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ConfigError(f"{where} must be a list")
    if kind is not None and any(type(each) is not kind for each in value):
        raise ConfigError(f"{where} must be a list of {kind.__name__}")
    return tuple(value)


def _refuse_unknown(given: Mapping[str, Any], known: set[str], prefix: str) -> None:
    if unknown := sorted(set(given) - known):
        raise ConfigError(
            f"{prefix}{unknown[0]} is not known; known are {', '.join(sorted(known))}"
        )


def _refuse_unless(holds: bool, name: str, why: str) -> None:
    if not holds:
        raise ConfigError(f"{name} {why}")
