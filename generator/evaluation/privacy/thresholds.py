"""Where privacy turns amber and red, each limit with its reason.

Measured on 573 real ECGs of 555 patients, five databases: two recordings of one person have mean
beats of cosine 0.97 in the median and up to 0.996; the nearest of another person has 0.924, 0.971
in one of a hundred records, 0.977 at most. A recording with a gain of 0.9 and 50 µV of added noise
keeps 0.988 to its own mean beat, and 0.864 to 0.996 to its own ten seconds, where strangers reach
0.854 at most.
"""

from typing import Final

from generator.evaluation.findings import Threshold

COPY_BY_BEAT: Final = 0.985
"""Mean beats of strangers do not come as near; the same heart again does."""
COPY_BY_RECORDING: Final = 0.90
"""Ten seconds of strangers do not come as near; the same ten seconds with noise do."""
STRANGERS_BEYOND: Final = 0.01
"""Where strangers come nearer than that in this share, as of few leads, that is the limit."""
FEWEST_STRANGERS: Final = 20
"""Fewer held-out records say nothing of the nearest one in a hundred."""
MOST_STRANGERS: Final = 200
"""More baseline records are drawn down to this: time, not precision."""
FEWEST_A_SIDE: Final = 5
"""Records of a rhythm, learnt and held out each, below which no membership is tested."""
FEWEST_OF_A_RHYTHM: Final = 10
"""Synthetic records of a rhythm below which their density is not estimated."""
FALSE_POSITIVES: Final = 0.05

NEAR_COPIES: Final = Threshold(
    green=0.0,
    amber=0.01,
    why="One copy of a patient's ECG is one too many, so any is amber, and each is listed; more "
    "than one in a hundred means that the generator copies.",
)
NEARER_TO_TRAINING: Final = Threshold(
    green=0.55,
    amber=0.65,
    why="0.5 where training and held-out records are equally near (Platzer & Reutterer 2021); "
    "sampling alone moves it by about 0.05 with a hundred held-out records.",
)
MEMBERSHIP: Final = Threshold(
    green=0.60,
    amber=0.70,
    why="0.5 is a guess; with a hundred held-out records 0.56 is still chance, and from 0.7 "
    "discrimination counts as acceptable (Hosmer, Lemeshow & Sturdivant 2013).",
)
