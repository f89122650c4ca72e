"""Seconds an iteration of training takes, for each compact preset, on this processor.

    python -m benchmarks.generator_training

An iteration is the loss of the preset's own objective on a batch of its size (random records: the
time does not depend on them), its gradients and the optimiser's step. Reading records is left out.
Presets take turns, so that a busy machine burdens all alike.
"""

import os
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

import torch

from generator.config import PRESETS, ModelConfig, preset
from generator.dataset import TrainingBatch
from generator.network import DiffusionNetwork
from generator.objectives import loss_terms

BATCH = 16
ROUNDS = 3
TURN_ITERATIONS = 1


def main() -> None:
    """Print the table, under a line that says how busy the machine was before."""
    load = os.getloadavg()[0]
    configs = {name: preset(name) for name in compact_presets()}
    print(f"{os.cpu_count()} cores, {torch.get_num_threads()} threads, load {load:.1f} before")
    print(f"batches of {BATCH}, float32\n")
    iterations = {name: iteration_of(config, BATCH) for name, config in configs.items()}
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in configs}
    for iterate in iterations.values():
        iterate()
    for _ in range(ROUNDS):
        for name, iterate in iterations.items():
            costs[name].append(cost_s(iterate))
    print("| preset | parameters, M | wall s an iteration | CPU s an iteration (least to most) |")
    print("|---|---|---|---|")
    for name, config in configs.items():
        wall_s, cpu_s = zip(*costs[name], strict=True)
        count = sum(
            each.numel() for each in DiffusionNetwork(config.network, fresh=False).parameters()
        )
        spread = f"{median(cpu_s):.2f} ({min(cpu_s):.2f} to {max(cpu_s):.2f})"
        print(f"| {name} | {count / 1e6:.2f} | {median(wall_s):.2f} | {spread} |")


def compact_presets() -> list[str]:
    """The presets for a CPU or for one GPU hour."""
    return sorted(path.stem for path in PRESETS.glob("compact-*.toml"))


def iteration_of(config: ModelConfig, batch: int) -> Callable[[], float]:
    """What does one iteration and gives its loss."""
    torch.manual_seed(0)
    network = DiffusionNetwork(config.network, fresh=False).train()
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-4)
    given = random_batch(config, batch)

    def iterate() -> float:
        loss = loss_terms(network, given, config).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    return iterate


def random_batch(config: ModelConfig, batch: int) -> TrainingBatch:
    """Noise in the place of records, with every condition that the network takes."""
    network = config.network
    shape = (batch, network.in_channels, network.length)
    beats = (batch, network.beat_channels, network.length)
    return TrainingBatch(
        signal_mv_bcl=torch.randn(shape) * 0.2,
        label_bk=torch.randint(2, (batch, network.labels)).float(),
        beats_bcl=torch.rand(beats) if network.beat_channels else None,
        noise_bcl=torch.randn(shape),
        level_b=torch.randn(batch),
    )


def cost_s(iterate: Callable[[], float]) -> tuple[float, float]:
    """Wall and processor seconds of an iteration."""
    began_s, cpu_s = perf_counter(), process_time()
    for _ in range(TURN_ITERATIONS):
        iterate()
    wall_s, cpu_s = perf_counter() - began_s, process_time() - cpu_s
    return wall_s / TURN_ITERATIONS, cpu_s / TURN_ITERATIONS


if __name__ == "__main__":
    main()
