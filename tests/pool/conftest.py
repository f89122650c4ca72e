"""A pool with four records, a batch with its report, and uploads checked in the test's process."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.ecg.batch_files import read_batch
from reviewapp.ecg.evaluation_report import read_evaluation
from reviewapp.pool.evaluating import add_evaluation
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Evaluation, Source
from reviewapp.pool.report import IngestReport
from tests.ecg.evaluation_reports import write_report
from tests.ecg.simple_ecgs import simple_recording
from tests.ecg.test_batch_files import batch


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    settings.DATA_FOLDER = tmp_path / "data"
    return settings.DATA_FOLDER


@pytest.fixture
def four_records(researcher: User, heidelberg: Site) -> Source:
    """Two real (SR, AF) and two synthetic (both AF) records in one source."""
    kinds = [("SR", "real"), ("AF", "real"), ("AF", "synthetic"), ("AF", "synthetic")]
    ingest_recordings(
        by=researcher,
        site=heidelberg,
        kind="array",
        readings=[
            simple_recording(f"r{seed}", seed=seed, rhythm=rhythm, origin=origin)
            for seed, (rhythm, origin) in enumerate(kinds)
        ],
    )
    return Source.objects.get(name="Test hospital")


@pytest.fixture
def knowing(researcher: User) -> User:
    """A researcher who agreed to see origins."""
    mark_saw_origins(by=researcher)
    return researcher


@pytest.fixture
def three_drawn(tmp_path: Path) -> Path:
    """A batch of three records, outside the pool."""
    return batch(tmp_path)


@pytest.fixture
def ingest_batch(
    three_drawn: Path, researcher: User, heidelberg: Site
) -> Callable[..., IngestReport]:
    """`ingest_batch(**options)` takes the batch into the pool."""

    def _ingest(**options: Any) -> IngestReport:
        stated = {"by": researcher, "site": heidelberg, "kind": "batch", **options}
        return ingest_recordings(readings=read_batch(three_drawn), **stated)

    return _ingest


@pytest.fixture
def drawn_source(ingest_batch: Callable[..., IngestReport]) -> Source:
    """The three records of the batch in the pool."""
    ingest_batch()
    return Source.objects.get(name="Test generator")


@pytest.fixture
def report_folder(tmp_path: Path, three_drawn: Path) -> Path:
    """A report on the batch; it flags the second record."""
    return write_report(tmp_path / "report", three_drawn)


@pytest.fixture
def evaluation(drawn_source: Source, report_folder: Path, researcher: User) -> Evaluation:
    """That report beside the source; the second record is barred by it."""
    add_evaluation(source=drawn_source, report=read_evaluation(report_folder), by=researcher)
    return Evaluation.objects.get()


@pytest.fixture
def zip_of_folder() -> Callable[[Path], SimpleUploadedFile]:
    """`zip_of_folder(folder)` is that folder as an uploaded zip."""

    def _zip(folder: Path) -> SimpleUploadedFile:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, f"{folder.name}/{path.relative_to(folder)}")
        return SimpleUploadedFile(f"{folder.name}.zip", buffer.getvalue())

    return _zip
