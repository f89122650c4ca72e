"""Where fidelity turns amber and red, each limit with its reason.

Almost every limit stands on an *excess*: how far a distance between real and synthetic goes
beyond the 95th percentile of the same distance between two halves of the real patients, at the
same number of records on both sides. What real ECGs do among themselves costs nothing, whatever
the sample; what is left has the distance's own unit and does not grow with the sample.
"""

from collections.abc import Mapping
from typing import Final

from generator.evaluation.findings import Threshold

FEWEST: Final = 10
"""Fewer records on a side bound no distribution; then there is no number."""
MOST: Final = 2000
"""More records of a rhythm on a side are drawn down to this: distances go with the square."""
SPLITS: Final = 100
"""Random halvings of the real patients, and as many draws against the synthetic records."""
FLOOR_LEVEL: Final = 0.95
FEWEST_FOR_COVARIANCE: Final = 15
"""Records on each side for a Fréchet distance: with fewer, measured on halves of 21 real AF
records, shrunk covariances of 32 dimensions differ more by chance than by swapped leads."""
NEIGHBOURS: Final = 5
"""k of precision, recall, density and coverage: that of Naeem et al. 2020."""

LEAST_SPREADS: Final[Mapping[str, float]] = {"limit_percent": 0.5, "flat_s": 0.05}
"""Where nearly all real ECGs have the same value, this difference counts as one spread."""

FEATURES: Final = Threshold(
    green=0.25,
    amber=0.75,
    why="Excess in real interquartile ranges: a quarter of the spread of real hearts is hard to "
    "see in a distribution, three quarters move the typical heart to the edge of the usual.",
)
MISSING: Final = Threshold(
    green=0.10,
    amber=0.25,
    why="Excess in the share of records without a measurement: one in ten may be the library's "
    "taste, one in four means waves that are not there or not delimited.",
)
TRACES: Final = Threshold(
    green=0.50,
    amber=1.00,
    why="Excess in real interquartile ranges: edges, noise and plateaus differ between real "
    "databases by about half their spread; beyond a whole one the batch can be told by eye.",
)
MMD: Final = Threshold(
    green=0.02,
    amber=0.06,
    why="Excess of the squared discrepancy. Measured on real SR: 20 µV of added noise give 0.02, "
    "a gain of 0.8 0.04, V1 and V6 swapped 0.09, one ECG repeated 0.3 to 0.7.",
)
FRECHET: Final = Threshold(
    green=0.30,
    amber=0.50,
    why="Root of the excess a dimension, in standard deviations of real ECGs: below 0.3 lies "
    "what 20 µV of noise do, above 0.5 what swapped leads do.",
)
SPECTRUM: Final = Threshold(
    green=1.5,
    amber=4.0,
    why="Excess in dB in the worst band: 1.5 dB is a sixth of amplitude, less than electrodes "
    "and bodies make; 4 dB is more than half as much amplitude again.",
)
IDENTITIES_MET: Final = Threshold(
    green=5.0,
    amber=20.0,
    why="Root mean square in µV by which II, III, aVR, aVL and aVF miss Einthoven's and "
    "Goldberger's laws: 5 µV is the step of many recorders, 20 µV shows on paper.",
)
CORRELATION: Final = Threshold(
    green=0.10,
    amber=0.20,
    why="Excess of the mean absolute difference of a lead's correlations with the seven others: "
    "neighbouring leads differ by 0.1 to 0.3, so 0.2 is a lead in another place.",
)
PRECISION: Final = Threshold(
    green=0.10,
    amber=0.30,
    why="Shortfall against real halves in the share of synthetic ECGs within reach of real ones.",
)
RECALL: Final = Threshold(
    green=0.10,
    amber=0.30,
    why="Shortfall against real halves in the share of real ECGs within reach of synthetic ones: "
    "three in ten kinds of heart missing is a batch of fewer hearts.",
)
COVERAGE: Final = Threshold(
    green=0.10,
    amber=0.30,
    why="Shortfall against real halves in the share of real ECGs with a synthetic neighbour.",
)
REPEATS: Final = Threshold(
    green=0.05,
    amber=0.15,
    why="Excess in the share of records nearer to a fellow than a quarter of the usual among "
    "real ones: repeats cost readers' time and count one heart twice.",
)
COMMON_LIMIT: Final = Threshold(
    green=0.02,
    amber=0.05,
    why="Excess in the share of extremes that fall on one and the same level within 1 %: "
    "hearts have no common greatest voltage, clipping has.",
)
FAULTY: Final = Threshold(
    green=0.01,
    amber=0.05,
    why="Share of records that a training set would refuse (generator/signal_quality.py).",
)
MACHINE_READER: Final = Threshold(
    green=0.70,
    amber=0.80,
    why="Lower end of the area's 95 % interval, for few records are told apart by chance. Hosmer, "
    "Lemeshow & Sturdivant 2013 call an area below 0.7 poor discrimination and from 0.8 "
    "excellent.",
)
