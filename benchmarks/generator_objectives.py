"""The published objective and ours after the same training: what they draw, beside real ECGs.

    python -m benchmarks.generator_objectives TRAINING_SET CHECKPOINT [CHECKPOINT ...]

The losses of two objectives are on different scales; their ECGs are not. Each checkpoint draws
with its default sampler, told the beats where it can be. The first row is real against real: the
records of each half of the set against the other half.
"""

import sys
from pathlib import Path

from benchmarks.drawn_ecgs import HEADING, RULE, draw, likeness, real_ecgs, sampler_of

COUNT = 32
RHYTHMS = ("SR", "AF")


def main(given: list[str] | None = None) -> None:
    """Print a table for each rhythm, or what is missing."""
    if not given or len(given) < 2:
        print("skipped: it compares checkpoints: give a training set and the checkpoints")
        return
    training_set, *checkpoints = [Path(each) for each in given]
    for rhythm in RHYTHMS:
        report(training_set, checkpoints, rhythm)


def report(training_set: Path, checkpoints: list[Path], rhythm: str) -> None:
    """Print the rows of one rhythm."""
    real_nlt, beats_s = real_ecgs(training_set, rhythm)
    print(f"\n{rhythm}, {COUNT} ECGs each, {len(real_nlt)} real\n")
    print(f"| checkpoint | {HEADING} |")
    print("|---" + RULE)
    halves = likeness(real_nlt[::2], real_nlt[1::2], beats_s[::2], 100.0)
    print(f"| half of the real | {halves.cells()} |")
    for checkpoint in checkpoints:
        sampler = sampler_of(checkpoint, rhythm)
        drawn_nlt, told_s = draw(sampler, COUNT)
        found = likeness(drawn_nlt, real_nlt, told_s, sampler.config.rate_hz)
        print(f"| {checkpoint.parent.name} | {found.cells()} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
