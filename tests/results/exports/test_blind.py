import io
import zipfile
from datetime import UTC, datetime

import pytest

from reviewapp.pool.models import Record, Source
from reviewapp.pool.sealed import Origin
from reviewapp.results.exports.archive import zip_pieces
from reviewapp.results.exports.blind import BlindStream, blind_members
from reviewapp.studies.models import Case, Enrolment, Presentation, Status, Study
from tests.results.datasets import S
from tests.results.finished_study import read, set_status

from .files import rows_of

MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
CELLS = [{"rhythm": "SR", "origin": "synthetic", "case_count": 7177}]


@pytest.fixture
def closed(study):
    """The study while it is read, with a protocol that says what must not leave."""
    secrets = {
        "cells": CELLS,
        "sources": ["PTB-XL"],
        "description": "drawn by SSSD-ECG-7",
        "leak_probe": {"area": 0.617},
        "readers": {"HD": ["R-ANNA"], "GOE": ["R-BELA"]},
        "sites": ["GOE", "HD"],
    }
    Study.objects.filter(pk=study.pk).update(protocol=study.protocol | secrets)
    set_status(study, Status.OPEN)
    return study


def zip_of(study, user):
    enrolment = Enrolment.objects.select_related("study").get(study=study, user=user)
    return b"".join(zip_pieces(blind_members(enrolment), folder="blind", made_at=MOMENT))


def files_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_it_holds_progress_times_questions_and_protocol(closed, coordinator):
    files = files_of(zip_of(closed, coordinator))
    assert set(files) == {
        "README.txt", "progress.csv", "readings_blind.csv", "codebook.csv",
        "protocol_blind.json", "SHA256SUMS",
    }  # fmt: skip
    assert len(rows_of([files["readings_blind.csv"]])) == 90
    assert rows_of([files["progress.csv"]])[1]["read"] == "44"


def test_other_origins_would_give_the_same_bytes(closed, coordinator):
    before = zip_of(closed, coordinator)
    flip = {"real": "synthetic", "synthetic": "real"}
    for one in Origin.objects.all():
        Origin.objects.filter(pk=one.pk).update(origin=flip[one.origin])
    assert zip_of(closed, coordinator) == before


def test_other_records_cases_and_answers_would_give_the_same_bytes(closed, coordinator):
    before = zip_of(closed, coordinator)
    Source.objects.update(name="a generator", licence="another", is_simulated=True)
    Record.objects.update(rhythm="AF", licence="another", patient="P-1", age=50, sex="F")
    for number, record in enumerate(Record.objects.all()):
        Record.objects.filter(pk=record.pk).update(name=f"other-{number}", sha256=f"{number:f>64}")
    for case in Case.objects.all():
        Case.objects.filter(pk=case.pk).update(code=f"c{case.pk}", signal_sha256="e" * 64)
    assert zip_of(closed, coordinator) == before


def test_nothing_that_encodes_an_origin_is_in_any_byte(closed, coordinator):
    everything = b"".join(files_of(zip_of(closed, coordinator)).values())
    for secret in (
        *Record.objects.values_list("name", flat=True),
        *Record.objects.values_list("sha256", flat=True),
        *Case.objects.values_list("code", flat=True),
        *Presentation.objects.values_list("token", flat=True),
        "PTB-XL", "CC-BY-4.0", "SSSD-ECG-7", "7177", "0.617", closed.seed or "no seed",
    ):  # fmt: skip
        assert secret.encode() not in everything


def test_no_answer_is_in_it(closed, coordinator, anna):
    reader = Enrolment.objects.get(study=closed, user=anna)
    case = Case.objects.filter(study=closed).first()
    read(reader, case, S, position=200, comment="obviously drawn by a machine")
    files = files_of(zip_of(closed, coordinator))
    assert b"obviously" not in files["readings_blind.csv"]
    assert b"probably_synthetic" not in files["readings_blind.csv"]


def test_a_repeat_looks_like_any_other_reading(closed, coordinator, anna):
    reader = Enrolment.objects.get(study=closed, user=anna)
    first = Presentation.objects.filter(reader=reader, is_practice=False).first()
    read(reader, first.case, S, position=200, repeat_of=first)
    rows = list(BlindStream.of(Enrolment.objects.get(study=closed, user=coordinator)).rows())
    assert {row.repeat_of for row in rows} == {""}


def test_a_site_coordinator_gets_the_own_site(closed, site_coordinator):
    everything = b"".join(files_of(zip_of(closed, site_coordinator)).values())
    assert b"R-BELA" in everything
    assert b"R-ANNA" not in everything
