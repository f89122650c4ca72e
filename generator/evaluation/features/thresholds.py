"""What the section on features holds its checks against."""

from typing import Final

from generator.evaluation.findings import Threshold

DELINEATED: Final = Threshold(
    green=0.05,
    amber=0.15,
    why="of 573 real ECGs of six databases 99 % are delineated in full; one record in twenty "
    "more that cannot be is within what two samples of sixty differ by",
)
P_WAVES: Final = Threshold(
    green=0.10,
    amber=0.25,
    why="of 531 real ECGs in sinus rhythm 97 % show a P wave before every QRS; readers see a batch "
    "in which every fourth lacks it",
)
