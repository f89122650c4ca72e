"""Features of real ECGs beside what their table of labels says, which others measured."""

import csv

import numpy as np
import pytest

from generator.evaluation.chain import compared
from generator.evaluation.features.extraction import features_of
from generator.recording import WfdbPlace


@pytest.fixture(scope="module")
def beside_labels(shared_data):
    """Features and row of labels of every 24th record in sinus rhythm and every sixth in AF."""
    folder = shared_data / "ecg"
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["hr_bpm"] and row["rr_cv"]]
    chosen = [row for row in rows if row["rhythm"] == "SR"][::24]
    chosen += [row for row in rows if row["rhythm"] == "AF"][::6]
    return [(measured(folder / row["record"]), row) for row in chosen]


def measured(path):
    """The features of a record."""
    ecg = compared(WfdbPlace(path).read())
    return features_of((ecg.signal_mv_lt, ecg.beats_s, ecg.fault))


def values_of(beside_labels, name, **wanted):
    """A feature of the records in which it was measured, and their rows of labels."""
    kept = [
        (found[name], row)
        for found, row in beside_labels
        if isinstance(found[name], float) and wanted.items() <= row.items()
    ]
    return np.array([value for value, _ in kept]), [row for _, row in kept]


def test_heart_rates_agree(beside_labels):
    rates, rows = values_of(beside_labels, "hr_bpm")
    apart = rates - [float(row["hr_bpm"]) for row in rows]
    assert np.median(np.abs(apart)) < 0.5
    assert np.mean(np.abs(apart) < 3) > 0.9


def test_variation_of_rr_agrees(beside_labels):
    deviations, rows = values_of(beside_labels, "sdnn_ms")
    ours = deviations / values_of(beside_labels, "rr_mean_ms")[0]
    assert np.corrcoef(ours, [float(row["rr_cv"]) for row in rows])[0, 1] > 0.95


def test_nearly_all_are_delineated(beside_labels):
    full = [
        all(isinstance(found[name], float) for name in ("hr_bpm", "qrs_ms", "qt_ms"))
        for found, _ in beside_labels
    ]
    assert np.mean(full) > 0.9


def test_p_waves_stand_in_sinus_rhythm_alone(beside_labels):
    for rhythm, low, high in (("SR", 0.9, 1.0), ("AF", 0.0, 0.2)):
        present, _ = values_of(beside_labels, "p_present", rhythm=rhythm)
        assert low <= present.mean() <= high


def test_normal_intervals_are_normal(beside_labels):
    """Medians of healthy adults: PR 120 to 200, QRS 70 to 110, QTc 350 to 450 ms."""
    for name, low, high in (
        ("pr_ms", 120, 200),
        ("qrs_ms", 70, 110),
        ("qtc_fridericia_ms", 350, 450),
    ):
        values, _ = values_of(beside_labels, name, normal_ecg="1")
        assert low < np.median(values) < high
