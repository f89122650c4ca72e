"""What other tools read of the WFDB records is what the batch holds."""

import csv
import shutil

import numpy as np
import pytest
import wfdb

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.__main__ import main
from generator.batch import LEAD_ORDER, write_batch
from generator.batch_folder import BatchError
from generator.wfdb_export import export_wfdb, record_name
from reviewapp.ecg.pool_input import read_pool_input
from reviewapp.ecg.record import Recording

RNG = np.random.default_rng(3)
SIGNALS_UV = RNG.integers(-2000, 2000, (3, 12, 1000)).astype(np.int16)
SIGNALS_UV[0, 0, :2] = (32_767, -32_767)


@pytest.fixture
def batch(tmp_path):
    return write(tmp_path / "af", SIGNALS_UV)


def write(folder, signals_uv):
    write_batch(
        folder,
        signals_uv=signals_uv,
        rate_hz=100,
        generator_version="0.1",
        checkpoint_sha256="ab" * 32,
        sampler={"name": "ddim"},
        source="Zürich, drawn",
        licence="CC-BY-4.0",
        records=[{"seed": 7, "rhythm": "AF", "condition": {"record": index}} for index in range(3)],
    )
    return folder


def test_wfdb_reads_exactly_the_numbers_of_the_batch(batch, tmp_path):
    assert export_wfdb(batch, tmp_path / "af-wfdb") == 3
    names = (tmp_path / "af-wfdb" / "RECORDS").read_text().split()
    assert names == ["00000/00000000", "00000/00000001", "00000/00000002"]
    for name, signal_uv in zip(names, np.load(batch / "signals.npy"), strict=True):
        record = wfdb.rdrecord(tmp_path / "af-wfdb" / name)
        assert (record.sig_name, record.fs) == (list(LEAD_ORDER), 100)
        assert record.units == ["mV"] * 12
        assert np.array_equal(record.p_signal.T, signal_uv / 1000)


def test_the_app_reads_the_folder_alone_and_knows_that_it_is_synthetic(batch, tmp_path):
    export_wfdb(batch, tmp_path / "alone")
    shutil.rmtree(batch)
    (_, *taken) = read_pool_input(tmp_path / "alone")
    assert all(isinstance(record, Recording) for record in taken), taken
    assert {record.origin for record in taken} == {"synthetic"}
    assert (taken[0].rhythm, taken[0].source) == ("AF", "Zürich, drawn")
    assert np.array_equal(taken[1].signal_uv, SIGNALS_UV[2])


def test_the_labels_table_says_of_each_record_how_to_make_it_again(batch, tmp_path):
    export_wfdb(batch, tmp_path / "w")
    with (tmp_path / "w" / "labels.csv").open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[2]
    assert (row["record"], row["rhythm"], row["seed"]) == ("00000/00000002", "AF", "7")
    header = (tmp_path / "w" / "00000" / "00000002.hea").read_text()
    assert "0.1, checkpoint abab" in header
    assert "seed 7, record 2 of its batch" in header


def test_a_sample_that_wfdb_takes_for_invalid_is_refused_and_nothing_left(tmp_path):
    signals_uv = SIGNALS_UV.copy()
    signals_uv[2, 5, 7] = -32_768
    with pytest.raises(BatchError, match=r"00000002 .*cannot hold"):
        export_wfdb(write(tmp_path / "b", signals_uv), tmp_path / "b-wfdb")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_thousand_records_lie_in_a_folder():
    assert record_name(12_345) == "00012/00012345"


def test_a_folder_that_is_there_is_not_overwritten(batch, tmp_path, capsys):
    (tmp_path / "af-wfdb").mkdir()
    assert main(["wfdb", str(batch)]) == 2
    assert "never overwritten" in capsys.readouterr().err


def test_the_command_writes_beside_the_batch(batch, tmp_path, capsys):
    assert main(["wfdb", str(batch)]) == 0
    assert capsys.readouterr().out == f"3 WFDB records in {tmp_path / 'af-wfdb'}\n"
