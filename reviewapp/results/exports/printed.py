"""The figures and the report as files of the archive, drawn when they are asked for."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Final

from matplotlib.figure import Figure

from reviewapp.results.analysis import Analysis
from reviewapp.results.charts import FIGURES, Drawable, draw_figure, read_signals, sheet_codes
from reviewapp.results.exports.archive import Member
from reviewapp.results.exports.report_pdf import write_report
from reviewapp.results.page.report import Report, report_of
from reviewapp.studies.models import Study

KINDS: Final = ("svg", "png")


class Printed:
    """What is drawn of one analysis; the signals of the ECGs that are shown are read once."""

    def __init__(self, study: Study, analysis: Analysis) -> None:
        self._study = study
        self._analysis = analysis

    @cached_property
    def report(self) -> Report:
        """What the page says."""
        return report_of(self._analysis, self._probe)

    def names(self) -> list[str]:
        """The figures of the report, in its order."""
        pictures = [one for section in self.report.sections for one in section.pictures]
        return list(dict.fromkeys([self.report.answer.picture.name, *(p.name for p in pictures)]))

    def pieces(self, name: str, kind: str) -> Iterator[bytes]:
        """One figure."""
        yield draw_figure(name, self._drawable, kind)

    def pdf(self) -> Iterator[bytes]:
        """The report."""
        buffer = BytesIO()
        facts = self._analysis.study
        write_report(
            buffer,
            self.report,
            title=" ".join(facts.name.split()),
            facts=self._facts(),
            footer=f"ECG Blind Review · protocol {facts.protocol_sha256[:12]} · data "
            f"{self._analysis.data_sha256[:12]} · code {self._analysis.code_version[:12]}",
            draw=self._draw,
        )
        yield buffer.getvalue()

    @cached_property
    def _drawable(self) -> Drawable:
        signals = read_signals(self._study, sheet_codes(self._analysis))
        return Drawable(self._analysis, signals, self._probe)

    @property
    def _probe(self) -> dict[str, object]:
        return self._study.protocol.get("leak_probe") or {}

    def _draw(self, name: str) -> Figure:
        return FIGURES[name](self._drawable)

    def _facts(self) -> list[str]:
        study, analysis = self._analysis.study, self._analysis
        said = {
            "Sites": ", ".join(analysis.site_names.values()),
            "Registration": study.registration_id,
            "Ethics": study.ethics_id,
            "Opened, locked, unblinded": ", ".join(
                _day(at) for at in (study.opened_at, study.locked_at, study.unblinded_at) if at
            ),
            "Protocol, SHA-256": study.protocol_sha256,
            "Plan of the readings, SHA-256": study.plan_sha256,
            "Data, SHA-256": analysis.data_sha256,
            "Seed of every bootstrap": str(analysis.seed),
            "Software": ", ".join(f"{name} {one}" for name, one in analysis.software.items()),
        }
        return [f"{name}: {text}" for name, text in said.items() if text]


def printed_members(study: Study, analysis: Analysis) -> list[Member]:
    """The report and every figure of it, as SVG and PNG."""
    printed = Printed(study, analysis)
    figures = [
        Member(
            f"figures/{name}.{kind}",
            f"the figure “{name}” of the report, as {kind.upper()}",
            lambda name=name, kind=kind: printed.pieces(name, kind),  # type: ignore[misc]
        )
        for name in printed.names()
        for kind in KINDS
    ]
    return [Member("report.pdf", "headline, tables and figures on A4", printed.pdf), *figures]


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
