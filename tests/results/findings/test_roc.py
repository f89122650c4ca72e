import numpy as np
import pytest

from reviewapp.results.findings.roc import average_curve, find_roc
from reviewapp.results.statistics.discrimination.roc import roc_curve

from .simulated import simulated


def area_under(points) -> float:
    return float(np.trapezoid([p.hit for p in points], [p.false_alarm for p in points]))


def test_points_enclose_the_area_of_each_reader():
    for reader in find_roc(simulated(accuracy=0.7)).readers:
        assert area_under(reader.points) == pytest.approx(reader.area.value)
        assert (reader.points[0].hit, reader.points[-1].hit) == (0, 1)


def test_the_average_curve_has_the_mean_area():
    found = find_roc(simulated(accuracy=0.7))
    assert area_under(found.average) == pytest.approx(found.mean.value)
    assert found.mean.value == pytest.approx(found.gallas.value)


def test_the_average_of_one_curve_is_that_curve():
    curve = roc_curve(np.array([1.0, 2, 3, 4]), np.array([0, 1, 0, 1]))
    points = average_curve([curve])
    assert [p.false_alarm for p in points] == curve.false_alarm_k.tolist()
    assert [p.hit for p in points] == curve.hit_k.tolist()


def test_missing_ratings_make_gallas_the_primary_figure():
    found = find_roc(simulated(missing=0.2))
    assert "Gallas" in found.mean.method
    assert found.mean == found.gallas


def test_nobody_has_no_curve():
    found = find_roc(simulated(readers=0))
    assert (found.readers, found.average) == ((), ())
    assert found.mean.reason
