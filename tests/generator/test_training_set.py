"""A set that does not fit is refused with its file and field."""

import json

import numpy as np
import pytest

from generator.training_set import TrainingSetError, open_training_set
from tests.generator.tiny_set import write_tiny_set


@pytest.fixture
def folder(tmp_path):
    return write_tiny_set(tmp_path / "tiny", count=8)


def change_facts(folder, **changed):
    path = folder / "set.json"
    facts = json.loads(path.read_text()) | changed
    path.write_text(json.dumps({name: value for name, value in facts.items() if value is not None}))


def test_splits_are_asked_for_by_name(folder):
    read = open_training_set(folder)
    assert read.records_of("train").tolist() == [0, 1, 2, 3, 4, 5]
    assert read.records_of("valid").tolist() == [6]
    assert read.records_of("test").tolist() == [7]


@pytest.mark.parametrize("name", ["set.json", "signals.npy", "beats.npy"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(TrainingSetError, match=name):
        open_training_set(folder)


@pytest.mark.parametrize("field", ["labels", "leads", "rate_hz"])
def test_a_missing_field_is_named(folder, field):
    change_facts(folder, **{field: None})
    with pytest.raises(TrainingSetError, match=rf"set\.json: {field} is missing"):
        open_training_set(folder)


def test_another_version_is_refused(folder):
    change_facts(folder, version=2)
    with pytest.raises(TrainingSetError, match="version 1"):
        open_training_set(folder)


@pytest.mark.parametrize("name", ["signals", "labels", "splits", "beats"])
def test_an_array_of_another_type_is_named(folder, name):
    array = np.load(folder / f"{name}.npy")
    np.save(folder / f"{name}.npy", array.astype(np.float64))
    with pytest.raises(TrainingSetError, match=rf"{name}\.npy holds float64"):
        open_training_set(folder)


def test_more_labels_than_names_are_refused(folder):
    change_facts(folder, labels=["SR", "AF"])
    with pytest.raises(TrainingSetError, match=r"labels\.npy"):
        open_training_set(folder)
