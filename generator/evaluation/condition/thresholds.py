"""What counts as good and how much is drawn: all declared here."""

from typing import Final

from generator.evaluation.findings import Threshold

FEWEST_PATIENTS: Final = 5
"""Of each rhythm among the real records, to calibrate rules or teach a classifier."""
FEWEST_ASKED: Final = 5
"""Synthetic records of a rhythm, to say how many are right."""
SEEDS: Final = 3
"""Forests whose probabilities are averaged."""

BEAT_WITHIN_S: Final = 0.15
"""A found beat is the told one within this time: the window of ANSI/AAMI EC57."""
EDGE_S: Final = 0.15
"""Beats nearer to the ends are not counted as missed or extra: no detector is sure of them."""

SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the second rhythm in the mixture."""
DRAWN_EACH: Final = 8
"""ECGs at each share, from the same noise at all shares, in the way that the batch was drawn."""
DRAWN_EACH_BESIDES: Final = 4
"""The same in the other way, which no threshold is held against."""
DRAW_STEPS: Final = 25
LARGEST_WEIGHTS: Final = 5_000_000
"""Larger networks take more than a second an ECG on a CPU, and 60 are drawn."""

AF_BY_RULES: Final = Threshold(
    green=0.85,
    amber=0.70,
    why="of real AF 95 in 100 meet the rules that are calibrated on them; a tenth may miss them",
)
SR_BY_RULES: Final = Threshold(
    green=0.85,
    amber=0.70,
    why="of real SR 97 in 100 meet the rules that are calibrated on them; a tenth may miss them",
)
BY_CLASSIFIER: Final = Threshold(
    green=0.90,
    amber=0.80,
    why="the paper's classifier, trained on real, recognised synthetic ECGs with an F1 of 0.91",
)
BEATS_F1: Final = Threshold(
    green=0.95,
    amber=0.85,
    why="detectors find 0.98 to 1.00 of the beats of real ECGs, 0.97 in AF",
)
MONOTONE: Final = Threshold(
    green=0.7,
    amber=0.4,
    why="a rank correlation of 0.7 means that the share asked for explains half of the order",
)
