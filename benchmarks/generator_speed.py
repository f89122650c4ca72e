"""Seconds an ECG on this processor: the published code's cost model beside ours, same weights.

    python -m benchmarks.generator_speed [BLOCKS]

Both compute one diffusion step of SSSD-ECG at its reference size (256 channels, 1000 samples) on
the same input, in turns, and are first shown to agree. Every step costs the same, so an ECG in T
steps costs T times that: a whole run of the twin would take an hour and a half. For the same reason
BLOCKS (6) of the 36 equal blocks are computed and the time is multiplied; `... generator_speed 36`
computes all. The kernels take one term of each conjugate pair, which is what the published code
does on a processor, and the cheaper way.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter, process_time

import torch
from torch import Tensor

from benchmarks.published_cost import SlowTwin
from generator.config import ModelConfig, preset
from generator.held_network import HeldNetwork
from generator.network import DiffusionNetwork
from generator.record_sampler import DEFAULT_STEPS, RecordSampler

BLOCKS = 6
BATCHES = (8, 1)
ROUNDS = 3
TURN_STEPS = 2  # of ours in a round, against one of the twin
AGREEMENT = 1e-4
Predict = Callable[[Tensor, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Cost:
    """Wall and processor seconds of one call."""

    wall_s: float
    cpu_s: float


def main(blocks: int = BLOCKS) -> None:
    """Print the tables, under a line that says how busy the machine was before."""
    load = os.getloadavg()[0]
    config = preset("ptbxl")
    part = replace(config, network=replace(config.network, blocks=blocks, conjugates=False))
    network = random_network(part)
    ours, twin = HeldNetwork(network), SlowTwin(network)
    print(f"{os.cpu_count()} cores, {torch.get_num_threads()} threads, load {load:.1f} before")
    print(f"measured on {blocks} of {config.network.blocks} blocks, one step at a time\n")
    scale = config.network.blocks / blocks
    print("| batch | code | wall s an ECG, T = 200 | CPU s an ECG, T = 200 | 25 steps, wall s |")
    print("|---|---|---|---|---|")
    for batch in BATCHES:
        given = step_input(part, batch)
        difference = relative_error(twin(*given), ours(*given))
        assert difference < AGREEMENT, difference
        costs = in_turns({"twin": twin, "ours": ours}, given)
        print(table(costs, batch, scale), flush=True)
    if blocks == config.network.blocks:
        print(f"\none ECG by `generator sample`'s defaults: {whole_ecg_s(network, part):.1f} s")


def random_network(config: ModelConfig) -> DiffusionNetwork:
    """A network whose last layer, too, is random: an untrained one predicts 0, whatever it does."""
    torch.manual_seed(0)
    network = DiffusionNetwork(config.network, fresh=False).eval().requires_grad_(False)
    torch.nn.init.normal_(network.final.weight, std=0.1)
    return network


def step_input(config: ModelConfig, batch: int) -> tuple[Tensor, Tensor, Tensor]:
    """Signal, step and label for one call."""
    x_bcl = torch.randn(batch, config.network.in_channels, config.network.length)
    label_bk = torch.zeros(batch, config.network.labels)
    label_bk[:, 3] = 1
    return x_bcl, torch.full((batch,), 57), label_bk


def relative_error(ours: Tensor, theirs: Tensor) -> float:
    """The norm of the difference over the norm."""
    return float(torch.linalg.norm(ours - theirs) / torch.linalg.norm(theirs))


def in_turns(
    codes: dict[str, Predict], given: tuple[Tensor, Tensor, Tensor], rounds: int = ROUNDS
) -> dict[str, list[Cost]]:
    """The cost of a call of each code in each round; both have run once before."""
    costs: dict[str, list[Cost]] = {name: [] for name in codes}
    for _ in range(rounds):
        for name, predict in codes.items():
            times = 1 if name == "twin" else TURN_STEPS
            began_s, cpu_s = perf_counter(), process_time()
            for _ in range(times):
                predict(*given)
            wall_s, cpu_s = perf_counter() - began_s, process_time() - cpu_s
            costs[name].append(Cost(wall_s / times, cpu_s / times))
    return costs


def table(costs: dict[str, list[Cost]], batch: int, scale: float, steps: int = 200) -> str:
    """Markdown rows: medians of both codes, then the ratio round by round, with its spread."""
    each = steps * scale / batch
    lines = []
    for name, mine in costs.items():
        wall_s, cpu_s = (
            median(getattr(cost, what) for cost in mine) for what in ("wall_s", "cpu_s")
        )
        few = f"{wall_s * each / steps * DEFAULT_STEPS:.1f}" if name == "ours" else "-"
        lines.append(f"| {batch} | {name} | {wall_s * each:.0f} | {cpu_s * each:.0f} | {few} |")
    ratios = [
        [
            getattr(twin, what) / getattr(ours, what)
            for twin, ours in zip(*costs.values(), strict=True)
        ]
        for what in ("wall_s", "cpu_s")
    ]
    cells = [_spread(each, 1) for each in ratios]
    fewer = _spread(ratios[0], steps / DEFAULT_STEPS)
    return "\n".join([*lines, f"| {batch} | twin / ours | {cells[0]} | {cells[1]} | {fewer} |"])


def whole_ecg_s(network: DiffusionNetwork, config: ModelConfig) -> float:
    """Wall seconds of one ECG from noise to microvolt, with the default sampler and steps."""
    draw = RecordSampler(
        network=HeldNetwork(network),
        config=replace(config, rhythms={"SR": (3,)}),
        rhythm="SR",
        pool_seed=1,
    )
    began_s = perf_counter()
    draw([0])
    return perf_counter() - began_s


def _spread(ratios: list[float], times: float) -> str:
    least, middle, most = (times * each(ratios) for each in (min, median, max))
    return f"× {middle:.1f} ({least:.1f} to {most:.1f})"


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
