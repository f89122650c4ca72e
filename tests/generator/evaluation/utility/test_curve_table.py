"""The curves of augmentation in rows."""

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.utility.curve_table import curve_table
from tests.generator.evaluation.utility.made_up_scores import a_curve


def test_a_row_a_point():
    curves = [a_curve([0.8, 0.9], held_out=0.05), a_curve([0.6, 0.9], few=True)]
    rows = curve_table(curves, batch_n=400).rows
    assert [row["real_patients"] for row in rows] == ["all", "all", "few", "few"]
    assert [row["added_n"] for row in rows] == [0, 400, 0, 400]
    assert [row["f1_gain"] for row in rows] == pytest.approx([0, 0.1, 0, 0.3])
    assert [row["held_out_f1_gain"] for row in rows] == [0.05, 0.05, None, None]
