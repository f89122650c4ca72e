import numpy as np
import pytest

from reviewapp.results.statistics.models.long import LongReadings


@pytest.fixture
def readings():
    return LongReadings.of(
        reader=["ann", "ann", "bob"],
        case=["c1", "c2", "c1"],
        synthetic=[1, 0, 1],
        verdict=[1, 1, None],
        site=["HD", "HD", "GOE"],
    )


def test_a_reading_is_correct_when_the_verdict_is_the_origin(readings):
    assert readings.with_verdict().correct_n.tolist() == [1, 0]


def test_readers_and_sites_without_a_reading_are_dropped(readings):
    kept = readings.with_verdict()
    assert kept.rows == 2
    assert kept.reader.levels == ("ann",)
    assert kept.site.levels == ("HD",)
    assert kept.position_n is None


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="each column"):
        LongReadings.of(reader=["ann"], case=["c1", "c2"], synthetic=[1, 0], verdict=[1, 0])


def test_no_verdict_is_not_a_number_inside(readings):
    assert np.isnan(readings.verdict_n[2])
