"""The spool gives back the signals that were put in."""

from reviewapp.pool.spool import Spool
from tests.ecg.simple_ecgs import simple_recording


def test_signals_come_back_in_any_order(heidelberg):
    came = [simple_recording(f"r{seed}", seed=seed) for seed in range(3)]
    with Spool(heidelberg) as spool:
        for recording in came:
            spool.add(recording)
        for recording, waiting in reversed(list(zip(came, spool, strict=True))):
            assert spool.samples_of(waiting) == recording.signal_uv.tobytes()
            assert waiting.record.sha256 == recording.sha256
