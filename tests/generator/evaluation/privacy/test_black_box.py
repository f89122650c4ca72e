"""A batch that is near to what was learnt gives it away; a batch near to nothing does not."""

import numpy as np
import pytest
from scipy.stats import gaussian_kde, norm

from generator.evaluation.ecg_set import TRAIN
from generator.evaluation.privacy.black_box import (
    _nearest_of_as_many,
    density_scores,
    log_density,
    nearness_scores,
)
from tests.generator.evaluation.ecg_sets import a_set
from tests.generator.evaluation.privacy.hearts import half_learnt

EVERY = np.ones((3, 50), dtype=bool)


def test_density_is_that_of_scipy():
    """scipy's kernels have the covariance of the sample: here that is the unit matrix."""
    stream = np.random.default_rng(1)
    points = stream.normal(size=(50, 3))
    points -= points.mean(axis=0)
    points @= np.linalg.inv(np.linalg.cholesky(np.cov(points.T))).T
    at = stream.normal(size=(3, 3))
    expected = gaussian_kde(points.T).logpdf(at.T)
    assert log_density(at, points, EVERY) == pytest.approx(expected)


def test_density_of_one_record_is_a_normal_distribution():
    found = log_density(np.array([[0.3]]), np.zeros((1, 1)), np.ones((1, 1), dtype=bool))
    assert found[0] == pytest.approx(norm.logpdf(0.3))


def sets(batch_near, count=60, seed=2):
    """Members and held-out records drawn alike; the batch lies near to records of one kind."""
    stream = np.random.default_rng(seed)
    members = half_learnt(a_set(count, rhythms=("SR",) * count))
    places = stream.normal(size=(count, 4))
    batch = a_set(count, rhythms=("SR",) * count)
    drawn = batch_near(places, stream)
    return members, batch, places, drawn


def auc(score_n, members):
    learnt = np.array(members.splits) == TRAIN
    return (score_n[learnt][:, None] > score_n[~learnt]).mean()


def copying(places, stream):
    half = len(places) // 2
    return np.repeat(places[:half], 2, axis=0) + 0.05 * stream.normal(size=places.shape)


def independent(places, stream):
    return stream.normal(size=places.shape)


def near(one, other):
    return -np.linalg.norm(one[:, None] - other, axis=-1)


@pytest.mark.parametrize(
    ("batch_near", "low", "high"), [(copying, 0.8, 1), (independent, 0.3, 0.7)]
)
def test_density_tells_members_where_they_were_copied(batch_near, low, high):
    members, batch, places, drawn = sets(batch_near)
    assert low < auc(density_scores(members, batch, places, drawn), members) <= high


@pytest.mark.parametrize(
    ("batch_near", "low", "high"), [(copying, 0.9, 1), (independent, 0.3, 0.7)]
)
def test_nearness_tells_members_where_they_were_copied(batch_near, low, high):
    members, batch, places, drawn = sets(batch_near)
    scores = nearness_scores(near(drawn, places), near(places, places), members, batch)
    assert low < auc(scores, members) <= high


def test_a_held_out_record_has_as_many_to_be_near_to_as_a_member():
    """Over many sets without a leak the mean AUC is a guess."""
    found = []
    for seed in range(60):
        members, batch, places, drawn = sets(independent, count=24, seed=seed)
        by_nearness = nearness_scores(near(drawn, places), near(places, places), members, batch)
        by_density = density_scores(members, batch, places, drawn)
        found.append([auc(by_nearness, members), auc(by_density, members)])
    assert np.mean(found, axis=0) == pytest.approx(0.5, abs=0.03)


def test_leaving_one_out_is_averaged_for_who_is_not_in_the_reference():
    near_nh = np.array([[0.9, 0.6, 0.3], [0.9, 0.6, -np.inf]])
    strangers_nh = np.isfinite(near_nh)
    # Without the nearest it is 0.6, without either other one 0.9
    assert _nearest_of_as_many(near_nh, strangers_nh) == pytest.approx([0.8, 0.9])


def test_a_rhythm_without_batch_has_no_scores():
    members = half_learnt(a_set(20, rhythms=("AF",) * 20))
    batch = a_set(20, rhythms=("SR",) * 20)
    places = np.random.default_rng(1).normal(size=(20, 3))
    assert np.isnan(density_scores(members, batch, places, places)).all()
