import csv
import io
import json
import re
import zipfile

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.exceptions import PermissionDenied

from reviewapp.audit.models import AuditEvent
from reviewapp.results.exports.delivery import deliver_blind, deliver_study
from reviewapp.results.findings.roc import find_roc
from reviewapp.results.reading_files.opening import read_reading_file
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.models import Enrolment, Status
from tests.results.finished_study import set_status

from .quick import quicken


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    quicken(monkeypatch)


def enrolment_of(study, user):
    return Enrolment.objects.select_related("study", "site").get(study=study, user=user)


def taken(delivery):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(delivery.pieces)))
    assert archive.testzip() is None
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def files(study, coordinator):
    return taken(deliver_study(by=enrolment_of(study, coordinator)))


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_every_file_is_there_named_and_says_the_same(files):
    named = re.findall(r"^(\S+\.\w+|SHA256SUMS) +\S", files["README.txt"].decode(), re.M)
    assert set(named) | {"README.txt"} == set(files)
    analysis = json.loads(files["analysis.json"])
    mean = analysis["findings"]["roc"]["mean"]
    assert float(rows(files["headline.csv"])[0]["value"]) == mean["value"]
    assert float(rows(files["headline.csv"])[0]["high"]) == mean["high"]
    flow = {row["site"]: row for row in rows(files["flow.csv"])}
    told = next(one for one in analysis["flow"] if one["kind"] == "all")
    assert int(flow["all sites"]["analysed"]) == told["analysed"] == 88
    assert len(rows(files["readings.csv"])) == 90
    assert pq.read_table(io.BytesIO(files["readings.parquet"])).num_rows == 90
    assert b"nan" not in files["headline.csv"].lower()


@pytest.mark.parametrize("name", ["readings.imrmc", "readings.csv"])
def test_our_own_reader_of_readings_from_elsewhere_finds_the_same_area(files, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(files[name])
    mean = find_roc(read_reading_file(path).main).mean
    assert mean.value == float(rows(files["headline.csv"])[0]["value"])
    assert mean.extent.readings == 88


def test_the_workbook_has_its_sheets(files):
    book = openpyxl.load_workbook(io.BytesIO(files["workbook.xlsx"]), read_only=True)
    assert book.sheetnames == ["readings", "scores", "wide", "codebook", "summary"]


def test_who_takes_it_has_seen_origins_and_it_is_noted(study, coordinator):
    delivery = deliver_study(by=enrolment_of(study, coordinator))
    coordinator.refresh_from_db()
    assert coordinator.saw_origins_at is not None
    event = AuditEvent.objects.get(deed="export_results")
    assert (event.actor_name, event.target) == ("clara", delivery.name)


@pytest.mark.parametrize("status", [Status.OPEN, Status.LOCKED])
def test_before_unblinding_there_is_only_the_blind_one(study, coordinator, status):
    set_status(study, status)
    with pytest.raises(StillBlind):
        deliver_study(by=enrolment_of(study, coordinator))
    assert not AuditEvent.objects.filter(deed="export_results").exists()
    assert "progress.csv" in taken(deliver_blind(by=enrolment_of(study, coordinator)))
    coordinator.refresh_from_db()
    assert coordinator.saw_origins_at is None
    assert AuditEvent.objects.get(deed="export_results").target.endswith("-blind.zip")


def test_a_reader_gets_neither(study, anna):
    for deliver in (deliver_study, deliver_blind):
        with pytest.raises(PermissionDenied):
            deliver(by=enrolment_of(study, anna))


def test_a_site_coordinator_gets_the_own_site_alone(study, site_coordinator):
    files = taken(deliver_study(by=enrolment_of(study, site_coordinator)))
    texts = [content for name, content in files.items() if name.endswith((".csv", ".json", ".md"))]
    assert b"R-BELA" in b"".join(texts)
    assert b"R-ANNA" not in b"".join(texts)
