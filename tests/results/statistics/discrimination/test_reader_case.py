import numpy as np
import pytest
from scipy import stats

from reviewapp.results.statistics.discrimination.areas import area_figures, placements
from reviewapp.results.statistics.discrimination.reader_case import (
    mean_of_these_readers,
    mean_over_readers,
    reader_variance,
    stratified_means,
)
from reviewapp.results.statistics.estimate import Extent

from .studies import small_study


@pytest.mark.parametrize("treatment", [1, 2])
@pytest.mark.parametrize(
    ("figure", "weights"),
    [("sens", {1: 1.0}), ("spec", {0: 1.0}), ("balanced_delong", {0: 0.5, 1: 0.5})],
)
def test_one_arm_of_van_dykes_study_as_the_reference_programs_give_it(
    known_answers, treatment, figure, weights
):
    study = known_answers("vandyke_binary_ge3")
    correct_rc, truth_c = arm(study, treatment)
    figure_r, covariance_rr = stratified_means(
        score_rc=correct_rc, stratum_c=truth_c, weights=weights
    )
    estimate = mean_over_readers(
        figure_r=figure_r, covariance_rr=covariance_rr, extent=Extent(readers=5)
    )
    study.check(f"{figure}_mean{treatment}", estimate.value)
    study.check(f"{figure}_mean{treatment}_se", estimate.se)
    study.check(f"{figure}_mean{treatment}_df", estimate.df)


@pytest.mark.parametrize("treatment", [1, 2])
def test_the_area_under_van_dykes_curves_goes_through_the_same_engine(known_answers, treatment):
    study = known_answers("vandyke1993_mrmc")
    rating_rc, truth_c = ratings(study, treatment)
    area_r, covariance_rr = slow_delong(rating_rc, truth_c)
    estimate = mean_over_readers(figure_r=area_r, covariance_rr=covariance_rr, extent=Extent())
    for suffix, got in (
        ("", estimate.value),
        ("_se", estimate.se),
        ("_df", estimate.df),
        ("_lo", estimate.low),
        ("_hi", estimate.high),
    ):
        study.check(f"mean{treatment}{suffix}_delong", got)


def ratings(study, treatment):
    rows = [row for row in study.rows() if row["treatment"] == treatment]
    readers = sorted({row["reader"] for row in rows})
    truth = {row["case"]: row["truth"] for row in rows}
    rating_rc = np.zeros((len(readers), len(truth)))
    for row in rows:
        rating_rc[readers.index(row["reader"]), list(truth).index(row["case"])] = row["rating"]
    return rating_rc, np.array(list(truth.values()))


def arm(study, treatment):
    rating_rc, truth_c = ratings(study, treatment)
    return (rating_rc == truth_c).astype(float), truth_c


def slow_delong(rating_rc, truth_c):
    """Areas and their covariance by DeLong's placements, pair by pair."""
    real_rc, synthetic_rc = rating_rc[:, truth_c == 0], rating_rc[:, truth_c == 1]
    wins = np.array(
        [
            [[(s > r) + (s == r) / 2 for r in real] for s in synthetic]
            for real, synthetic in zip(real_rc, synthetic_rc, strict=True)
        ]
    )
    by_synthetic, by_real = wins.mean(axis=2), wins.mean(axis=1)
    covariance = np.cov(by_synthetic) / by_synthetic.shape[1] + np.cov(by_real) / by_real.shape[1]
    return wins.mean(axis=(1, 2)), covariance


def test_readers_who_agree_exactly_leave_only_the_cases_to_vary():
    spread = reader_variance(np.array([0.6, 0.6, 0.6]), np.full((3, 3), 0.01))
    assert spread.variance == pytest.approx(0.01)
    assert spread.df == np.inf
    estimate = mean_over_readers(
        figure_r=np.array([0.6] * 3), covariance_rr=np.full((3, 3), 0.01), extent=Extent()
    )
    assert estimate.high == pytest.approx(0.6 + stats.norm.ppf(0.975) * 0.1)
    assert estimate.df is None


def test_a_negative_covariance_does_not_make_the_interval_shorter():
    figure_r = np.array([0.4, 0.5, 0.7])
    spread = reader_variance(figure_r, np.full((3, 3), -0.01))
    assert spread.variance == pytest.approx(figure_r.var(ddof=1) / 3)
    assert spread.df == pytest.approx(2)


def test_a_single_reader_has_no_variance_over_readers():
    with pytest.raises(ValueError, match="two readers"):
        reader_variance(np.array([0.5]), np.zeros((1, 1)))


def test_fewer_than_five_readers_are_called_unreliable():
    few = mean_over_readers(
        figure_r=np.array([0.4, 0.5, 0.6, 0.7]), covariance_rr=np.eye(4), extent=Extent()
    )
    enough = mean_over_readers(
        figure_r=np.array([0.4, 0.5, 0.6, 0.7, 0.8]), covariance_rr=np.eye(5), extent=Extent()
    )
    assert "unreliable" in few.note
    assert enough.note == ""


def test_a_stratum_of_one_case_is_refused():
    with pytest.raises(ValueError, match="needs two"):
        stratified_means(
            score_rc=np.ones((2, 3)), stratum_c=np.array([0, 0, 1]), weights={0: 0.5, 1: 0.5}
        )


def test_fixed_readers_leave_only_the_variation_of_cases():
    truth_c, rating_rc = small_study(readers=5, cases=30)
    figures = area_figures(rating_rc, truth_c)
    random = mean_over_readers(
        figure_r=figures.figure_r, covariance_rr=figures.covariance_rr, extent=Extent()
    )
    fixed = mean_of_these_readers(
        figure_r=figures.figure_r, covariance_rr=figures.covariance_rr, extent=Extent()
    )
    placed = placements(rating_rc, truth_c)
    sides = placed.real_rn.mean(axis=0), placed.synthetic_rp.mean(axis=0)
    assert fixed.se**2 == pytest.approx(sum(side.var(ddof=1) / side.size for side in sides))
    assert (fixed.value, fixed.df) == (random.value, None)


def test_nobody_has_no_mean():
    with pytest.raises(ValueError, match="needs one"):
        mean_of_these_readers(figure_r=np.array([]), covariance_rr=np.eye(0), extent=Extent())
