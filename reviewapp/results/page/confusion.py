"""Which verdicts each origin got: by rhythm, and on the six levels."""

from collections.abc import Sequence

from reviewapp.results.findings.accuracy import AccuracyFindings
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, methods_of, sentences
from reviewapp.results.page.readers import Names, group_label, shown_groups
from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.wording import count, percent, quantity

TABLE_HEADS = ("Real called real", "Real called synthetic", "Synthetic called real",
               "Synthetic called synthetic")  # fmt: skip


def confusion_section(accuracy: AccuracyFindings, site_names: Names) -> Section:
    """Confusion by rhythm and by reader, and how often each level was used."""
    counted = accuracy.everyone.accuracy.confusion
    if not counted.readings:
        return Section("confusion", "Verdicts by rhythm", ("No reading gave a verdict.",))
    return Section(
        anchor="confusion",
        title="Verdicts by rhythm",
        sentences=sentences(_found(counted)),
        pictures=(_by_rhythm(), _by_level()),
        tables=(
            _rhythm_table(accuracy),
            _reader_table(accuracy, site_names),
            level_table(accuracy),
        ),
        method=methods_of([one.accuracy.accuracy for one in accuracy.rhythms]),
    )


def confusion_tables(accuracy: AccuracyFindings) -> list[tuple[str, Confusion]]:
    """All rhythms, then each where there are several: what the figure draws."""
    tables = [("All rhythms", accuracy.everyone.accuracy.confusion)]
    if len(accuracy.rhythms) > 1:
        tables += [(one.rhythm, one.accuracy.confusion) for one in accuracy.rhythms]
    return tables


def level_bars(accuracy: AccuracyFindings) -> list[tuple[str, Sequence[int]]]:
    """The six levels as the figure draws them."""
    return [(f"{origin} ECGs", counts) for origin, counts in accuracy.verdicts.items()]


def _found(counted: Confusion) -> str:
    return (
        f"Synthetic ECGs were called synthetic in {counted.synthetic_called_synthetic} of "
        f"{count(counted.synthetic, 'reading')}, real ones in {counted.real_called_synthetic} of "
        f"{counted.real}."
    )


def _by_rhythm() -> Picture:
    return Picture(
        name="confusion",
        alt="Readings by origin and verdict, for all rhythms and each rhythm, as squares of four.",
        words=(
            "Each row of a square is an origin, each column a verdict; the darker a tile, the "
            "larger its share of the origin. Where readers cannot tell, both rows look alike."
        ),
        method="counts of first readings; no inference",
    )


def _by_level() -> Picture:
    return Picture(
        name="levels",
        alt="How often each of the six levels was given to real and to synthetic ECGs.",
        words=(
            "Numbers in the bars are readings. Where readers cannot tell, both bars have the same "
            "parts."
        ),
        method="counts of first readings; no inference",
    )


def _rhythm_table(accuracy: AccuracyFindings) -> Table:
    everyone = accuracy.everyone
    rows = [
        Row(
            one.rhythm,
            (
                Cell(f"{one.real_cases} + {one.synthetic_cases}"),
                Cell.of(one.accuracy.accuracy, percent),
                Cell.of(one.accuracy.sensitivity, percent),
                Cell.of(one.accuracy.specificity, percent),
                Cell.of(one.detection.d_prime, quantity),
                Cell.of(one.detection.criterion, quantity),
            ),
        )
        for one in accuracy.rhythms
    ]
    overall = everyone.accuracy
    rows.append(
        Row(
            "All rhythms",
            (
                Cell(""),
                Cell.of(overall.accuracy, percent),
                Cell.of(overall.sensitivity, percent),
                Cell.of(overall.specificity, percent),
                Cell.of(everyone.detection.d_prime, quantity),
                Cell.of(everyone.detection.criterion, quantity),
            ),
            "all",
        )
    )
    return Table(
        caption="Accuracy, sensitivity and specificity by rhythm, all readers",
        heads=("Rhythm", "Cases, real + synthetic", "Accuracy", "Sensitivity", "Specificity", "d′",
               "Criterion c"),
        rows=tuple(rows),
    )  # fmt: skip


def _reader_table(accuracy: AccuracyFindings, site_names: Names) -> Table:
    return Table(
        caption="Readings by origin and verdict, reader by reader",
        heads=("Reader", *TABLE_HEADS),
        rows=tuple(
            Row(
                group_label(group, site_names),
                tuple(Cell.count(n) for n in _four(group.accuracy.confusion)),
                group.kind,
            )
            for group in shown_groups(accuracy)
        ),
    )


def _four(table: Confusion) -> tuple[int, int, int, int]:
    return (
        table.real_called_real,
        table.real_called_synthetic,
        table.synthetic_called_real,
        table.synthetic_called_synthetic,
    )


def level_table(accuracy: AccuracyFindings) -> Table:
    """How often each level was given, by origin."""
    return Table(
        caption="Verdicts on the six levels",
        heads=("Verdict", *(f"{origin} (n = {sum(counts)})"
                            for origin, counts in accuracy.verdicts.items())),
        rows=tuple(
            Row(level.replace("_", " "), tuple(Cell.count(n) for n in counts))
            for level, *counts in zip(accuracy.levels, *accuracy.verdicts.values(), strict=True)
        ),
    )  # fmt: skip
