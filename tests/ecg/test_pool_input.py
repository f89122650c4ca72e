"""Which kind of input lies at a path, and what the command line may say of it."""

import numpy as np
import pytest

from reviewapp.ecg.pool_input import InputOptions, count_declared, detect_kind, read_pool_input
from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.refusals import PoolInputError
from tests.ecg.simple_ecgs import simple_ecg_mv, write_labels, write_record
from tests.ecg.test_array_files import signals_mv, write_array
from tests.ecg.test_batch_files import batch

SAID = InputOptions(
    origin="real",
    source="s",
    licence="l",
    rhythm="SR",
    lead_order=STANDARD_LEADS,
    rate_hz=100,
    unit="mV",
)


def test_each_kind_is_told_by_its_mark(tmp_path):
    write_labels(tmp_path, "r1,SR,x,y")
    assert detect_kind(tmp_path) == "wfdb"
    assert count_declared(tmp_path) == 1
    assert detect_kind(batch(tmp_path)) == "batch"
    assert count_declared(tmp_path / "batch") == 3


def test_a_folder_of_no_kind_or_of_two_is_refused(tmp_path):
    with pytest.raises(PoolInputError, match="none of"):
        detect_kind(tmp_path)
    write_array(tmp_path)
    write_labels(tmp_path)
    with pytest.raises(PoolInputError, match="more than one of"):
        detect_kind(tmp_path)


def test_a_lone_array_needs_every_option(tmp_path):
    np.save(tmp_path / "a.npy", signals_mv())
    assert len(list(read_pool_input(tmp_path / "a.npy", SAID))) == 3
    with pytest.raises(PoolInputError, match="add --leads, --rate, --unit"):
        list(read_pool_input(tmp_path / "a.npy"))


def test_a_lone_array_may_be_declared_beside_it(tmp_path):
    write_array(tmp_path)
    assert len(list(read_pool_input(tmp_path / "ecgs.npy"))) == 3
    np.save(tmp_path / "other.npy", signals_mv())
    with pytest.raises(PoolInputError, match=r"does not declare other\.npy"):
        read_pool_input(tmp_path / "other.npy")


def test_options_that_the_input_says_itself_are_refused(tmp_path):
    with pytest.raises(PoolInputError, match="leave the options out"):
        read_pool_input(batch(tmp_path), InputOptions(origin="real"))


def test_a_wfdb_folder_takes_origin_source_and_licence(tmp_path):
    write_record(tmp_path, signal_mv=simple_ecg_mv())
    write_labels(tmp_path, "r1,SR", columns="record,rhythm")
    (reading,) = read_pool_input(
        tmp_path, InputOptions(origin="synthetic", source="s", licence="l")
    )
    assert (reading.origin, reading.source, reading.licence) == ("synthetic", "s", "l")
