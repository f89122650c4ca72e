import numpy as np
import pytest

from benchmarks.coverage_discrimination import RATINGS, true_figures
from reviewapp.results.statistics.discrimination.mean_area import MEAN_AREA, areas_of, mean_area
from reviewapp.results.statistics.discrimination.roc import area_of_reader
from reviewapp.results.statistics.discrimination.simulation import StudyModel, simulated_study
from reviewapp.results.statistics.discrimination.u_statistic import GALLAS

from .studies import small_study


def test_a_complete_study_is_averaged_over_readers():
    truth_c, rating_rc = small_study(readers=6, cases=40)
    areas = areas_of(truth_c=truth_c, rating_rc=rating_rc)
    assert areas.mean.value == pytest.approx(np.mean([one.value for one in areas.readers]))
    assert areas.mean.method == MEAN_AREA
    assert areas.mean.low < areas.mean.value < areas.mean.high
    assert areas.mean.extent.missing == 0


def test_missing_ratings_turn_to_the_u_statistic_and_are_counted():
    truth_c, rating_rc = small_study(readers=6, cases=40)
    rating_rc[0, 3] = np.nan
    mean = areas_of(truth_c=truth_c, rating_rc=rating_rc).mean
    assert mean.method == GALLAS
    assert mean.extent.missing == 1


def test_readers_and_cases_without_a_rating_change_nothing():
    truth_c, rating_rc = small_study(readers=5, cases=20)
    wider = np.full((6, 21), np.nan)
    wider[:5, :20] = rating_rc
    one = mean_area(truth_c=truth_c, rating_rc=rating_rc)
    assert mean_area(truth_c=np.append(truth_c, 1), rating_rc=wider) == one


def test_one_reader_is_given_alone_and_has_no_interval_over_readers():
    truth_c, rating_rc = small_study(readers=1, cases=20)
    alone = area_of_reader(rating_rc[0], truth_c)
    assert areas_of(truth_c=truth_c, rating_rc=rating_rc).mean == alone
    over_readers = mean_area(truth_c=truth_c, rating_rc=rating_rc)
    assert over_readers.value == alone.value
    assert "two readers" in over_readers.interval_reason


@pytest.mark.parametrize(
    ("rating_rc", "truth", "reason"),
    [
        (np.full((2, 2), np.nan), [0, 1], "no real case was read and no synthetic case was read"),
        (np.ones((2, 2)), [1, 1], "no real case was read"),
        (np.array([[1, np.nan], [np.nan, 1]]), [0, 1], "no reader read cases of both origins"),
    ],
)
def test_nothing_to_tell_apart_has_no_area(rating_rc, truth, reason):
    assert areas_of(truth_c=np.array(truth), rating_rc=rating_rc).mean.reason == reason


def test_readers_who_agree_perfectly_have_a_mean_without_an_interval():
    mean = mean_area(truth_c=np.array([0, 0, 1, 1]), rating_rc=np.array([[0, 0, 1, 1]] * 3) * 1.0)
    assert mean.value == 1
    assert "SE is 0" in mean.interval_reason


@pytest.mark.parametrize(("levels", "truth"), [(2, "accuracy"), (6, "area")])
def test_the_interval_holds_the_mean_of_all_readers_as_often_as_it_says(levels, truth):
    model = StudyModel(accuracy=0.65)
    generator, held = np.random.default_rng(9), 0
    for _ in range(250):
        truth_c, decision_rc = simulated_study(model, readers=8, cases=60, generator=generator)
        cuts = RATINGS if levels > 2 else (0.0,)
        mean = mean_area(truth_c=truth_c, rating_rc=np.digitize(decision_rc, cuts).astype(float))
        held += mean.low <= true_figures(model)[truth] <= mean.high
    assert 0.91 <= held / 250 <= 0.985
