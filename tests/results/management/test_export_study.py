import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reviewapp.studies.models import Status
from tests.results.conftest import study
from tests.results.exports.quick import quicken
from tests.results.finished_study import set_status

__all__ = ["study"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    quicken(monkeypatch)


def run(study, user, out, *options):
    output = StringIO()
    arguments = [study.token, f"--by={user.username}", f"--out={out}", *options]
    call_command("export_study", *arguments, stdout=output)
    return output.getvalue()


def test_the_zip_is_written(study, coordinator, tmp_path):
    out = tmp_path / "study.zip"
    assert run(study, coordinator, out).startswith(str(out))
    assert zipfile.ZipFile(out).testzip() is None


def test_a_closed_study_gives_the_blind_one_alone_and_leaves_no_half_file(
    study, coordinator, tmp_path
):
    set_status(study, Status.OPEN)
    out = tmp_path / "study.zip"
    with pytest.raises(CommandError, match="not unblinded"):
        run(study, coordinator, out)
    assert not out.exists()
    run(study, coordinator, out, "--blind")
    assert any("readings_blind" in name for name in zipfile.ZipFile(out).namelist())


def test_a_reader_is_refused_and_no_file_is_overwritten(study, coordinator, anna, tmp_path):
    out = tmp_path / "study.zip"
    with pytest.raises(CommandError, match="may export"):
        run(study, anna, out)
    out.write_text("precious")
    with pytest.raises(CommandError, match="exists already"):
        run(study, coordinator, out)
    assert out.read_text() == "precious"
