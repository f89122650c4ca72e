"""Memory does not grow with the records: ten times as many take no more of it."""

import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from benchmarks.training_set import in_a_process

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("workers", [1, 2])
def test_the_peak_is_that_of_a_few_records(workers):
    few, many = (in_a_process(records, workers) for records in (100, 1000))
    signals_mb = many["signals_mb"] - few["signals_mb"]
    assert signals_mb > 14
    # What the signals alone would take is four times what is allowed.
    assert many["peak_mb"] - few["peak_mb"] < signals_mb / 4
    assert many["worker_peak_mb"] - few["worker_peak_mb"] < signals_mb / 4
