"""Morphology scores, real against synthetic: each item over all, by rhythm, site and reader."""

from collections.abc import Mapping, Sequence
from typing import Final

from reviewapp.results.findings.morphology import ItemFindings
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, methods_of, sentences
from reviewapp.results.page.readers import Names
from reviewapp.results.statistics.scores.comparison import ScoreComparison, Scored
from reviewapp.results.wording import capital, percent, quantity

SIGNIFICANT: Final = 0.05
TITLE: Final = "Morphology, real against synthetic"
PART_HEADS: Final = ("Synthetic − real", "Synthetic scores higher", "p, Holm")
AGREEMENT_NAMES: Final = {
    "icc_2_1": "ICC(2,1)",
    "krippendorff_alpha_ordinal": "Krippendorff’s alpha, ordinal",
    "conger_kappa_quadratic": "Conger’s kappa, quadratic",
    "gwet_ac2_quadratic": "Gwet’s AC2, quadratic",
}


def morphology_section(items: Sequence[ItemFindings], site_names: Names) -> Section:
    """The items in one figure and table, then their parts."""
    if not items:
        reason = "The questionnaire of this study has no morphology scores."
        return Section("morphology", TITLE, (reason,))
    parts: tuple[tuple[str, dict[str, Mapping[str, ScoreComparison]], Names], ...] = (
        ("by rhythm", {capital(item.label): item.by_rhythm for item in items}, {}),
        ("by site", {capital(item.label): item.by_site for item in items}, site_names),
        ("by reader", {capital(item.label): item.by_reader for item in items}, {}),
    )
    scored = any(item.comparison.real.readings + item.comparison.synthetic.readings
                 for item in items)  # fmt: skip
    return Section(
        anchor="morphology",
        title=TITLE,
        sentences=sentences(_found(items)),
        pictures=(_picture(),) if scored else (),
        tables=(
            _item_table(items),
            *(_part_table(kind, found, names) for kind, found, names in parts
              if any(len(one) > 1 for one in found.values())),
            _agreement_table(items),
        ) if scored else (),
        method=methods_of([one for item in items for one in
                           (item.comparison.difference, item.comparison.superiority,
                            item.log_odds)]),
    )  # fmt: skip


def item_counts(
    items: Sequence[ItemFindings],
) -> list[tuple[str, Sequence[int], Sequence[int]]]:
    """What the figure draws: label, counts of real and of synthetic cases by score."""
    return [
        (capital(item.label), item.comparison.real.counts, item.comparison.synthetic.counts)
        for item in items
    ]


def _found(items: Sequence[ItemFindings]) -> str:
    tested = [item for item in items if item.comparison.p_holm is not None]
    if not tested:
        return f"No item could be tested: {items[0].comparison.p_reason or 'too few scores'}."
    different = [item.label for item in tested if (item.comparison.p_holm or 0) < SIGNIFICANT]
    total = f"the {len(tested)} items" if len(tested) > 1 else "the one item"
    rule = "(p < 0.05 after Holm’s adjustment)"
    if not different:
        return (
            f"None of {total} is shown to differ between real and synthetic ECGs {rule}. That is "
            "no proof that they are alike: look at the intervals."
        )
    return (
        f"{len(different)} of {total} differ between real and synthetic ECGs {rule}: "
        f"{'; '.join(different)}."
    )


def _picture() -> Picture:
    return Picture(
        name="morphology",
        alt=(
            "Diverging bars of the scores of each morphology item, real ECGs above synthetic ones; "
            "means, intervals and tests stand in the table."
        ),
        words=(
            "Each bar is all scores that an item got, 1 physiologically impossible to 5 "
            "textbook-typical; numbers are scores. The middle level is halved by the line, so a "
            "bar that reaches further left has the worse scores. Not assessable is left out."
        ),
        method=(
            "chance that a synthetic case scores higher than a real one, readers and cases both "
            "random (Obuchowski-Rockette, Hillis 2007); Holm 1979 over the items"
        ),
    )


def _mean_median(side: Scored) -> Cell:
    if side.mean is None or side.median is None:
        return Cell("", reason="no score")
    return Cell(f"{quantity(side.mean)} / {quantity(side.median)}")


def _item_table(items: Sequence[ItemFindings]) -> Table:
    return Table(
        caption="Scores of each item",
        heads=("Item", "Real, mean / median", "Synthetic, mean / median", "Not assessable",
               *PART_HEADS, "Log odds ratio"),
        rows=tuple(
            Row(
                capital(item.label),
                (
                    _mean_median(item.comparison.real),
                    _mean_median(item.comparison.synthetic),
                    Cell.count(item.comparison.real.not_assessable
                               + item.comparison.synthetic.not_assessable),
                    *_compared(item.comparison),
                    Cell.of(item.log_odds, quantity),
                ),
            )
            for item in items
        ),
        note=(
            "Means, medians, intervals and tests are on case means over readers, since scores of "
            "one case are not independent. “Synthetic scores higher”: chance that a synthetic "
            "case scores higher than a real one, ties counted half; 50 % is no difference. Log "
            "odds ratio of a higher score of synthetic cases: proportional odds (McCullagh 1980), "
            "interval by the bootstrap of readers and cases."
        ),
    )  # fmt: skip


def _compared(one: ScoreComparison) -> tuple[Cell, Cell, Cell]:
    return (
        Cell.of(one.difference, quantity),
        Cell.of(one.superiority, percent),
        Cell.p(one.p_holm, one.p_reason),
    )


def _part_table(
    kind: str, found: Mapping[str, Mapping[str, ScoreComparison]], names: Names
) -> Table:
    return Table(
        caption=f"Scores {kind}",
        heads=("Item", kind.removeprefix("by ").capitalize(), *PART_HEADS),
        rows=tuple(
            Row(label, (Cell.words(names.get(part, part)), *_compared(one)))
            for label, parts in found.items()
            for part, one in parts.items()
        ),
        note=f"Holm’s adjustment is over all items and parts {kind}.",
    )


def _agreement_table(items: Sequence[ItemFindings]) -> Table:
    return Table(
        caption="Agreement between readers on the scores",
        heads=("Item", *AGREEMENT_NAMES.values()),
        rows=tuple(
            Row(capital(item.label), tuple(Cell.of(item.agreement[name], quantity)
                                  for name in AGREEMENT_NAMES))
            for item in items
        ),
    )  # fmt: skip
