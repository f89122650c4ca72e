"""A stored record gives the ECG that was ingested."""

import numpy as np

from reviewapp.pool.models import Record
from reviewapp.pool.signals import load_ecg
from tests.ecg.simple_ecgs import simple_ecg_uv


def test_a_stored_record_is_the_ecg_that_came(four_records):
    ecg = load_ecg(Record.objects.get(name="r2"))
    assert ecg.rate_hz == 500
    assert np.array_equal(ecg.to_microvolts(), simple_ecg_uv(seed=2))
