"""The headline figures of an analysis as flat rows: what the scripts compute again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.tables import Table
from reviewapp.results.findings.accuracy import ALL_READERS, AccuracyFindings
from reviewapp.results.findings.between import GroupAgreement
from reviewapp.results.findings.roc import RocFindings
from reviewapp.results.statistics.estimate import Estimate

COLUMNS: Final = (
    Column("figure", "text", "accuracy, sensitivity, specificity, auc or fleiss_kappa"),
    Column("group", "text", "the reader, or all readers"),
    Column("site", "text", "site of the reader; empty: all readers"),
    Column("value", "real", "the figure; empty: undefined, see reason"),
    Column("low", "real", "lower limit, 95 %"),
    Column("high", "real", "upper limit, 95 %"),
    Column("se", "real", "standard error, where the method has one"),
    Column("df", "real", "degrees of freedom; empty: none, or infinite"),
    Column("readings", "whole", "readings that the figure rests on"),
    Column("readers", "whole", "readers that it rests on"),
    Column("cases", "whole", "cases that it rests on"),
    Column("missing", "whole", "readings of these readers and cases that are missing"),
    Column("method", "text", "how it was computed"),
    Column("reason", "text", "why there is no figure, or no interval"),
    Column("note", "text", "what limits the figure"),
)


@dataclass(frozen=True)
class HeadlineFigure:
    """One figure of one reader, or of all readers."""

    figure: str
    group: str
    site: str
    estimate: Estimate


def headline_figures(
    *, accuracy: AccuracyFindings, roc: RocFindings, agreement: tuple[GroupAgreement, ...]
) -> list[HeadlineFigure]:
    """All readers first, then each reader."""
    return [*_of_all(accuracy, roc, agreement), *_of_readers(accuracy, roc)]


def headline_table(figures: list[HeadlineFigure]) -> Table:
    """The figures as a table, with all digits."""
    return Table("headline", COLUMNS, lambda: iter([_row(one) for one in figures]))


def _of_all(
    accuracy: AccuracyFindings, roc: RocFindings, agreement: tuple[GroupAgreement, ...]
) -> Iterator[HeadlineFigure]:
    everyone = accuracy.everyone.accuracy
    found = {
        "auc": roc.mean,
        "accuracy": everyone.accuracy,
        "sensitivity": everyone.sensitivity,
        "specificity": everyone.specificity,
    }
    verdicts = agreement[0].on("verdict") if agreement else None
    if verdicts is not None:
        found["fleiss_kappa"] = verdicts.coefficients["fleiss_kappa"]
    for name, estimate in found.items():
        yield HeadlineFigure(name, ALL_READERS, "", estimate)


def _of_readers(accuracy: AccuracyFindings, roc: RocFindings) -> Iterator[HeadlineFigure]:
    areas = {curve.reader: curve.area for curve in roc.readers}
    for group in accuracy.readers:
        own = group.accuracy
        found = {
            "auc": areas[group.label],
            "accuracy": own.accuracy,
            "sensitivity": own.sensitivity,
            "specificity": own.specificity,
        }
        for name, estimate in found.items():
            yield HeadlineFigure(name, group.label, group.site, estimate)


def _row(one: HeadlineFigure) -> list[str | int | float | None]:
    estimate, extent = one.estimate, one.estimate.extent
    return [
        one.figure, one.group, one.site,
        estimate.value, estimate.low, estimate.high, estimate.se, estimate.df,
        extent.readings, extent.readers, extent.cases, extent.missing,
        estimate.method, estimate.reason or estimate.interval_reason, estimate.note,
    ]  # fmt: skip
