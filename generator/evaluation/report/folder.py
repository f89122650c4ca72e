"""The folder of a report: written whole or not at all, and read again."""

import json
from pathlib import Path
from typing import Final, Never

from generator.evaluation.report.csv_files import file_name, write_barred, write_tables
from generator.evaluation.report.document import (
    ReportError,
    report_from_document,
    to_document,
)
from generator.evaluation.report.page import report_page
from generator.evaluation.report.report import Report, refuse_names_twice

PAGE_FILE: Final = "report.html"
REPORT_FILE: Final = "report.json"
BARRED_FILE: Final = "barred.csv"
TABLES: Final = "tables"
PICTURES: Final = "pictures"


def write_report_files(folder: Path, report: Report) -> None:
    """Write page, JSON, CSV and pictures into ``folder``, which is there.

    The page prints what the JSON says: what is read again gives the same page.

    Raises ValueError where a number is not finite or a name stands twice.
    """
    refuse_names_twice(report.sections)
    document = to_document(report)
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / REPORT_FILE).write_text(text + "\n", encoding="utf-8")
    stated = report_from_document(document, REPORT_FILE)
    (folder / PAGE_FILE).write_text(report_page(stated), encoding="utf-8")
    write_barred(folder / BARRED_FILE, report.sections)
    (folder / TABLES).mkdir()
    write_tables(folder / TABLES, report.sections)
    (folder / PICTURES).mkdir()
    for section in report.sections:
        for picture in section.pictures:
            (folder / PICTURES / file_name(picture, ".svg")).write_text(picture.svg, "utf-8")


def read_report(folder: Path) -> Report:
    """The report in ``folder``. Raises ReportError naming file and field."""
    path = folder / REPORT_FILE
    if not path.is_file():
        raise ReportError(f"{folder} is no report: it holds no {REPORT_FILE}")
    try:
        document = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: {error}") from error
    return report_from_document(document, str(path))


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is not JSON")
