"""The table of what betrays a maker."""

from dataclasses import replace

import numpy as np
import pytest

from generator.evaluation.fidelity.traces import TRACES, traces_of
from tests.generator.evaluation.fidelity.beats import cast


@pytest.fixture(scope="module")
def ecgs():
    return cast(4, 0, seed=1)


def test_every_trace_of_every_record_is_measured(ecgs) -> None:
    found = traces_of(ecgs)
    assert found.values_nf.shape == (4, len(TRACES))
    assert np.isfinite(found.values_nf).all()
    assert found.reasons == ({},) * 4
    assert len(set(found.names)) == len(TRACES)


def test_a_record_does_not_depend_on_its_company(ecgs) -> None:
    assert traces_of(ecgs.take([2])).values_nf == pytest.approx(traces_of(ecgs).values_nf[[2]])


def test_a_gap_has_its_reason(ecgs) -> None:
    found = traces_of(replace(ecgs, beats_s=(np.empty(0),) * 4))
    assert set(found.reasons[0]) == {"qrs_variation_percent", "qrs_axis_deg"}
    assert np.isnan(found.column("qrs_variation_percent")).all()


def test_the_peak_and_the_ends_are_the_signal_s(ecgs) -> None:
    signals = ecgs.signals_mv_nlt.copy()
    signals[1, 7, 500] = -9
    found = traces_of(replace(ecgs, signals_mv_nlt=signals))
    assert found.column("peak_mv")[1] == 9
    turned = traces_of(replace(ecgs, signals_mv_nlt=ecgs.signals_mv_nlt[..., ::-1]))
    plain = traces_of(ecgs)
    assert turned.column("end_step_log2") == pytest.approx(plain.column("start_step_log2"))
