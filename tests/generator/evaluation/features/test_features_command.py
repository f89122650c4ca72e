"""``python -m generator features``, from a batch to its table."""

import pytest

from generator.__main__ import main
from generator.evaluation.features.feature_files import read_features
from tests.generator.evaluation.ecg_sets import write_plain_batch


def test_a_batch_becomes_a_table(tmp_path, capsys):
    batch = write_plain_batch(tmp_path / "batch")
    out = tmp_path / "features.csv"
    assert main(["features", str(batch), "--out", str(out), "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "2 records" in said
    assert "missing:" in said
    assert read_features(out).column("hr_bpm") == pytest.approx([75, 75], abs=0.5)


def test_an_existing_file_is_refused_before_any_work(tmp_path, capsys):
    out = tmp_path / "features.parquet"
    out.touch()
    assert main(["features", str(tmp_path / "nowhere"), "--out", str(out)]) == 2
    assert "never overwritten" in capsys.readouterr().err


def test_another_ending_is_refused(tmp_path, capsys):
    assert main(["features", str(tmp_path), "--out", str(tmp_path / "features.txt")]) == 2
    assert ".csv or .parquet" in capsys.readouterr().err
