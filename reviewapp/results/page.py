"""An analysis as the results page shows it: rows of tables, and sentences in plain words."""

from dataclasses import dataclass
from typing import Any, Final

from reviewapp.results.analysis import Analysis, Group, Item
from reviewapp.results.sentences import (
    accuracy_sentences,
    agreement_sentence,
    headline,
    morphology_sentence,
    repeats_sentence,
    verdict_sentence,
)
from reviewapp.results.statistics.discrimination.reader_case import FEW_READERS_NOTE
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.verdict_agreement import NOT_TWO
from reviewapp.results.wording import VERDICT_LABELS, Writer, limits, p_value, percent, quantity

AGREEMENT_NAMES: Final = {
    "percent_agreement": "Percent agreement",
    "fleiss_kappa": "Fleiss kappa",
    "cohen_kappa": "Cohen kappa",
    "gwet_ac1": "Gwet AC1",
    "brennan_prediger": "Brennan-Prediger kappa",
    "krippendorff_alpha": "Krippendorff alpha",
}


@dataclass(frozen=True)
class Cell:
    """One figure of a table: value and limits in words, or why there are none."""

    value: str
    limits: str = ""
    reason: str = ""
    is_unreliable: bool = False

    @classmethod
    def of(cls, estimate: Estimate, write: Writer) -> "Cell":
        """An estimate as a table shows it."""
        return cls(
            value="" if estimate.value is None else write(estimate.value),
            limits=limits(estimate, write),
            reason=estimate.reason or estimate.interval_reason,
            is_unreliable=FEW_READERS_NOTE in estimate.note,
        )


@dataclass(frozen=True)
class Row:
    """One row of a table; `kind` styles it (reader, site, all)."""

    label: str
    kind: str
    counts: tuple[int | str, ...]
    cells: tuple[Cell, ...]


def study_page(analysis: Analysis) -> dict[str, Any]:
    """The template context of the results page."""
    groups = _shown_groups(analysis)
    return {
        "analysis": analysis,
        "summary": _summary(analysis.everyone),
        "headline": headline(analysis),
        "accuracy_sentences": accuracy_sentences(analysis),
        "accuracy_rows": [_accuracy_row(analysis, group) for group in groups],
        "is_unreliable": FEW_READERS_NOTE in analysis.everyone.accuracy.accuracy.note,
        "has_unreliable": any(FEW_READERS_NOTE in one.accuracy.accuracy.note for one in groups),
        "confusion_rows": [_confusion_row(analysis, group) for group in groups],
        "verdict_sentence": verdict_sentence(analysis),
        "verdict_totals": [(origin, sum(levels)) for origin, levels in analysis.verdicts.items()],
        "level_rows": list(zip(VERDICT_LABELS, *analysis.verdicts.values(), strict=True)),
        "agreement_sentence": agreement_sentence(analysis),
        "agreement_rows": _agreement_rows(analysis),
        "repeats_sentence": repeats_sentence(analysis),
        "repeat_rows": _repeat_rows(analysis),
        "morphology_sentence": morphology_sentence(analysis),
        "morphology_rows": [_item_row(item) for item in analysis.morphology],
        "methods": methods(analysis),
    }


def _summary(group: Group) -> list[tuple[str, str, Cell]]:
    """The figures at the top of the page: name, what it says, figure."""
    accuracy, detection = group.accuracy, group.detection
    return [
        ("Accuracy", "verdicts that were right", Cell.of(accuracy.accuracy, percent)),
        ("Sensitivity", "synthetic called synthetic", Cell.of(accuracy.sensitivity, percent)),
        ("Specificity", "real called real", Cell.of(accuracy.specificity, percent)),
        ("d′", "discrimination; 0 is none", Cell.of(detection.d_prime, quantity)),
        ("Criterion c", "above 0 leans to “real”", Cell.of(detection.criterion, quantity)),
    ]


def _shown_groups(analysis: Analysis) -> list[Group]:
    """Each site's readers, then the site where it has several; all readers last."""
    groups: list[Group] = []
    for site in analysis.sites:
        readers = [one for one in analysis.readers if one.site == site.site]
        groups += readers + ([site] if len(readers) > 1 else [])
    several = len(analysis.sites) > 1 and analysis.everyone.readers > 1
    return groups + ([analysis.everyone] if several else [])


