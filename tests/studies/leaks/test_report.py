"""What is kept of a probe: it round-trips, and says what it says."""

import json
from dataclasses import replace

import pytest

from reviewapp.studies.leaks.report import Figure, LeakReport

QUIET = Figure("picture: latency", 0.55, 0.3, 0.8, 0.9, False)
SAME = Figure("picture: length", 0.5, 0.5, 0.5, 1.0, True)
LEAK = Figure("picture: headers", 0.02, 0.0, 0.3, 0.001, False)
STRONGER = Figure("numbers: sample grid", 1.0, 0.7, 1.0, 0.001, False)
REPORT = LeakReport(
    real=20,
    synthetic=20,
    rounds=4,
    figures=(QUIET, SAME),
    canary=(STRONGER,),
    picture=QUIET,
    smallest_caught=0.77,
)


def test_a_report_round_trips_as_json():
    report = replace(REPORT, figures=(QUIET, LEAK))
    assert LeakReport.from_json(json.loads(json.dumps(report.to_json()))) == report
    empty = LeakReport(real=2, synthetic=2, refusal="too few")
    assert LeakReport.from_json(json.loads(json.dumps(empty.to_json()))) == empty


def test_a_report_of_another_version_is_not_read():
    with pytest.raises(ValueError, match="version"):
        LeakReport.from_json(REPORT.to_json() | {"version": "0"})


def test_leaks_come_strongest_first_whichever_origin_has_the_larger_values():
    report = replace(REPORT, figures=(QUIET, LEAK, SAME, STRONGER))
    assert report.leaks == (STRONGER, LEAK)
    assert not report.is_clean


def test_only_a_report_that_tested_something_is_clean():
    assert REPORT.is_clean
    assert not replace(REPORT, refusal="too few").is_clean


@pytest.mark.parametrize(("figure", "sings"), [(STRONGER, True), (LEAK, True), (QUIET, False)])
def test_the_canary_sings_where_something_was_to_be_found(figure, sings):
    assert replace(REPORT, canary=(QUIET, figure)).canary_sang == sings
    assert replace(REPORT, canary=()).canary_sang is False
