"""What may leave a study before unblinding: progress, protocol and readings, without any content.

Left out is whatever tells an origin, or could help to guess one: cases, records, sources, licences
and hashes; which presentations repeat one another; the cells; and all that readers answered. The
database is not even asked for them. What a reading holds here is allowed one by one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from reviewapp.results.dataset import (
    SESSION_FIELDS,
    PresentationParts,
    StudyCase,
    StudyPresentation,
    StudyReader,
)
from reviewapp.results.exports.archive import Member, fixed
from reviewapp.results.exports.codebook import codebook_csv
from reviewapp.results.exports.columns import (
    MACHINE_COLUMNS,
    POSITION_COLUMNS,
    SHARED_COLUMNS,
    TIME_COLUMNS,
    Column,
)
from reviewapp.results.exports.reading_stream import BY_READER, CHUNK, chunks_of
from reviewapp.results.exports.readme import readme_text
from reviewapp.results.exports.tables import Row, Table, table_of_readings
from reviewapp.results.times import read_times
from reviewapp.studies.models import Enrolment, Presentation, Study
from reviewapp.studies.progress import read_progress
from reviewapp.studies.questionnaire import Questionnaire

SHARED: Final = ("reader", "site", "practice", "outcome")
BLIND_COLUMNS: Final = (
    *(column for column in SHARED_COLUMNS if column.name in SHARED),
    *POSITION_COLUMNS,
    *TIME_COLUMNS,
    *MACHINE_COLUMNS,
)

BLIND_ROW: Final = (
    "id", "token", "reader_id", "position", "block", "is_practice", "reading__id",
    "reading__outcome", "reading__first_shown_at", "reading__submitted_at", "reading__tool_use",
    *(f"reading__session__{field}" for field in SESSION_FIELDS),
)  # fmt: skip
"""All that is asked of the database."""

NOT_ASKED: Final[dict[str, Any]] = {
    "case_id": 0, "repeat_of__token": "", "reading__reason": "", "reading__verdict": "",
    "reading__answers": {},
}  # fmt: skip
NO_CASE: Final = StudyCase("", "", "", "", False, "", "", None, "", "", "", "")

PROTOCOL_KEYS: Final = (
    "version", "name", "registration_id", "ethics_id", "algorithm", "practice_count",
    "repeat_percent", "block_size", "margin_percent", "questionnaire", "harmonise", "display",
    "timing", "sites", "readers",
)  # fmt: skip
"""Of the protocol; the cells, the sources and what the coordinator wrote about them stay back."""

PROGRESS_COLUMNS: Final = (
    Column("site", "text", "code of the site"),
    Column("reader", "text", "pseudonym of the reader"),
    Column("practice_read", "whole", "practice cases read"),
    Column("practice_total", "whole", "practice cases planned"),
    Column("read", "whole", "presentations read or set aside, practice not counted"),
    Column("total", "whole", "presentations planned, practice not counted"),
)


@dataclass(frozen=True)
class BlindStream:
    """The presentations that one enrolment may know of, without cases and answers."""

    readers: dict[int, StudyReader]

    @classmethod
    def of(cls, enrolment: Enrolment) -> "BlindStream":
        """Open it."""
        visible = Enrolment.objects.visible_to(enrolment).readers().select_related("site")
        return cls({one.pk: StudyReader(one.reader_code, one.site.code) for one in visible})

    def rows(self) -> Iterator[StudyPresentation]:
        """In the order of sites, readers and their positions."""
        presentations = Presentation.objects.filter(reader__in=self.readers).order_by(*BY_READER)
        for rows, these in chunks_of(presentations, BLIND_ROW, CHUNK):
            parts = PresentationParts(self.readers, {0: NO_CASE}, {}, read_times(these))
            yield from (parts.presentation_of(row | NOT_ASKED) for row in rows)


def blind_members(enrolment: Enrolment) -> list[Member]:
    """The files of the blind archive; at any time from the opening on."""
    study = enrolment.study
    questionnaire = Questionnaire.from_json(study.protocol["questionnaire"])
    progress = _progress_table(enrolment)
    readings = table_of_readings(
        "readings_blind", BLIND_COLUMNS, lambda: BlindStream.of(enrolment).rows()
    )
    members = [
        Member("progress.csv", "readings done and planned, by site and reader", progress.csv),
        Member(
            "readings_blind.csv",
            "one row a reading: when, how long and on which machine; not what was answered, nor "
            "about which case",
            readings.csv,
            may_be_large=True,
        ),
        fixed(
            "codebook.csv",
            "what columns and codes mean",
            codebook_csv(questionnaire, [progress, readings]),
        ),
        fixed(
            "protocol_blind.json",
            "the frozen protocol without its sources and its numbers of real and synthetic cases",
            json.dumps(blind_protocol(study, enrolment), indent=1, ensure_ascii=False).encode(),
        ),
    ]
    return [fixed("README.txt", "this list", readme_text(study, members, is_blind=True)), *members]


def blind_protocol(study: Study, enrolment: Enrolment) -> dict[str, Any]:
    """The keys of the protocol that say nothing of origins, and the hash of all of it."""
    shown = visible_protocol(study, enrolment)
    kept = {key: shown[key] for key in PROTOCOL_KEYS if key in shown}
    return kept | {"protocol_sha256": study.protocol_sha256, "plan_sha256": study.plan_sha256}


def visible_protocol(study: Study, enrolment: Enrolment) -> dict[str, Any]:
    """The protocol with the readers and sites that `enrolment` may see."""
    visible = Enrolment.objects.visible_to(enrolment).readers()
    sites = set(visible.values_list("site__code", flat=True))
    shown: dict[str, Any] = dict(study.protocol)
    if "sites" in shown:
        shown["sites"] = [code for code in shown["sites"] if code in sites]
    if "readers" in shown:
        shown["readers"] = {
            site: codes for site, codes in shown["readers"].items() if site in sites
        }
    return shown


def _progress_table(enrolment: Enrolment) -> Table:
    rows: list[Row] = [
        [site.code, one.code, one.practice_read, one.practice_total, one.read, one.total]
        for site in read_progress(enrolment).sites
        for one in site.readers
    ]
    return Table("progress", PROGRESS_COLUMNS, lambda: iter(rows))
