"""Reports of small files."""

from collections.abc import Callable

import pytest

from reviewapp.results.reading_files.opening import read_reading_file
from reviewapp.results.reading_files.reading_file import Options
from reviewapp.results.reading_files.report.file_report import FileReport, Settings, report_on
from reviewapp.results.statistics.discrimination.equivalence import Band
from tests.results.reading_files.conftest import Write

Report = Callable[..., FileReport]


@pytest.fixture(scope="session")
def reports() -> dict[object, FileReport]:
    """Reports that were computed before, since the same file gives the same one."""
    return {}


@pytest.fixture
def report(write: Write, reports: dict[object, FileReport]) -> Report:
    """`report(text)` reads and analyses a file that holds it."""

    def _report(text: str, *, margin: float = 0.1, **declared) -> FileReport:
        key = text, margin, *sorted(declared.items())
        if key not in reports:
            file = read_reading_file(write(text), Options(**declared))
            settings = Settings(band=Band(margin=margin), seed=1, replicates=20)
            reports[key] = report_on(file, settings)
        return reports[key]

    return _report


AGREEMENT = "reader,case,value\n" + "".join(
    f"{reader},{case},{value}\n"
    for reader, values in (("a", "112233"), ("b", "112223"), ("c", "122331"))
    for case, value in enumerate(values)
)
VERDICTS = "reader,case,truth,verdict,site,position,seconds\n" + "".join(
    f"{reader},{case},{case % 2},{verdict},{site},{case + 1},{5 + case}\n"
    for reader, site, verdicts in (
        ("a", "HD", "01010110"),
        ("b", "HD", "01110100"),
        ("c", "GOE", "00010111"),
    )
    for case, verdict in enumerate(verdicts)
)
