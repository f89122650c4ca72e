"""A pool with four records, and uploads that are checked in the test's own process."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.people import mark_saw_origins
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Source
from tests.ecg.simple_ecgs import simple_recording


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
def zip_of_folder() -> Callable[[Path], SimpleUploadedFile]:
    """`zip_of_folder(folder)` is that folder as an uploaded zip."""

    def _zip(folder: Path) -> SimpleUploadedFile:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, f"{folder.name}/{path.name}")
        return SimpleUploadedFile(f"{folder.name}.zip", buffer.getvalue())

    return _zip
