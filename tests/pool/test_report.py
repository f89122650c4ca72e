"""The report of an ingest."""

from reviewapp.ecg.record import Refusal
from reviewapp.pool.report import IngestReport

REPORT = IngestReport(
    taken={("AF", "real"): 2, ("SR", "synthetic"): 3},
    refusals=(
        Refusal("a", "nan", "lead I holds NaN"),
        Refusal("b", "duplicate", "has the same signal as x"),
        Refusal("c", "duplicate", "has the same signal as y"),
    ),
    sources=("PTB-XL",),
    barred=1,
    light="amber",
)


def test_rows_count_by_rhythm_and_origin():
    assert REPORT.rows() == [("sinus rhythm", [0, 3], 3), ("atrial fibrillation", [2, 0], 2)]
    assert (REPORT.totals(), REPORT.taken_count) == ([2, 3], 5)


def test_refusals_are_grouped_the_most_frequent_first():
    assert [(group.title, len(group.refusals)) for group in REPORT.groups()] == [
        ("Already in the pool", 2),
        ("Holds NaN or infinity", 1),
    ]


def test_a_report_round_trips_through_json():
    assert IngestReport.from_json(REPORT.to_json()) == REPORT
    assert IngestReport.from_json({}) == IngestReport()


def test_a_second_run_is_told_from_a_useless_one():
    assert not REPORT.took_nothing_new
    assert not IngestReport().took_nothing_new
    assert IngestReport(refusals=REPORT.refusals[1:]).took_nothing_new
    flagged = Refusal("d", "flagged", "a near-copy")
    assert IngestReport(refusals=(*REPORT.refusals[1:], flagged)).took_nothing_new
    assert not IngestReport(refusals=(flagged,)).took_nothing_new
