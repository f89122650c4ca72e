"""Arrays of ECGs and their declarations."""

import json
from pathlib import Path

import numpy as np
import pytest

from reviewapp.ecg.array_files import ArrayDeclaration, read_array, read_array_folder
from reviewapp.ecg.record import STANDARD_LEADS, Refusal
from reviewapp.ecg.refusals import PoolInputError
from tests.ecg.simple_ecgs import PUBLISHED_ORDER, simple_ecg_mv

DECLARED = {
    "file": "ecgs.npy",
    "lead_order": list(STANDARD_LEADS),
    "rate_hz": 100,
    "unit": "mV",
    "rhythm": "SR",
    "origin": "real",
    "source": "Test hospital",
    "licence": "CC0-1.0",
}


def signals_mv(count: int = 3) -> np.ndarray:
    return np.stack([simple_ecg_mv(seed=seed, rate_hz=100) for seed in range(count)])


def write_array(folder: Path, array: np.ndarray | None = None, **changed) -> Path:
    np.save(folder / "ecgs.npy", signals_mv() if array is None else array)
    entry = {name: value for name, value in {**DECLARED, **changed}.items() if value is not None}
    content = {"format": "ecg-array", "version": 1, "arrays": [entry]}
    (folder / "ecgs.json").write_text(json.dumps(content))
    return folder


def test_rows_are_taken_in_order(tmp_path):
    readings = list(read_array_folder(write_array(tmp_path, patient=["p", "q", "p"])))
    assert [reading.name for reading in readings] == ["ecgs[0]", "ecgs[1]", "ecgs[2]"]
    assert [reading.patient for reading in readings] == ["p", "q", "p"]
    assert np.abs(readings[1].signal_uv - signals_mv()[1] * 1000).max() <= 0.5


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "uV", "array": signals_mv() * 1000},
        {"axes": "record,sample,lead", "array": signals_mv().transpose(0, 2, 1)},
        {"array": signals_mv().astype(">f4")},
        {
            "lead_order": list(PUBLISHED_ORDER),
            "array": signals_mv()[:, [STANDARD_LEADS.index(lead) for lead in PUBLISHED_ORDER]],
        },
    ],
)
def test_what_is_declared_is_honoured(tmp_path, changed):
    first = next(iter(read_array_folder(write_array(tmp_path, **changed))))
    assert np.abs(first.signal_uv - signals_mv()[0] * 1000).max() <= 1


@pytest.mark.parametrize("missing", sorted(set(DECLARED) - {"file"}))
def test_a_missing_field_is_refused_by_name(tmp_path, missing):
    with pytest.raises(PoolInputError, match=missing):
        list(read_array_folder(write_array(tmp_path, **{missing: None})))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"lead_order": list(PUBLISHED_ORDER)}, "limb-lead identities fail"),
        ({"lead_order": list(STANDARD_LEADS)[:11]}, "missing: V6"),
        ({"lead_order": ["I", *list(STANDARD_LEADS)[:11]]}, "missing: V6; twice: I"),
        ({"lead_order": ["i", *list(STANDARD_LEADS)[1:]]}, "unknown: i"),
        ({"lead_order": "I,II"}, "list of texts"),
        ({"unit": "mm"}, "'unit' is 'mm'"),
        ({"rhythm": "XX"}, "'rhythm' is 'XX'"),
        ({"rhythm": ["SR", "AF"]}, "has 2 entries, but ecgs.npy holds 3"),
        ({"patient": ["p"]}, "has 1 entries"),
        ({"origin": "fake"}, "'origin' is 'fake'"),
        ({"rate_hz": 0}, "rate_hz"),
        ({"rate_hz": True}, "rate_hz"),
        ({"file": "../ecgs.npy"}, "same folder"),
        ({"axes": "lead,record,sample"}, "axes"),
        ({"array": np.zeros((3, 1000))}, "shape"),
        ({"array": np.zeros((3, 8, 1000))}, "12 leads"),
        ({"array": np.zeros((0, 12, 1000))}, "at least one record"),
        ({"array": np.zeros((3, 12, 1000), dtype=complex)}, "dtype"),
    ],
)
def test_a_declaration_that_does_not_hold_is_refused_whole(tmp_path, changed, message):
    with pytest.raises(PoolInputError, match=message):
        list(read_array_folder(write_array(tmp_path, **changed)))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"format": "ecg-array"}', "[" * 100_000, '{"format": NaN}', '"x"'],
)
def test_a_declaration_that_is_no_declaration_is_refused(tmp_path, content):
    write_array(tmp_path)
    (tmp_path / "ecgs.json").write_text(content)
    with pytest.raises(PoolInputError, match=r"ecgs\.json"):
        list(read_array_folder(tmp_path))


def test_a_pickle_is_never_opened(tmp_path):
    write_array(tmp_path)
    np.save(tmp_path / "ecgs.npy", np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(PoolInputError, match="no plain"):
        list(read_array_folder(tmp_path))


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY\x01\x00\xff\xff{", b"PK\x03\x04zip", b"x"])
def test_a_file_that_is_no_array_is_refused(tmp_path, content):
    write_array(tmp_path)
    (tmp_path / "ecgs.npy").write_bytes(content)
    with pytest.raises(PoolInputError, match=r"ecgs\.npy"):
        list(read_array_folder(tmp_path))


def test_a_bad_row_does_not_stop_the_rest(tmp_path):
    array = signals_mv()
    array[1, 4, 500] = np.inf
    readings = list(read_array_folder(write_array(tmp_path, array)))
    assert isinstance(readings[1], Refusal)
    assert (readings[1].name, readings[1].code) == ("ecgs[1]", "nan")
    assert [reading.name for reading in readings] == ["ecgs[0]", "ecgs[1]", "ecgs[2]"]


def published(origin: str, lead_order: tuple[str, ...] = PUBLISHED_ORDER) -> ArrayDeclaration:
    return ArrayDeclaration(
        lead_order=lead_order,
        rate_hz=100.0,
        unit="mV",
        rhythm="SR",
        origin=origin,
        source="SSSD-ECG",
        licence="MIT",
    )


@pytest.mark.parametrize("origin", ["real", "synthetic"])
def test_the_published_arrays_are_taken_whole(shared_data, origin):
    path = shared_data / "turing-test-2023" / f"samples_{origin}_22.npy"
    readings = list(read_array(path, published(origin)))
    assert [reading.name for reading in readings] == [f"{path.stem}[{row}]" for row in range(22)]
    raw_mv = np.load(path)
    assert np.abs(readings[5].signal_uv[2] - raw_mv[5, 8] * 1000).max() <= 0.5  # III stands ninth


@pytest.mark.parametrize("origin", ["real", "synthetic"])
def test_the_published_arrays_in_standard_order_are_refused(shared_data, origin):
    path = shared_data / "turing-test-2023" / f"samples_{origin}_22.npy"
    with pytest.raises(PoolInputError, match="III = II - I"):
        list(read_array(path, published(origin, STANDARD_LEADS)))
