"""How fast features are measured: ECGs a second with one worker and with two.

The simulated ECGs of the demo (32 of 12 leads x 10 s, the rhythms SR and AF), each several times,
are measured by one process and by two in turns; the ratio is taken round by round, so that a busy
machine burdens both alike. The start of the processes is in the time. Processor time is that of the
one process.
"""

from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.features.extraction import feature_table
from generator.evaluation.reading import read_real

DEMO = Path(__file__).resolve().parents[1] / "fixtures" / "demo" / "simulated_as_real"
TIMES = 5
ROUNDS = 5


def ecgs() -> EcgSet:
    """The simulated ECGs of the demo, each ``TIMES`` times."""
    once = read_real(DEMO).ecgs
    return once.take(np.tile(np.arange(len(once)), TIMES))


def rounds(measured: EcgSet, count: int) -> np.ndarray:
    """Of each round: ECGs a second with one worker, with two, and processor ms an ECG."""
    found = []
    for _ in range(count):
        busy_s, one_s = process_time(), perf_counter()
        feature_table(measured, workers=1, progress=False)
        busy_s, one_s = process_time() - busy_s, perf_counter() - one_s
        two_s = perf_counter()
        feature_table(measured, workers=2, progress=False)
        two_s = perf_counter() - two_s
        found.append((len(measured) / one_s, len(measured) / two_s, 1000 * busy_s / len(measured)))
    return np.array(found)


def main() -> None:
    """Print medians with the least and the greatest round."""
    measured = ecgs()
    print(f"{len(measured)} ECGs a round, {ROUNDS} rounds in turns")
    one, two, busy_ms = rounds(measured, ROUNDS).T
    for name, values, digits in (
        ("ECG/s, 1 worker", one, 1),
        ("ECG/s, 2 workers", two, 1),
        ("2 workers / 1 worker", two / one, 2),
        ("processor ms an ECG", busy_ms, 1),
    ):
        middle, least, most = np.median(values), values.min(), values.max()
        print(f"{name:22}{middle:8.{digits}f} ({least:.{digits}f} to {most:.{digits}f})")


if __name__ == "__main__":
    main()
