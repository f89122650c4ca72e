"""The fiducial point of each beat is the same point of the QRS, in whatever lead it was found."""

import csv

import numpy as np
import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.beat_finding import are_plausible, find_beats
from generator.leads import TWELVE_LEADS
from generator.recording import WfdbPlace
from generator.resampling import without_baseline
from tests.generator.recordings import TYPICAL_BEATS_S, recording

IRREGULAR_S = (0.4, 1.5, 2.0, 3.3, 3.9, 4.5, 6.0, 6.7, 7.1, 8.4, 9.3)


@pytest.mark.parametrize("rate_hz", [100, 250, 257, 360, 500, 1000])
@pytest.mark.parametrize("beats_s", [TYPICAL_BEATS_S, IRREGULAR_S])
def test_beats_are_found_where_they_are(rate_hz, beats_s):
    given = recording(rate_hz=rate_hz, beats_s=beats_s)
    found_s = find_beats(given.signal_mv_lt, given.leads, rate_hz)
    assert found_s == pytest.approx(beats_s, abs=0.01)


def test_the_point_does_not_depend_on_the_lead_it_was_found_in():
    given = recording()
    upside_down = given.signal_mv_lt.copy()
    upside_down[TWELVE_LEADS.index("II")] *= -1
    straight_s = find_beats(given.signal_mv_lt, given.leads, 500)
    assert find_beats(upside_down, given.leads, 500) == pytest.approx(straight_s, abs=1e-9)


@pytest.mark.parametrize("broken", ["gone", "flat"])
def test_without_lead_ii_another_lead_serves(broken):
    given = recording()
    signal_mv_lt, leads = given.signal_mv_lt.copy(), list(given.leads)
    if broken == "flat":
        signal_mv_lt[leads.index("II")] = 0
    else:
        signal_mv_lt = np.delete(signal_mv_lt, leads.index("II"), axis=0)
        leads.remove("II")
    assert find_beats(signal_mv_lt, leads, 500) == pytest.approx(TYPICAL_BEATS_S, abs=0.01)


def test_no_beats_rather_than_wrong_ones():
    assert len(find_beats(np.zeros((12, 5000)), TWELVE_LEADS, 500)) == 0


@pytest.mark.parametrize(
    ("beats_s", "expected"),
    [
        (np.arange(0.5, 10, 0.8), True),
        (np.arange(0.5, 10, 0.2), False),  # 300 a minute
        (np.array([0.5, 1.2, 5.0, 9.5]), False),  # a pause of almost 4 s
        (np.array([0.5, 1.2, 1.9, 2.6]), False),  # nothing for 7 s
        (np.array([3.0, 6.0]), False),
        (np.empty(0), False),
    ],
)
def test_plausible_beats(beats_s, expected):
    assert are_plausible(beats_s, 10) is expected


def test_real_records_have_the_beats_that_their_table_counts(shared_data):
    folder = shared_data / "ecg"
    with (folder / "labels.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["qc"]][::25]
    agree = 0
    for row in rows:
        read = WfdbPlace(folder / row["record"]).read()
        steady_mv_lt = without_baseline(read.signal_mv_lt[:, :5000], read.rate_hz)
        found_s = find_beats(steady_mv_lt, read.leads, read.rate_hz)
        agree += abs(len(found_s) - int(row["n_beats"])) <= 1
    assert agree >= 0.95 * len(rows)
