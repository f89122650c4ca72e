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

from generator.conditions import multi_hot
from generator.config import ModelConfig
from generator.diffusion import linear_schedule
from generator.leads import twelve_leads
from generator.network import DiffusionNetwork
from generator.noise import START, batch_noise, step_purpose
from generator.samplers import sample_ancestral, sample_ddim, sample_dpm_solver_2m

ANCESTRAL: Final = "ancestral"
FEW_STEP_SAMPLERS: Final[Mapping[str, Callable[..., Tensor]]] = {
    "ddim": sample_ddim,
    "dpm-solver-2m": sample_dpm_solver_2m,
}
SAMPLERS: Final = (ANCESTRAL, *FEW_STEP_SAMPLERS)


class UnknownRhythmError(ValueError):
    """The checkpoint was not trained, or does not say how, to draw this rhythm."""


@dataclass(frozen=True, kw_only=True)
class RecordSampler:
    """Called with record indices, it draws these records; each depends on its own index alone."""

    network: DiffusionNetwork
    config: ModelConfig
    rhythm: str
    pool_seed: int
    sampler: str
    steps: int
    """Evaluations of the network a record."""

    def __post_init__(self) -> None:
        """Raise UnknownRhythmError or ValueError on what the checkpoint cannot do."""
        if self.rhythm not in self.config.rhythms:
            known = ", ".join(sorted(self.config.rhythms)) or "none by name"
            raise UnknownRhythmError(
                f"the checkpoint knows no rhythm '{self.rhythm}' (it knows {known}); "
                "'rhythms' in its configuration says which labels a rhythm sets"
            )
        if self.sampler not in SAMPLERS:
            raise ValueError(f"no sampler '{self.sampler}'; there are {', '.join(SAMPLERS)}")
        total = self.config.diffusion.steps
        if self.sampler == ANCESTRAL and self.steps != total:
            raise ValueError(f"ancestral sampling takes all {total} steps, not {self.steps}")
        if not 2 <= self.steps <= total:
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

    def _sample(self, indices: Sequence[int]) -> Tensor:
        schedule = linear_schedule(self.config.diffusion)
        x_bcl = self._noise(indices, START)
        label_k = multi_hot(self.labels, self.config.network.labels)
        label_bk = label_k.to(x_bcl.device).expand(len(indices), -1)

        def denoise(x_bcl: Tensor, step_b: Tensor) -> Tensor:
            noise_bcl: Tensor = self.network(x_bcl, step_b, label_bk)
            return noise_bcl

        if self.sampler == ANCESTRAL:
            return sample_ancestral(
                denoise, x_bcl, schedule, lambda step: self._noise(indices, step_purpose(step))
            )
        return FEW_STEP_SAMPLERS[self.sampler](denoise, x_bcl, schedule, steps=self.steps)

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
