"""What chance is taken to give: the expected agreement pe of each chance-corrected coefficient."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from reviewapp.results.statistics.coding import Codes, Numbers

Coefficient = Literal["percent", "fleiss", "conger", "gwet", "brennan_prediger"]


@dataclass(frozen=True)
class Chance:
    """Agreement by chance: over all cases, and its linear part for each case (cases,)."""

    overall: float
    by_case: Numbers


def chance_of(
    coefficient: Coefficient, codes_rc: Codes, counts_cq: Numbers, weights_qq: Numbers
) -> Chance:
    """pe of a coefficient, from readings, their counts by case, and symmetric weights.

    ``counts_cq`` counts the readings of each column of ``codes_rc``, cases unread included; at
    least one case was read twice.
    """
    cases, categories = counts_cq.shape
    if coefficient == "percent":
        return Chance(0.0, np.zeros(cases))
    if coefficient == "brennan_prediger":
        overall = float(weights_qq.mean())
        return Chance(overall, np.full(cases, overall))
    if coefficient == "conger":
        return _conger(codes_rc, weights_qq)
    share_cq, pi_q = _shares(counts_cq)
    if coefficient == "fleiss":
        expected_q = weights_qq @ pi_q
        return Chance(float(pi_q @ expected_q), share_cq @ expected_q)
    # Gwet: pe = T / (q (q - 1)) * sum over k of pi(k) (1 - pi(k)), with T the sum of all weights
    scale = float(weights_qq.sum()) / (categories * (categories - 1))
    return Chance(scale * float(pi_q @ (1 - pi_q)), scale * (share_cq @ (1 - pi_q)))


def _shares(counts_cq: Numbers) -> tuple[Numbers, Numbers]:
    """Each case's share of readings in each category, and the mean of these over cases read."""
    readings_c = counts_cq.sum(axis=1, keepdims=True)
    share_cq = counts_cq / np.maximum(readings_c, 1)
    return share_cq, share_cq[readings_c[:, 0] > 0].mean(axis=0)


def _conger(codes_rc: Codes, weights_qq: Numbers) -> Chance:
    """pe = mean over ordered pairs of readers of sum over k, l of w(k, l) p(g, k) p(h, l).

    The linear part of a reader's share p(g, k) for a case is
    (n / n(g)) (1[reads k] - p(g, k) (1[reads] - n(g) / n)) (Gwet 2014, section 5.3).
    """
    codes_rc = codes_rc[(codes_rc >= 0).any(axis=1)]
    read_c = (codes_rc >= 0).any(axis=0)
    readers, cases = len(codes_rc), int(read_c.sum())
    chosen_rcq = (codes_rc[:, :, None] == np.arange(len(weights_qq))).astype(np.float64)
    present_rc = (codes_rc >= 0).astype(np.float64)
    readings_r = present_rc.sum(axis=1)
    share_rq = chosen_rcq.sum(axis=1) / readings_r[:, None]
    # What the other readers' categories are worth to each reader, summed over the others.
    others_rq = (share_rq.sum(axis=0) - share_rq) @ weights_qq
    pairs = readers * (readers - 1)
    own_r = (share_rq * others_rq).sum(axis=1)
    chosen_rc = np.einsum("rcq,rq->rc", chosen_rcq, others_rq)
    linear_rc = chosen_rc - own_r[:, None] * (present_rc - readings_r[:, None] / cases)
    by_case_c = (linear_rc * (cases / readings_r)[:, None]).sum(axis=0) / pairs
    return Chance(float(own_r.sum()) / pairs, by_case_c)
