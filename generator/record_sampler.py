"""Draw records of one rhythm with a network: noise in, 12 leads in microvolt out.

Shape legend: ``_bcl`` is record x channel x time, ``_nlt`` record x lead x time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.beat_channels import beat_channels
from generator.conditions import multi_hot
from generator.config import EdmConfig, ModelConfig
from generator.diffusion import linear_schedule
from generator.edm import denoise_edm, sigma_grid, units
from generator.held_network import HeldNetwork
from generator.leads import twelve_leads
from generator.network import DiffusionNetwork
from generator.noise import BEATS, START, batch_noise, record_stream, step_purpose
from generator.samplers import (
    sample_ancestral,
    sample_ddim,
    sample_dpm_solver_2m,
    sample_edm_dpm_solver_2m,
    sample_euler,
    sample_heun,
)

ANCESTRAL: Final = "ancestral"
HEUN: Final = "heun"
FEW_STEP_SAMPLERS: Final[Mapping[str, Callable[..., Tensor]]] = {
    "ddim": sample_ddim,
    "dpm-solver-2m": sample_dpm_solver_2m,
}
EDM_SAMPLERS: Final[Mapping[str, Callable[..., Tensor]]] = {
    "ddim": sample_euler,
    "dpm-solver-2m": sample_edm_dpm_solver_2m,
    HEUN: sample_heun,
}
SAMPLERS: Final = (ANCESTRAL, *EDM_SAMPLERS)
DEFAULT_SAMPLER: Final = "dpm-solver-2m"
DEFAULT_STEPS: Final = 25
FLOAT32: Final = "float32"
BF16: Final = "bf16"
PRECISIONS: Final = (FLOAT32, BF16)


class UnknownRhythmError(ValueError):
    """The checkpoint was not trained, or does not say how, to draw this rhythm."""


@dataclass(frozen=True, kw_only=True)
class RecordSampler:
    """Called with record indices, it draws these records; each depends on its own index alone."""

    network: DiffusionNetwork | HeldNetwork
    config: ModelConfig
    rhythm: str
    pool_seed: int
    sampler: str = DEFAULT_SAMPLER
    steps: int = DEFAULT_STEPS
    """Evaluations of the network a record; Heun's rule takes nearly two a step."""
    draw_beats: bool = True
    """Whether a network with beat channels is told beats, drawn from the rhythm's model."""
    precision: str = FLOAT32
    """Of the matrix products; convolutions and sampler stay in float32."""

    def __post_init__(self) -> None:
        """Raise UnknownRhythmError or ValueError on what the checkpoint cannot do."""
        if self.rhythm not in self.config.rhythms:
            known = ", ".join(sorted(self.config.rhythms)) or "none by name"
            raise UnknownRhythmError(
                f"the checkpoint knows no rhythm '{self.rhythm}' (it knows {known}); "
                "'rhythms' in its configuration says which labels a rhythm sets"
            )
        of_objective = EDM_SAMPLERS if self.config.edm else (ANCESTRAL, *FEW_STEP_SAMPLERS)
        if self.sampler not in of_objective:
            raise ValueError(
                f"no sampler '{self.sampler}' for this checkpoint; there are "
                + ", ".join(of_objective)
            )
        if self.precision not in PRECISIONS:
            raise ValueError(f"no precision '{self.precision}'; there are {', '.join(PRECISIONS)}")
        total = self.config.diffusion.steps
        if self.sampler == ANCESTRAL and self.steps != total:
            raise ValueError(f"ancestral sampling takes all {total} steps, not {self.steps}")
        if self.steps < 2 or (self.steps > total and self.config.edm is None):
            raise ValueError(f"a sampler takes 2 to {total} steps, not {self.steps}")

    @property
    def labels(self) -> tuple[int, ...]:
        """The labels that the rhythm sets."""
        return tuple(self.config.rhythms[self.rhythm])

    def __call__(self, indices: Sequence[int]) -> NDArray[np.int16]:
        """The records ``indices`` as int16 microvolt (n, 12, samples), in the order of a batch."""
        with torch.inference_mode():
            signal_mv_bcl = self._sample(indices).float().cpu().numpy()
        return to_microvolt(twelve_leads(signal_mv_bcl, self.config.leads), indices)

    def condition_of(self, index: int) -> dict[str, object]:
        """What was asked of the record ``index``, for the manifest: JSON."""
        asked: dict[str, object] = {"rhythm": self.rhythm, "labels": list(self.labels)}
        if self.config.network.beat_channels:
            times_s = self.beat_times_s(index)
            asked["beats_s"] = [round(float(time_s), 3) for time_s in times_s]
        return {**asked, "record": index}

    def beat_times_s(self, index: int) -> NDArray[np.float64]:
        """When the heart beats in the record ``index``, in seconds; empty where it is not told."""
        model = self.config.beat_models.get(self.rhythm) if self.draw_beats else None
        if model is None:
            return np.zeros(0)
        duration_s = self.config.network.length / self.config.rate_hz
        purpose = f"{self.rhythm} {BEATS}"
        return model.draw(duration_s, record_stream(self.pool_seed, index, purpose))

    def _sample(self, indices: Sequence[int]) -> Tensor:
        """The modelled leads in mV."""
        x_bcl = self._noise(indices, START)
        label_k = multi_hot(self.labels, self.config.network.labels)
        label_bk = label_k.to(x_bcl.device).expand(len(indices), -1)
        beats_bcl = self._beats(indices, x_bcl.device)

        def network(x_bcl: Tensor, step_b: Tensor) -> Tensor:
            with torch.autocast(x_bcl.device.type, torch.bfloat16, enabled=self.precision == BF16):
                raw_bcl: Tensor = self.network(x_bcl, step_b, label_bk, beats_bcl)
            return raw_bcl.float()

        if self.config.edm is not None:
            return self._sample_edm(network, x_bcl, self.config.edm)
        schedule = linear_schedule(self.config.diffusion)
        if self.sampler == ANCESTRAL:
            return sample_ancestral(
                network, x_bcl, schedule, lambda step: self._noise(indices, step_purpose(step))
            )
        return FEW_STEP_SAMPLERS[self.sampler](network, x_bcl, schedule, steps=self.steps)

    def _sample_edm(
        self, network: Callable[[Tensor, Tensor], Tensor], x_bcl: Tensor, edm: EdmConfig
    ) -> Tensor:
        def denoise(x_bcl: Tensor, sigma_b: Tensor) -> Tensor:
            return denoise_edm(network, x_bcl, sigma_b, edm)

        sigmas = sigma_grid(edm, self.steps)
        clean_bcl = EDM_SAMPLERS[self.sampler](denoise, sigmas[0] * x_bcl, sigmas)
        return clean_bcl * units(self.config, x_bcl.device)

    def _beats(self, indices: Sequence[int], device: torch.device) -> Tensor | None:
        if not self.config.network.beat_channels:
            return None
        channels = [
            beat_channels(
                self.beat_times_s(index),
                samples=self.config.network.length,
                rate_hz=self.config.rate_hz,
            )
            for index in indices
        ]
        return torch.from_numpy(np.stack(channels)).to(device)

    def _noise(self, indices: Sequence[int], purpose: str) -> Tensor:
        """Keyed by rhythm too, lest record 5 in AF be the twin of record 5 in SR."""
        network = self.config.network
        shape_cl = (network.out_channels, network.length)
        noise_bcl = batch_noise(self.pool_seed, indices, f"{self.rhythm} {purpose}", shape_cl)
        return noise_bcl.to(next(self.network.parameters()).device)


def to_microvolt(signal_mv_nlt: NDArray[np.floating], indices: Sequence[int]) -> NDArray[np.int16]:
    """Round mV to int16 microvolt; beyond +-32.767 mV is clipped, which quality control refuses.

    Raises FloatingPointError naming the records ``indices`` that are not finite.
    """
    finite_n = np.isfinite(signal_mv_nlt).all(axis=(1, 2))
    if not finite_n.all():
        broken = [str(index) for index, fine in zip(indices, finite_n, strict=True) if not fine]
        raise FloatingPointError(f"the network gave no finite signal for {', '.join(broken)}")
    signal_uv_nlt = np.clip(np.rint(signal_mv_nlt * 1000), -32_767, 32_767)
    return np.asarray(signal_uv_nlt, dtype=np.int16)
