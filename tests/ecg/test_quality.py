"""One rule of quality for real and synthetic signals."""

import numpy as np
import pytest

from reviewapp.ecg.quality import accept_signal, check_rate, check_signal
from reviewapp.ecg.refusals import RecordRefusedError
from tests.ecg.simple_ecgs import simple_ecg_mv


def code_of(signal_mv, rate_hz=500.0) -> str:
    with pytest.raises(RecordRefusedError) as caught:
        check_signal(signal_mv, rate_hz)
    return caught.value.code


def test_an_ecg_passes():
    check_signal(simple_ecg_mv(), 500.0)


def test_a_lead_that_rests_at_its_rail_is_clipped():
    signal_mv = simple_ecg_mv()
    signal_mv[7, 1000:1101] = 3.0
    assert code_of(signal_mv) == "clipped"
    signal_mv[7, 1100] = 2.9  # 0.2 s exactly
    check_signal(signal_mv, 500.0)


def test_a_quiet_baseline_is_not_clipped():
    signal_mv = simple_ecg_mv()
    signal_mv[7] = np.maximum(signal_mv[7], 0.05)
    check_signal(signal_mv, 500.0)


def test_an_offset_that_int16_cannot_hold_is_refused():
    assert code_of(simple_ecg_mv() + 40) == "amplitude"


@pytest.mark.parametrize("rate_hz", [0, -1, 99, 250.5, 2001, float("nan"), float("inf")])
def test_a_rate_that_the_signal_chain_cannot_take_is_refused(rate_hz):
    with pytest.raises(RecordRefusedError):
        check_rate(rate_hz)


def test_what_is_cut_off_is_not_judged():
    signal_mv = simple_ecg_mv(duration_s=12)
    signal_mv[:, 5500] = np.nan
    signal_uv, cut = accept_signal(signal_mv, 500.0)
    assert signal_uv.shape == (12, 5000)
    assert cut == "first 10 s of 12 s"
