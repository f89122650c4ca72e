import numpy as np

from reviewapp.results.statistics.agreement.occasions import occasions_of


def sorted_out(readings):
    reader, case, occasion, value = (np.array(column) for column in zip(*readings, strict=True))
    return occasions_of(
        reader_n=reader, case_n=case, occasion_n=occasion.astype(float), value_n=value.astype(float)
    )


def test_first_and_second_readings_are_told_apart_by_occasion_not_by_row():
    found = sorted_out([(0, 0, 2, 5), (0, 0, 1, 3), (0, 1, 1, 4), (1, 0, 3, 1), (1, 0, 7, 2)])
    assert found.first_rc.tolist()[0] == [3, 4]
    assert found.again_rc[:, 0].tolist() == [5, 2]
    assert found.pairs() == 2


def test_a_third_reading_and_an_empty_one_are_not_used():
    found = sorted_out([(0, 0, 1, np.nan), (0, 0, 2, 3), (0, 0, 3, 4), (0, 0, 4, 9)])
    assert (found.first_rc[0, 0], found.again_rc[0, 0]) == (3, 4)


def test_no_readings_are_no_table():
    nothing = np.zeros(0, int)
    found = occasions_of(
        reader_n=nothing, case_n=nothing, occasion_n=np.zeros(0), value_n=np.zeros(0)
    )
    assert (found.first_rc.shape, found.pairs()) == ((0, 0), 0)
