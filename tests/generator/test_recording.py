"""Recordings come in as their files have them: leads by name, in mV."""

import pickle

import numpy as np
import pytest

from generator.leads import TWELVE_LEADS
from generator.recording import ArrayPlace, UnreadableError, WfdbPlace
from tests.generator.recordings import recording, write_record

MIMIC_ORDER = ("I", "II", "III", "aVR", "aVF", "aVL", "V1", "V2", "V3", "V4", "V5", "V6")


@pytest.mark.parametrize("unit", ["mV", "uV"])
def test_a_wfdb_record_is_read_in_mv(tmp_path, unit):
    given = recording()
    read = WfdbPlace(write_record(tmp_path, "one", given, unit=unit)).read()
    assert read.leads == TWELVE_LEADS
    assert read.rate_hz == 500
    assert read.signal_mv_lt == pytest.approx(given.signal_mv_lt, abs=0.0006)


def test_leads_keep_their_names_in_whatever_order_the_header_has_them(tmp_path):
    read = WfdbPlace(write_record(tmp_path, "one", recording(leads=MIMIC_ORDER))).read()
    assert read.leads == MIMIC_ORDER
    straight = recording().signal_mv_lt[TWELVE_LEADS.index("aVF")]
    assert read.signal_mv_lt[4] == pytest.approx(straight, abs=0.0006)


def test_lead_names_have_one_spelling(tmp_path):
    path = write_record(tmp_path, "one", recording())
    header = path.with_suffix(".hea")
    header.write_text(header.read_text().replace(" aVF", " AVF").replace(" V1", " v1"))
    assert WfdbPlace(path).read().leads == TWELVE_LEADS


def test_a_record_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableError, match=r"gone\.hea"):
        WfdbPlace(tmp_path / "gone").read()


def test_a_unit_that_is_no_voltage_is_refused(tmp_path):
    path = write_record(tmp_path, "one", recording())
    header = path.with_suffix(".hea")
    header.write_text(header.read_text().replace("/mV", "/mmHg"))
    with pytest.raises(UnreadableError, match="mmHg is no voltage"):
        WfdbPlace(path).read()


def test_a_row_of_an_array_is_a_recording(tmp_path):
    signal_uv_ntl = np.arange(2 * 5 * 12).reshape(2, 5, 12).astype(np.int16)
    np.savez(tmp_path / "some.npz", x_uV=signal_uv_ntl, leads=np.array(TWELVE_LEADS), fs=500)
    place = ArrayPlace(tmp_path / "some.npz", "x_uV", 1, 1e-3)
    read = pickle.loads(pickle.dumps(place)).read()
    assert read.leads == TWELVE_LEADS
    assert read.signal_mv_lt[2] * 1000 == pytest.approx(signal_uv_ntl[1, :, 2])


def test_an_array_file_that_lacks_something_is_named(tmp_path):
    np.savez(tmp_path / "some.npz", x_uV=np.zeros((1, 5, 12), dtype=np.int16))
    with pytest.raises(UnreadableError, match=r"some\.npz.*leads"):
        ArrayPlace(tmp_path / "some.npz", "x_uV", 0, 1e-3).read()
