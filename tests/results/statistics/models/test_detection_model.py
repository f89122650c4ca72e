import numpy as np
import pytest

from reviewapp.results.statistics.models.detection_model import detection_model
from reviewapp.results.statistics.models.long import LongReadings

from .simulated import study


def told_apart(d_prime, criterion, seed=3):
    """Twenty readers of 60 cases with this d' and criterion."""
    rng = np.random.default_rng(seed)
    reader, case = (grid.ravel() for grid in np.indices((20, 60)))
    origin = case % 2
    shift = rng.normal(0, 0.3, 20)[reader] + rng.normal(0, 0.3, 60)[case]
    evidence = d_prime * (origin - 0.5) + shift + rng.normal(size=reader.size)
    return LongReadings.of(
        reader=reader.tolist(),
        case=case.tolist(),
        synthetic=origin.tolist(),
        verdict=(evidence > criterion).astype(int).tolist(),
    )


def test_d_prime_and_criterion_come_back():
    found = detection_model(told_apart(1.0, 0.4))
    assert found.d_prime.low < 1.0 < found.d_prime.high
    assert found.criterion.low < 0.4 < found.criterion.high
    assert found.d_prime.df == 19


def test_naming_real_the_signal_keeps_d_prime_and_turns_the_criterion():
    found = detection_model(told_apart(1.0, 0.4))
    readings = told_apart(1.0, 0.4)
    turned = LongReadings(
        reader=readings.reader,
        case=readings.case,
        synthetic_n=1 - readings.synthetic_n,
        verdict_n=1 - readings.verdict_n,
    )
    again = detection_model(turned)
    assert again.d_prime.value == pytest.approx(found.d_prime.value, abs=1e-6)
    assert again.criterion.value == pytest.approx(-found.criterion.value, abs=1e-6)


def test_one_origin_has_neither():
    readings = study()
    found = detection_model(readings.where(readings.synthetic_n == 1))
    assert found.d_prime.reason == found.criterion.reason == found.reason
    assert "one origin" in found.reason


def test_readers_without_an_error_separate():
    readings = study()
    perfect = LongReadings(
        reader=readings.reader,
        case=readings.case,
        synthetic_n=readings.synthetic_n,
        verdict_n=readings.synthetic_n,
    )
    assert detection_model(perfect).d_prime.reason.startswith("separation")
