"""ECGs a second on a GPU, beside the two ceilings measured in the same run.

    python -m benchmarks.generator_gpu

The ceilings are products of bfloat16 matrices and copies within the GPU's memory; the arithmetic
of a step divided by the first is the floor below which no code gets at this precision. Where there
is no GPU, one line says that nothing was measured.
"""

from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import NamedTuple

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.generator_speed import Predict, random_network, step_input
from generator.config import ModelConfig, preset
from generator.network import DiffusionNetwork

BATCHES = (1, 16, 64)
STEPS = (200, 25)
MATRIX = 8192
COPY_BYTES = 4 * 2**30
REPEATS = 10


class Ceilings(NamedTuple):
    """What the device does at best, measured."""

    flop_s: float
    bytes_s: float


def main() -> None:
    """Print the ceilings and a table, or that there is no GPU."""
    if not torch.cuda.is_available():
        print("skipped: PyTorch sees no GPU here")
        return
    print(torch.cuda.get_device_name())
    report(torch.device("cuda"), preset("ptbxl"), BATCHES)


def report(
    device: torch.device,
    config: ModelConfig,
    batches: tuple[int, ...],
    *,
    matrix: int = MATRIX,
    copy_bytes: int = COPY_BYTES,
    compiled: bool = True,
) -> None:
    """Measure and print; sizes are arguments so that a small run can be tried without a GPU."""
    ceilings = measure_ceilings(device, matrix, copy_bytes)
    flop = flop_of_a_step(config)
    print(f"bf16 products {ceilings.flop_s / 1e12:.3g} TFLOP/s")
    print(f"copies {ceilings.bytes_s / 1e12:.3g} TB/s, reading and writing counted")
    print(f"{flop / 1e9:.1f} GFLOP in products a step an ECG, so at most")
    print(", ".join(f"{ceilings.flop_s / flop / each:.3g} ECG/s at {each} steps" for each in STEPS))
    network = random_network(config).to(device).hold_kernels()
    print("\n| way | batch | ms a step | ECG/s, 200 steps | ECG/s, 25 steps | of the ceiling |")
    print("|---|---|---|---|---|---|")
    for name, predict in ways(network, device, compiled).items():
        for batch in batches:
            step_s = step_seconds(predict, config, device, batch)
            rates = [batch / step_s / steps for steps in STEPS]
            share = flop * batch / step_s / ceilings.flop_s
            cells = " | ".join(f"{rate:.3g}" for rate in rates)
            print(f"| {name} | {batch} | {step_s * 1e3:.3g} | {cells} | {share:.1%} |", flush=True)


def measure_ceilings(device: torch.device, matrix: int, copy_bytes: int) -> Ceilings:
    """Products of (matrix, matrix) in bfloat16, and a copy of ``copy_bytes``."""
    a = torch.randn(matrix, matrix, device=device, dtype=torch.bfloat16)
    product_s = seconds(lambda: torch.mm(a, a), device)
    source = torch.ones(copy_bytes, device=device, dtype=torch.uint8)
    target = torch.empty_like(source)
    copy_s = seconds(lambda: target.copy_(source), device)
    return Ceilings(2 * matrix**3 / product_s, 2 * copy_bytes / copy_s)


def flop_of_a_step(config: ModelConfig) -> int:
    """Floating-point operations of one ECG's matrix products in one step; transforms left out.

    Blocks are alike, so networks of one and of two tell what any number of them takes.
    """
    counts = []
    for blocks in (1, 2):
        part = replace(config, network=replace(config.network, blocks=blocks))
        network = random_network(part).hold_kernels()
        with FlopCounterMode(display=False) as counter, torch.inference_mode():
            network(*step_input(part, 1))
        counts.append(counter.get_total_flops())
    one, two = counts
    return one + (config.network.blocks - 1) * (two - one)


def ways(network: DiffusionNetwork, device: torch.device, compiled: bool) -> dict[str, Predict]:
    """The network in float32 and under bfloat16 autocast, and that compiled (with CUDA graphs)."""

    def in_bf16(call: Predict) -> Predict:
        def predict(x_bcl: Tensor, step_b: Tensor, label_bk: Tensor) -> Tensor:
            with torch.autocast(device.type, dtype=torch.bfloat16):
                return call(x_bcl, step_b, label_bk)

        return predict

    found: dict[str, Predict] = {"fp32": network, "bf16": in_bf16(network)}
    if compiled:
        found["bf16, compiled"] = in_bf16(torch.compile(network))
        found["bf16, compiled, CUDA graphs"] = in_bf16(
            torch.compile(network, mode="reduce-overhead")
        )
    return found


@torch.inference_mode()
def step_seconds(predict: Predict, config: ModelConfig, device: torch.device, batch: int) -> float:
    """Seconds of one step of ``batch`` ECGs, compiling left out."""
    given = [each.to(device) for each in step_input(config, batch)]
    return seconds(lambda: predict(*given), device)


def seconds(work: Callable[[], object], device: torch.device) -> float:
    """The median time of ``work``, which has run thrice before; a GPU is waited for."""
    for _ in range(3):
        work()
    times_s = []
    for _ in range(REPEATS):
        _wait(device)
        began_s = perf_counter()
        work()
        _wait(device)
        times_s.append(perf_counter() - began_s)
    return median(times_s)


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


if __name__ == "__main__":
    main()
