"""What the beats of a record have in common: the signal averaged over its beats.

Beats of one heart look alike. Averaging the noisy signal at the same distance from each R peak
(Simson 1981, Circulation 64:235) tells the network what they share, with the noise of one beat
divided by the root of their number; without it beats of one record take long to become alike.
Shape legend: ``b`` record, ``c`` channel, ``l`` time, ``p`` distance from the R peak.
"""

from typing import Final

import torch
from torch import Tensor

from generator.beat_channels import SINCE_S, UNTIL_S

BEFORE_S: Final = 0.4
AFTER_S: Final = 0.6
"""How far before and after an R peak the average reaches."""
APART_S: Final = 0.01
"""Distances are told apart by this much."""
BEFORE_SHARE: Final = 0.35
"""The last part of an RR interval belongs to the beat that follows: its P wave lies there."""


def beat_average(x_bcl: Tensor, beats_bcl: Tensor) -> Tensor:
    """At each time the mean of ``x_bcl`` over the beats at that distance from the R peak.

    ``beats_bcl`` holds the curves of :func:`generator.beat_channels.beat_channels`. Zero where no
    beat is near or known.
    """
    place_bl, near_bl = _distances(beats_bcl)
    places = round((BEFORE_S + AFTER_S) / APART_S) + 1
    weight_bl = near_bl.to(x_bcl.dtype)
    count_bp = x_bcl.new_zeros(len(x_bcl), places).scatter_add(1, place_bl, weight_bl)
    place_bcl = place_bl[:, None].expand(-1, x_bcl.shape[1], -1)
    sum_bcp = x_bcl.new_zeros(*x_bcl.shape[:2], places)
    sum_bcp = sum_bcp.scatter_add(2, place_bcl, x_bcl * weight_bl[:, None])
    mean_bcp = sum_bcp / count_bp.clamp(min=1)[:, None]
    return mean_bcp.gather(2, place_bcl) * weight_bl[:, None]


def _distances(beats_bcl: Tensor) -> tuple[Tensor, Tensor]:
    """For each time the distance from its R peak, counted from 0, and whether one is near."""
    _, since_bl, until_bl, known_bl = beats_bcl.float().unbind(1)
    # The curves are exponentials: their logarithms are the times.
    since_s = -SINCE_S * since_bl.clamp(min=1e-37).log()
    until_s = -UNTIL_S * until_bl.clamp(min=1e-37).log()
    belongs_to_next = until_s < BEFORE_SHARE * (since_s + until_s)
    distance_s = torch.where(belongs_to_next, -until_s, since_s)
    near_bl = (distance_s >= -BEFORE_S) & (distance_s <= AFTER_S) & (known_bl > 0)
    place_bl = ((distance_s.clamp(-BEFORE_S, AFTER_S) + BEFORE_S) / APART_S).round().long()
    return place_bl, near_bl
