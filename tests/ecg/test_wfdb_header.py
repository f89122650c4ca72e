"""Whatever a header says, the outcome is a header or a refusal, soon and in little memory."""

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewapp.ecg.refusals import RecordRefusedError
from reviewapp.ecg.wfdb_files import read_signal_mv
from reviewapp.ecg.wfdb_header import read_header
from tests.ecg.simple_ecgs import write_record

ODD = st.sampled_from(
    ["0", "-1", "9e9", "9999999999", "1e999", "nan", "r1", "r1/3", "../r1.dat", "~", "", "16",
     "212", "16+4", "0/mV", "1000.0(0)/mV", "é", "\x00", "# Name", "I", "508", "1(99999999999)/mV"]
)  # fmt: skip
FUZZ = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(edits=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9), ODD), max_size=4))
def test_an_edited_header_is_read_or_refused(tmp_path, edits):
    header = tmp_path / "r1.hea"
    if not (tmp_path / "whole").exists():
        write_record(tmp_path)
        header.rename(tmp_path / "whole")
    lines = [line.split(" ") for line in (tmp_path / "whole").read_text().splitlines()]
    for line, field, text in edits:
        words = lines[line % len(lines)]
        words[field % len(words)] = text
    header.write_text("\n".join(" ".join(words) for words in lines), encoding="utf-8")
    with suppress(RecordRefusedError):
        signal_mv, _ = read_signal_mv(tmp_path / "r1", max_mb=1)
        assert signal_mv.shape == (12, 5000)


@FUZZ
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path, content):
    (tmp_path / "r1.hea").write_bytes(content)
    with suppress(RecordRefusedError):
        read_header(tmp_path / "r1.hea", max_bytes=1000)


def test_a_header_that_claims_33_gib_costs_no_memory(tmp_path):
    header = write_record(tmp_path)
    header.write_text(header.read_text().replace("500 5000", "500 900000000"))
    tracemalloc.start()
    with pytest.raises(RecordRefusedError, match="fill 21600000000"):
        read_signal_mv(tmp_path / "r1", max_mb=1e9)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_each_standard_lead_is_found_whatever_its_case(tmp_path):
    header = write_record(tmp_path)
    header.write_text(header.read_text().replace(" aVR", " AVR"))
    channels = read_header(header, max_bytes=10**6).channel_of()
    assert channels["aVR"] == 3
    assert len(channels) == 12
