"""A record's stored samples as an ECG."""

import numpy as np

from reviewapp.ecg.record import STANDARD_LEADS, Ecg
from reviewapp.pool.models import Record, Signal


def load_ecg(record: Record) -> Ecg:
    """The signal of `record` in mV at its own rate; one query unless `signal` was joined."""
    return ecg_of(record.signal, record.rate_hz)


def ecg_of(signal: Signal, rate_hz: float) -> Ecg:
    """The ECG that `signal` keeps at `rate_hz`."""
    samples = np.frombuffer(bytes(signal.samples_uv), dtype="<i2")
    return Ecg.from_microvolts(samples.reshape(len(STANDARD_LEADS), -1).astype(np.int16), rate_hz)
