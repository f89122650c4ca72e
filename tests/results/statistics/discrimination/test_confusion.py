import numpy as np

from reviewapp.results.statistics.discrimination.confusion import Confusion


def test_readings_are_counted_by_origin_and_verdict():
    truth_c = np.array([1, 1, 0, 0])
    verdict_rc = np.array([[1, 0, 1, 0], [1, 1, -1, 0]])
    table = Confusion.of(truth_c=truth_c, verdict_rc=verdict_rc)
    assert (table.synthetic_called_synthetic, table.synthetic_called_real) == (3, 1)
    assert (table.real_called_synthetic, table.real_called_real) == (1, 2)
    assert (table.synthetic, table.real, table.correct, table.readings) == (4, 3, 5, 7)
