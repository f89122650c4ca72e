"""Quality against steps: what each sampler makes of the same noise in how many evaluations.

    python -m benchmarks.generator_steps [CHECKPOINT [TRAINING_SET]]

Without a checkpoint the shipped one. Its samplers solve one differential equation from the same
noise, so all go to the same ECGs as steps grow; the first column says how far they are from those
of Heun's rule in 201 evaluations. With a training set the others compare them with its real ECGs.
"""

import sys
from pathlib import Path

import numpy as np

from benchmarks.drawn_ecgs import HEADING, RULE, draw, likeness, real_ecgs, sampler_of
from generator.record_sampler import EDM_SAMPLERS, HEUN

SHIPPED = Path(__file__).parent.parent / "generator" / "checkpoints" / "compact-cpu.safetensors"
REFERENCE_STEPS = 101
STEPS = (5, 8, 12, 18, 25, 50)
COUNT = 16
RHYTHMS = ("SR", "AF")


def main(given: list[str] | None = None) -> None:
    """Print a table for each rhythm."""
    checkpoint, *rest = [Path(each) for each in given or [SHIPPED]]
    for rhythm in RHYTHMS:
        report(checkpoint, rhythm, rest[0] if rest else None)


def report(checkpoint: Path, rhythm: str, training_set: Path | None) -> None:
    """Print the rows of one rhythm."""
    exact = sampler_of(checkpoint, rhythm, sampler=HEUN, steps=REFERENCE_STEPS)
    exact_nlt, beats_s = draw(exact, COUNT)
    rate_hz = exact.config.rate_hz
    real = real_ecgs(training_set, rhythm)[0] if training_set else None
    print(f"\n{rhythm}, {COUNT} ECGs\n")
    print(
        "| sampler | evaluations | difference, µV (rms) |"
        + (f" {HEADING} |" if training_set else "")
    )
    print("|---|---|---|" + (RULE[1:] if training_set else ""))
    for name in EDM_SAMPLERS:
        for evaluations in STEPS:
            steps = (evaluations + 1) // 2 if name == HEUN else evaluations
            drawn_nlt, _ = draw(sampler_of(checkpoint, rhythm, sampler=name, steps=steps), COUNT)
            rms_uv = 1000 * np.sqrt(np.square(drawn_nlt - exact_nlt).mean())
            done = 2 * steps - 1 if name == HEUN else steps
            row = f"| {name} | {done} | {rms_uv:.1f} |"
            if real is not None:
                row += f" {likeness(drawn_nlt, real, beats_s, rate_hz).cells()} |"
            print(row, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
