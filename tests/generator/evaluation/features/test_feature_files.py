"""The table of features comes back from its files as it was."""

import csv
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest

from generator.evaluation.ecg_set import SYNTHETIC
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.features.codebook import FEATURES
from generator.evaluation.features.feature_files import (
    codebook_path,
    read_features,
    write_features,
    write_table,
)
from tests.generator.evaluation.ecg_sets import a_set

SOME = FEATURES[:3]


def a_table():
    values = np.array([[71.25, np.nan, 1 / 3], [np.nan, 812.5, 1e-17], [60.0, 1000.0, 12.0]])
    return FeatureTable(
        features=SOME,
        values_nf=values,
        reasons=({SOME[1].name: 'no, "quotes"'}, {SOME[0].name: "no plausible beats"}, {}),
    )


@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_every_value_reason_and_line_of_the_codebook_comes_back(tmp_path, name):
    write_table(tmp_path / name, a_set(3), a_table())
    back = read_features(tmp_path / name)
    np.testing.assert_array_equal(back.values_nf, a_table().values_nf)
    assert back.reasons == a_table().reasons
    assert back.features == SOME


@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_a_table_of_nobody_comes_back(tmp_path, name):
    nobody = a_table().take([])
    write_table(tmp_path / name, a_set(3).take([]), nobody)
    assert read_features(tmp_path / name).values_nf.shape == (0, len(SOME))


def test_parquet_knows_units_and_gaps(tmp_path):
    write_table(tmp_path / "t.parquet", a_set(3), a_table())
    stored = pq.read_table(tmp_path / "t.parquet")
    assert stored.schema.field("hr_bpm").metadata[b"unit"] == b"1/min"
    assert stored.column("hr_bpm").null_count == 1
    assert stored.column("rhythm").to_pylist() == ["SR", "AF", "SR"]


def test_csv_has_empty_cells_and_a_codebook(tmp_path):
    write_table(tmp_path / "t.csv", a_set(3), a_table())
    rows = list(csv.DictReader((tmp_path / "t.csv").open()))
    assert rows[1]["hr_bpm"] == ""
    assert rows[0]["record"] == "r0"
    lines = list(csv.DictReader(codebook_path(tmp_path / "t.csv").open()))
    assert [line["unit"] for line in lines] == [feature.unit for feature in SOME]


def test_both_sides_stand_in_one_folder(tmp_path):
    real, synthetic = a_set(3, origin="real"), a_set(3, origin=SYNTHETIC)
    evidence = SimpleNamespace(
        real=real, synthetic=synthetic, real_features=a_table(), synthetic_features=a_table()
    )
    names = {path.name for path in write_features(tmp_path / "features", evidence)}
    assert {"real.csv", "real.codebook.csv", "synthetic.parquet"} < names


def test_nothing_is_overwritten_and_endings_are_known(tmp_path):
    write_table(tmp_path / "t.csv", a_set(3), a_table())
    with pytest.raises(FileExistsError, match=r"t\.csv exists"):
        write_table(tmp_path / "t.csv", a_set(3), a_table())
    with pytest.raises(ValueError, match=r"\.csv or \.parquet"):
        write_table(tmp_path / "t.xlsx", a_set(3), a_table())
    with pytest.raises(ValueError, match=r"\.csv or \.parquet"):
        read_features(tmp_path / "t.xlsx")
