"""The ROC curves of the readers, and the area under them by several methods."""

from typing import Final

from reviewapp.results.findings.roc import RocFindings
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, cited, sentences
from reviewapp.results.wording import count, quantity, with_ci

AVERAGE: Final = (
    " The thick line is the mean of the readers’ curves along lines at right angles to the "
    "diagonal."
)


def roc_section(roc: RocFindings | None) -> Section:
    """Curves in the figure; each reader's empirical and binormal area in the table."""
    if roc is None:
        return Section("roc", "ROC curves", ("Without ratings there are no ROC curves.",))
    drawn = [one for one in roc.readers if one.points]
    return Section(
        anchor="roc",
        title="ROC curves",
        sentences=sentences(_found(roc), _left_out(roc)),
        pictures=(
            Picture(
                name="roc",
                alt=f"ROC curves of {count(len(drawn), 'reader')} with the average curve.",
                words=(
                    "Each point is the share of real and of synthetic ECGs that a reader called "
                    "synthetic if one of the six levels and all above it count as “synthetic”. A "
                    "curve on the dashed line is guessing; one below it takes real for synthetic."
                    f"{AVERAGE if len(drawn) > 1 else ''}"
                ),
                method=(
                    "empirical ROC, never pooled over readers; average: Chen and Samuelson 2014; "
                    f"AUC: {cited(roc.mean.method)}"
                ),
            ),
        )
        if drawn
        else (),
        tables=(_table(roc),) if roc.readers else (),
    )


def _found(roc: RocFindings) -> str:
    if roc.mean.value is None:
        return f"There is no mean AUC: {roc.mean.reason}."
    n = roc.mean.extent.readers
    which = "The AUC of the one reader" if n == 1 else f"The mean AUC over {count(n, 'reader')}"
    return (
        f"{which} is {with_ci(roc.mean, quantity)}: the chance that "
        "a synthetic ECG is rated more synthetic than a real one; 0.50 is guessing."
    )


def _left_out(roc: RocFindings) -> str:
    without = [one for one in roc.readers if not one.points]
    if not without:
        return ""
    names = ", ".join(f"{one.reader} ({one.area.reason})" for one in without)
    return f"Without a curve: {names}."


def _table(roc: RocFindings) -> Table:
    rows = [
        Row(one.reader, (Cell.of(one.area, quantity), Cell.of(one.binormal, quantity)), "reader")
        for one in roc.readers
    ]
    if len(roc.readers) > 1:
        rows.append(Row("Mean of all", (Cell.of(roc.mean, quantity), Cell("")), "all"))
        rows.append(
            Row("Mean, Gallas’ U-statistic", (Cell.of(roc.gallas, quantity), Cell("")), "all")
        )  # fmt: skip
    return Table(
        caption="Area under each ROC curve",
        heads=("Reader", "Empirical AUC", "Binormal AUC"),
        rows=tuple(rows),
        note=(
            "Binormal: maximum likelihood (Dorfman and Alf 1969), where it fits; the empirical "
            "area is the one that counts."
        ),
    )
