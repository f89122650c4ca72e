"""What counts as good, how much is tried, and what the paper found: all declared here."""

from typing import Final

from generator.evaluation.findings import Threshold

PAPER: Final = "Hegde et al. 2025"
PAPER_TSTR_F1: Final = 0.80
PAPER_TRTS_F1: Final = 0.91

SEEDS: Final = 3
"""Each classifier is trained so often; the interval holds the difference between them."""
FOLDS: Final = 3
"""Of each cross-validation by patient."""
FEWEST_PATIENTS: Final = 5
"""Of each rhythm on the training side and on the tested side; with fewer nothing is reported."""
FEW_PATIENTS: Final = 10
"""Of each rhythm, where augmentation is asked what it is worth with little data."""
ADDED: Final = (0.0, 0.25, 0.5, 1.0)
"""Shares of the batch that are added to the real records."""
ADDED_FOR_NETWORK: Final = (0.0, 1.0)
"""Of the network only the ends: it takes ten times as long."""
FEWEST_TO_TEACH_NETWORK: Final = 20
"""Patients of either rhythm: with fewer a network learns them by heart."""
PERMUTATIONS: Final = 3
"""Of each feature for each trained forest."""

RHYTHM_FEATURES: Final = (
    "hr_bpm",
    "rr_mean_ms",
    "sdnn_ms",
    "rmssd_ms",
    "pnn50_percent",
    "rr_sample_entropy",
    "rr_cosen",
    "qtc_fridericia_ms",
    "qtc_bazett_ms",
)
"""What follows from the times of the beats alone. QTc too: with QT it tells the heart rate."""

TSTR_F1: Final = Threshold(
    green=PAPER_TSTR_F1,
    amber=0.70,
    why=f"{PAPER} report 0.80; a tenth less is the least that still teaches",
)
TRTS_F1: Final = Threshold(
    green=PAPER_TRTS_F1,
    amber=0.80,
    why=f"{PAPER} report 0.91; below 0.80 a fifth of what was asked for is not recognised",
)
WAVES_F1: Final = Threshold(
    green=0.75,
    amber=0.67,
    why="the generator may be told the beats' times, so only without them the waves are tested: "
    "three in four right of either rhythm give 0.75, calling everything AF gives 0.67",
)
TSTR_LOSS: Final = Threshold(
    green=0.05,
    amber=0.15,
    why="synthetic training data replace real ones where they cost at most 0.05 of F1",
)
GAIN: Final = Threshold(
    green=-0.02,
    amber=-0.05,
    why="synthetic ECGs added to real ones must not make the classifier worse; real ones added to "
    "real ones changed F1 by -0.017 to 0",
)
