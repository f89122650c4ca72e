"""Everything that an unblinded study leaves, as the files of one archive."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from reviewapp.results.analysis import as_json
from reviewapp.results.exports.archive import Member, fixed
from reviewapp.results.exports.codebook import CODEBOOK_COLUMNS, codebook_csv, codebook_rows
from reviewapp.results.exports.flow import flow_table
from reviewapp.results.exports.grras import GRRAS
from reviewapp.results.exports.headline import headline_table
from reviewapp.results.exports.imrmc import imrmc_pieces
from reviewapp.results.exports.material import Material
from reviewapp.results.exports.parquet import parquet_pieces
from reviewapp.results.exports.reading_stream import ReadingStream
from reviewapp.results.exports.readme import readme_text
from reviewapp.results.exports.stard import STARD
from reviewapp.results.exports.tables import (
    Table,
    readings_table,
    scores_table,
    wide_cases_table,
    wide_readings_table,
)
from reviewapp.results.exports.workbook import workbook_pieces
from reviewapp.studies.models import Study
from reviewapp.studies.questionnaire import Questionnaire

SCRIPTS: Final = Path(__file__).parent / "scripts"

LONG: Final = {
    "readings": "one row a reading, with the truth, the verdict, every answer and the times",
    "scores": "one row a morphology score",
    "wide_readings": "one row a reading, and a column for each morphology item",
    "wide_cases": "one row a case, and columns for each reader; the main figures only",
}


@dataclass(frozen=True)
class Bundle:
    """A study to be exported: `figures` are the figures and the report."""

    study: Study
    material: Material
    stream: ReadingStream
    questionnaire: Questionnaire
    figures: Sequence[Member] = ()

    @property
    def tables(self) -> list[Table]:
        """The tables with a row for each reading, score or case."""
        readers = sorted(self.stream.readers.values(), key=lambda one: (one.site, one.code))
        by_reader = self.stream.by_reader
        return [
            readings_table(self.questionnaire, by_reader),
            scores_table(self.questionnaire, by_reader),
            wide_readings_table(self.questionnaire, by_reader),
            wide_cases_table(self.questionnaire, readers, self.stream.by_case),
        ]

    def members(self) -> list[Member]:
        """All files, what is small and read first at the front."""
        members = [
            *self._texts(),
            *self.figures,
            *self._checklists(),
            *self._scripts(),
            self._imrmc(),
            *(_csv(table) for table in self.tables),
            *(_parquet(table) for table in self.tables),
            self._workbook(),
        ]
        return [fixed("README.txt", "this list", readme_text(self.study, members)), *members]

    def _texts(self) -> Iterator[Member]:
        tables = [*self.tables, self._headline, self._flow]
        yield fixed(
            "analysis.json",
            "every figure with interval, method, counts, and a reason where it is undefined",
            _json(as_json(self.material.analysis)),
        )
        yield Member("headline.csv", "the headline figures of analysis.json", self._headline.csv)
        yield Member("flow.csv", "from presentations to readings, by site", self._flow.csv)
        yield fixed(
            "codebook.csv",
            "what every column and code means, English and German",
            codebook_csv(self.questionnaire, tables),
        )
        yield fixed(
            "protocol.json", "the protocol as it was frozen", _json(dict(self.material.protocol))
        )

    def _checklists(self) -> Iterator[Member]:
        for one in (GRRAS, STARD):
            table = one.table(self.material)
            meaning = f"{one.name} checklist, filled in as far as software can"
            yield fixed(f"{table.name}.md", meaning, one.markdown(self.material).encode())
            yield Member(f"{table.name}.csv", "the same as a table", table.csv)

    def _scripts(self) -> Iterator[Member]:
        for name, needs in (("reproduce.R", "base R"), ("reproduce.py", "numpy")):
            meaning = f"computes the headline figures again from readings.csv ({needs})"
            yield fixed(name, meaning, (SCRIPTS / name).read_bytes())

    def _imrmc(self) -> Member:
        def pieces() -> Iterator[bytes]:
            cases = self.stream.counted_cases()
            readers = self.material.analysis.findings.reach.readers_with_readings
            return imrmc_pieces(cases, self.stream.by_reader(), readers=readers)

        meaning = "input of iMRMC (readers, cases, truth, ratings)"
        return Member("readings.imrmc", meaning, pieces, may_be_large=True)

    def _workbook(self) -> Member:
        readings, scores, _, wide = self.tables
        rows = lambda: map(list, codebook_rows(self.questionnaire, self.tables))  # noqa: E731
        codebook = Table("codebook", CODEBOOK_COLUMNS, rows)
        sheets = {
            "readings": readings,
            "scores": scores,
            "wide": wide,
            "codebook": codebook,
            "summary": self._headline,
        }
        made_at = made_at_of(self.study)
        return Member(
            "workbook.xlsx",
            "readings, scores, wide cases, codebook and headline figures as sheets",
            lambda: workbook_pieces(sheets, made_at=made_at),
            may_be_large=True,
        )

    @property
    def _headline(self) -> Table:
        return headline_table(self.material.figures)

    @property
    def _flow(self) -> Table:
        return flow_table(list(self.material.flow))


def made_at_of(study: Study) -> datetime:
    """The moment that every file bears: the same study gives the same archive."""
    return study.unblinded_at or study.opened_at or study.created_at


def _csv(table: Table) -> Member:
    return Member(f"{table.name}.csv", LONG[table.name], table.csv, may_be_large=True)


def _parquet(table: Table) -> Member:
    meaning = f"the rows of {table.name}.csv with types"
    return Member(
        f"{table.name}.parquet", meaning, lambda: parquet_pieces(table), may_be_large=True
    )


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False).encode()
