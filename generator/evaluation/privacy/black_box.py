"""Attacks by one who holds the batch alone, and other ECGs of the same kind to compare with.

Each gives a real record a score: how much nearer the batch is to it than records are that the
generator did not learn from. These are the held-out ones; a held-out record is compared with those
of other patients.

Shape legend: ``_n`` real record, ``_s`` synthetic record, ``_h`` held-out record, ``_d`` dimension
of the embedding or of its principal components.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from generator.evaluation.ecg_set import HELD_OUT, EcgSet
from generator.evaluation.privacy.thresholds import FEWEST_A_SIDE, FEWEST_OF_A_RHYTHM

COMPONENTS: Final = 8
"""More dimensions than this leave a hundred records too far apart for a density."""


def density_scores(
    members: EcgSet,
    batch: EcgSet,
    members_nd: NDArray[np.float64],
    batch_sd: NDArray[np.float64],
) -> NDArray[np.float64]:
    """DOMIAS (van Breugel et al. 2023, AISTATS): the batch's log density less the reference's.

    Within each rhythm, by Gaussian kernels on principal components of the embedding; NaN where a
    rhythm has too few records.
    """
    members_nd, batch_sd = _whitened(members_nd, batch_sd)
    score_n = np.full(len(members), np.nan)
    for rows, batch_rows, reference in _rhythms(members, batch):
        strangers_nh = _strangers(members, rows, reference)
        everyone_ns = np.ones((len(rows), len(batch_rows)), dtype=bool)
        score_n[rows] = log_density(members_nd[rows], batch_sd[batch_rows], everyone_ns)
        score_n[rows] -= log_density(members_nd[rows], members_nd[reference], strangers_nh)
    return score_n


def nearness_scores(
    nearness_sn: NDArray[np.float64],
    own_nn: NDArray[np.float64],
    members: EcgSet,
    batch: EcgSet,
) -> NDArray[np.float64]:
    """GAN-Leaks, calibrated (Chen et al. 2020, CCS): nearest in the batch less in the reference.

    ``nearness_sn`` is of the batch to the real records, ``own_nn`` of these among themselves. NaN
    where a rhythm has too few records.
    """
    score_n = np.full(len(members), np.nan)
    for rows, batch_rows, reference in _rhythms(members, batch):
        strangers_nh = _strangers(members, rows, reference)
        near_nh = np.where(strangers_nh, own_nn[np.ix_(rows, reference)], -np.inf)
        score_n[rows] = nearness_sn[np.ix_(batch_rows, rows)].max(axis=0)
        score_n[rows] -= _nearest_of_as_many(near_nh, strangers_nh)
    return score_n


def log_density(
    at_nd: NDArray[np.float64], of_hd: NDArray[np.float64], use_nh: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The logarithm of a Gaussian kernel density at each point, of the records it may use.

    Scott's bandwidth for components of deviation 1 (Scott 1992).
    """
    dimensions = of_hd.shape[1]
    width = len(of_hd) ** (-1 / (dimensions + 4))
    square_nh = np.square(at_nd[:, None] - of_hd).sum(axis=-1) / width**2
    exponent_nh = np.where(use_nh, -square_nh / 2, -np.inf)
    total_n = np.asarray(logsumexp(exponent_nh, axis=1)) - np.log(use_nh.sum(axis=1))
    return np.asarray(total_n - dimensions * np.log(width * np.sqrt(2 * np.pi)))


def _whitened(
    members_nd: NDArray[np.float64], batch_sd: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both on the real records' first principal components, with deviation 1 there."""
    mean_d = members_nd.mean(axis=0)
    _, size_d, axes_dd = np.linalg.svd(members_nd - mean_d, full_matrices=False)
    kept = min(COMPONENTS, int((size_d > 1e-9 * max(size_d[0], 1e-12)).sum()))
    to_dd = axes_dd[:kept].T * np.sqrt(len(members_nd)) / size_d[:kept]
    return (members_nd - mean_d) @ to_dd, (batch_sd - mean_d) @ to_dd


def _rhythms(
    members: EcgSet, batch: EcgSet
) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Of each rhythm with enough records: real ones, synthetic ones, and held-out ones."""
    held_out = members.of_split(HELD_OUT)
    found = []
    for rhythm in sorted(set(members.rhythms)):
        rows, batch_rows = members.of_rhythm(rhythm), batch.of_rhythm(rhythm)
        reference = np.intersect1d(rows, held_out)
        # One who is all of the held-out records would be left without a stranger
        patients = {members.patients[row] for row in reference}
        if len(patients) >= FEWEST_A_SIDE and len(batch_rows) >= FEWEST_OF_A_RHYTHM:
            found.append((rows, batch_rows, reference))
    return found


def _strangers(
    members: EcgSet, rows: NDArray[np.int64], reference: NDArray[np.int64]
) -> NDArray[np.bool_]:
    patients_n = np.array(members.patients)
    return np.asarray(patients_n[rows][:, None] != patients_n[reference])


def _nearest_of_as_many(
    near_nh: NDArray[np.float64], strangers_nh: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The nearest of the reference; for who is not in it, the mean over leaving one out.

    Else a held-out record would have one chance less than a member to find a near one.
    """
    second_n, first_n = np.sort(near_nh, axis=1)[:, -2:].T
    count = near_nh.shape[1]
    in_reference_n = ~strangers_nh.all(axis=1)
    left_one_out_n = ((count - 1) * first_n + second_n) / count
    return np.asarray(np.where(in_reference_n, first_n, left_one_out_n))
