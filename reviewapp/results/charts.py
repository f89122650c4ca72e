"""Every figure by name, in the order of the report; drawn as SVG, PNG or PDF.

The same analysis gives the same bytes: no date, no producer, no random identifier is in them.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from reviewapp.ecg.harmonise import HarmonisedEcg
from reviewapp.results.analysis import Analysis
from reviewapp.results.figures.agreement import agreement_figure
from reviewapp.results.figures.confusion import confusion_figure, levels_figure
from reviewapp.results.figures.ecg_sheet import ShownEcg, ecg_sheet_figure
from reviewapp.results.figures.forest import forest_figure
from reviewapp.results.figures.headline import headline_figure
from reviewapp.results.figures.leaks import leaks_figure
from reviewapp.results.figures.morphology import morphology_figure
from reviewapp.results.figures.roc import roc_figure
from reviewapp.results.figures.times import times_figure
from reviewapp.results.figures.trend import trend_figure
from reviewapp.results.page.agreement import agreement_rows
from reviewapp.results.page.cases import case_caption, sheet_cases
from reviewapp.results.page.confusion import confusion_tables, level_bars
from reviewapp.results.page.course import time_rows
from reviewapp.results.page.leaks import leak_measures
from reviewapp.results.page.morphology import item_counts
from reviewapp.results.page.readers import forest_rows
from reviewapp.studies.models import Case, Study

KINDS: Final = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
"""The formats, with their content types."""
PNG_DPI: Final = 200
NEED_SIGNALS: Final = ("cases",)


@dataclass(frozen=True)
class Drawable:
    """What figures are drawn from: the analysis, and what lies outside of it.

    ``signals`` by case code are needed by "cases" alone, see `sheet_codes`; ``leak_probe`` is what
    the protocol froze, needed by "leaks" alone.
    """

    analysis: Analysis
    signals: Mapping[str, HarmonisedEcg] = field(default_factory=dict)
    leak_probe: Mapping[str, Any] = field(default_factory=dict)


def draw_figure(name: str, drawable: Drawable, kind: str = "svg") -> bytes:
    """The figure of that name as SVG, PNG or PDF. Raises KeyError where there is none."""
    figure = FIGURES[name](drawable)
    buffer = BytesIO()
    if kind == "svg":
        FigureCanvasSVG(figure)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(buffer, format="svg", metadata=nothing)
    elif kind == "png":
        FigureCanvasAgg(figure)
        figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    elif kind == "pdf":
        FigureCanvasPdf(figure)
        nothing = dict.fromkeys(("Creator", "Producer", "CreationDate"))
        figure.savefig(buffer, format="pdf", metadata=nothing)
    else:
        raise KeyError(kind)
    return buffer.getvalue()


def draw_chart(name: str, *, study: Study, analysis: Analysis, kind: str = "svg") -> bytes:
    """The figure of an unblinded study's analysis, with what it needs from the study itself.

    Who calls has asked for the analysis, and thereby whether the truth may be seen. Raises
    KeyError where there is no such figure.
    """
    signals = read_signals(study, sheet_codes(analysis)) if name in NEED_SIGNALS else {}
    probe = study.protocol.get("leak_probe") or {}
    return draw_figure(name, Drawable(analysis, signals, probe), kind)


def read_signals(study: Study, codes: list[str]) -> dict[str, HarmonisedEcg]:
    """The signals of these cases by code, as readers saw them; one that is none is left out."""
    rows = Case.objects.filter(study=study, code__in=codes).values_list("code", "signal_5uv")
    signals = {}
    for code, stored in rows:
        with suppress(ValueError):
            signals[code] = HarmonisedEcg.from_bytes(bytes(stored))
    return signals


def sheet_codes(analysis: Analysis) -> list[str]:
    """The codes of the cases whose signals the figure "cases" shows."""
    return [case.code for _, case in sheet_cases(analysis.findings.difficulty)]


def _headline(drawable: Drawable) -> Figure:
    headline = drawable.analysis.findings.headline
    return headline_figure((headline.primary, headline.co_primary))


def _leaks(drawable: Drawable) -> Figure:
    headline = drawable.analysis.findings.headline
    return leaks_figure(leak_measures(drawable.leak_probe, headline))


def _forest(drawable: Drawable) -> Figure:
    found = drawable.analysis.findings
    headline = found.headline
    return forest_figure(
        forest_rows(found.accuracy, found.roc, drawable.analysis.site_names),
        area_band=headline.primary.equivalence.band,
        accuracy_band=headline.co_primary.equivalence.band,
    )


def _roc(drawable: Drawable) -> Figure:
    roc = drawable.analysis.findings.roc
    curves = [
        (one.reader, [(point.false_alarm, point.hit) for point in one.points])
        for one in roc.readers
        if one.points
    ]
    return roc_figure(curves, [(point.false_alarm, point.hit) for point in roc.average])


def _cases(drawable: Drawable) -> Figure:
    shown = [
        ShownEcg(title, case_caption(case), drawable.signals[case.code])
        for title, case in sheet_cases(drawable.analysis.findings.difficulty)
        if case.code in drawable.signals
    ]
    return ecg_sheet_figure(shown)


FIGURES: Final[dict[str, Callable[[Drawable], Figure]]] = {
    "headline": _headline,
    "leaks": _leaks,
    "forest": _forest,
    "roc": _roc,
    "confusion": lambda one: confusion_figure(confusion_tables(one.analysis.findings.accuracy)),
    "levels": lambda one: levels_figure(level_bars(one.analysis.findings.accuracy)),
    "agreement": lambda one: agreement_figure(agreement_rows(one.analysis.findings.agreement)),
    "morphology": lambda one: morphology_figure(item_counts(one.analysis.findings.morphology)),
    "trend": lambda one: trend_figure(one.analysis.findings.trend.stretches),
    "times": lambda one: times_figure(time_rows(one.analysis.findings.time)),
    "cases": _cases,
}
"""Every figure by name, in the order of the report."""
