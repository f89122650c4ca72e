"""A table of features: rows keep their reasons."""

import numpy as np
import pytest

from generator.evaluation.feature_table import Feature, FeatureTable


def a_table():
    features = tuple(
        Feature(name=name, title=name, unit="ms", meaning="", method="")
        for name in ("pr_ms", "qt_ms")
    )
    values = np.array([[160.0, 400.0], [np.nan, 380.0], [np.nan, np.nan]])
    flat = "lead II is flat"
    reasons = ({}, {"pr_ms": "no P wave"}, {"pr_ms": flat, "qt_ms": flat})
    return FeatureTable(features=features, values_nf=values, reasons=reasons)


def test_a_column_is_found_by_name():
    assert a_table().column("qt_ms")[:2].tolist() == [400.0, 380.0]
    with pytest.raises(ValueError, match="rr_ms"):
        a_table().column("rr_ms")


def test_rows_keep_their_reasons():
    taken = a_table().take([2, 0])
    assert np.array_equal(taken.values_nf, a_table().values_nf[[2, 0]], equal_nan=True)
    assert [len(reasons) for reasons in taken.reasons] == [2, 0]


def test_gaps_are_counted_by_feature_and_reason():
    assert a_table().missing() == {
        ("pr_ms", "no P wave"): 1,
        ("pr_ms", "lead II is flat"): 1,
        ("qt_ms", "lead II is flat"): 1,
    }