def _label(analysis: Analysis, group: Group) -> str:
    if group.kind == "site":
        return f"{analysis.site_names[group.site]}, {group.readers} readers"
    if group.kind == "all":
        return f"All {group.readers} readers"
    return f"{group.label}, {analysis.site_names[group.site]}"


def _accuracy_row(analysis: Analysis, group: Group) -> Row:
    accuracy, detection = group.accuracy, group.detection
    return Row(
        label=_label(analysis, group),
        kind=group.kind,
        counts=(f"{accuracy.confusion.correct}/{accuracy.confusion.readings}",),
        cells=(
            Cell.of(accuracy.accuracy, percent),
            Cell.of(accuracy.sensitivity, percent),
            Cell.of(accuracy.specificity, percent),
            Cell.of(detection.d_prime, quantity),
            Cell.of(detection.criterion, quantity),
        ),
    )


def _confusion_row(analysis: Analysis, group: Group) -> Row:
    table = group.accuracy.confusion
    return Row(
        label=_label(analysis, group),
        kind=group.kind,
        counts=(
            table.real_called_real,
            table.real_called_synthetic,
            table.synthetic_called_real,
            table.synthetic_called_synthetic,
        ),
        cells=(),
    )


def _agreement_rows(analysis: Analysis) -> list[Row]:
    """One row a coefficient and group; Cohen's kappa only where there are two readers."""
    return [
        Row(
            label=AGREEMENT_NAMES[name],
            kind=group.label,
            counts=(group.label, binary.extent.cases),
            cells=tuple(
                Cell.of(one, percent if name == "percent_agreement" else quantity)
                for one in (binary, group.six_level[name])
            ),
        )
        for group in analysis.agreement
        for name, binary in group.binary.items()
        if binary.reason != NOT_TWO
    ]


def _repeat_rows(analysis: Analysis) -> list[Row]:
    return [
        Row(
            label=one.reader,
            kind="reader",
            counts=(one.pairs,),
            cells=(
                Cell.of(one.binary.agreement, percent),
                Cell.of(one.binary.kappa, quantity),
                Cell.of(one.six_level.kappa, quantity),
            ),
        )
        for one in analysis.repeats.readers
        if one.pairs
    ]


def _item_row(item: Item) -> Row:
    one = item.comparison
    means = [
        "" if side.mean is None or side.median is None
        else f"{quantity(side.mean)} / {quantity(side.median)}"
        for side in (one.real, one.synthetic)
    ]  # fmt: skip
    return Row(
        label=item.label,
        kind="item",
        counts=(
            one.real.readings,
            means[0],
            one.synthetic.readings,
            means[1],
            one.real.not_assessable + one.synthetic.not_assessable,
        ),
        cells=(
            Cell.of(one.difference, quantity),
            Cell.of(one.superiority, percent),
            Cell(value=p_value(one.p_value), reason=one.p_reason),
            Cell(value=p_value(one.p_holm), reason=one.p_reason),
        ),
    )


def methods(analysis: Analysis) -> list[tuple[str, list[str]]]:
    """Which method gave which figure: figure names, each with the methods that were used."""
    groups = [*analysis.readers, *analysis.sites, analysis.everyone]
    used: dict[str, list[Estimate]] = {
        "Accuracy, sensitivity, specificity": [
            one
            for group in groups
            for one in (
                group.accuracy.accuracy,
                group.accuracy.sensitivity,
                group.accuracy.specificity,
            )
        ],
        "d′ and criterion": [group.detection.d_prime for group in groups],
        "Agreement between readers": [
            one
            for group in analysis.agreement
            for one in (*group.binary.values(), *group.six_level.values())
        ],
        "Agreement of readers with themselves": [
            analysis.repeats.everyone,
            *(
                one
                for reader in analysis.repeats.readers
                for one in (reader.binary.agreement, reader.binary.kappa, reader.six_level.kappa)
            ),
        ],
        "Morphology": [
            one
            for item in analysis.morphology
            for one in (item.comparison.difference, item.comparison.superiority)
        ],
    }
    return [
        (name, list(dict.fromkeys(one.method for one in estimates if one.value is not None)))
        for name, estimates in used.items()
    ]
