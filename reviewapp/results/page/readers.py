"""Readers by site: the forest plot, and how often each of them was right."""

from collections.abc import Mapping, Sequence
from typing import Final

from reviewapp.results.figures.forest import ForestRow
from reviewapp.results.findings.accuracy import AccuracyFindings, Group
from reviewapp.results.findings.roc import RocFindings
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, methods_of, sentences
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import count, percent, quantity, with_ci

TITLE: Final = "Readers by site"

Names = Mapping[str, str]
"""Site names by code."""


def readers_section(
    accuracy: AccuracyFindings, roc: RocFindings | None, site_names: Names
) -> Section:
    """Every reader, each site with several, all; first in the figure, then in the table."""
    groups = shown_groups(accuracy)
    areas = areas_by_label(roc)
    if accuracy.everyone.accuracy.accuracy.value is None:
        return Section("readers", TITLE, (_found(accuracy),))
    return Section(
        anchor="readers",
        title=TITLE,
        sentences=sentences(_found(accuracy), _balanced(accuracy)),
        pictures=(
            Picture(
                name="forest",
                alt=(
                    "Forest plot of AUC and accuracy of each reader, each site and all readers, "
                    "with 95 % intervals and the equivalence band; the table holds the numbers."
                ),
                words=(
                    "Circles are readers, diamonds means over readers. An interval of one reader "
                    "speaks for other cases, one over readers for other readers and cases. The "
                    "shaded band is the region of equivalence that the protocol declares."
                ),
                method=(
                    "AUC of a reader: DeLong 1988, near 0 and 1 Newcombe 2006; accuracy of a "
                    "reader: Wilson 1927; means: Obuchowski-Rockette, Hillis 2007, with missing "
                    "readings Gallas 2009"
                ),
            ),
        ),
        tables=(_table(groups, areas, site_names),),
        method=methods_of([group.accuracy.accuracy for group in groups]),
    )


def forest_rows(
    accuracy: AccuracyFindings, roc: RocFindings | None, site_names: Names
) -> list[ForestRow]:
    """The rows of the figure: a heading for each site, its readers, the site; then all."""
    areas = areas_by_label(roc)
    rows: list[ForestRow] = []
    site = None
    for group in shown_groups(accuracy):
        if group.kind != "all" and group.site != site:
            site = group.site
            rows.append(ForestRow(site_names.get(site, site) or "Readers", "heading"))
        label = {"reader": group.label, "site": f"Mean of {group.readers}"}.get(
            group.kind, f"Mean of all {group.readers}"
        )
        rows.append(ForestRow(label, group.kind, _area_of(group, areas), group.accuracy.accuracy))
    return rows


def shown_groups(accuracy: AccuracyFindings) -> list[Group]:
    """Each site's readers, then the site where it has several; all readers last."""
    groups: list[Group] = []
    for site in accuracy.sites:
        readers = [one for one in accuracy.readers if one.site == site.site]
        groups += readers + ([site] if len(readers) > 1 and len(accuracy.sites) > 1 else [])
    if accuracy.everyone.readers > 1:
        groups.append(accuracy.everyone)
    return groups


def areas_by_label(roc: RocFindings | None) -> dict[str, Estimate]:
    """The AUC of each reader by pseudonym, that of all under ""."""
    if roc is None:
        return {}
    return {one.reader: one.area for one in roc.readers} | {"": roc.mean}


def _area_of(group: Group, areas: Mapping[str, Estimate]) -> Estimate | None:
    """The group's AUC; a site has none."""
    if group.kind == "site":
        return None
    return areas.get(group.label if group.kind == "reader" else "")


def group_label(group: Group, site_names: Names) -> str:
    """Such as "R-ANNA, Heidelberg" or "Heidelberg, 3 readers"."""
    site = site_names.get(group.site, group.site)
    if group.kind == "site":
        return f"{site}, {count(group.readers, 'reader')}"
    if group.kind == "all":
        return f"All {count(group.readers, 'reader')}"
    return f"{group.label}, {site}" if site else group.label


def _table(groups: Sequence[Group], areas: Mapping[str, Estimate], site_names: Names) -> Table:
    return Table(
        caption="AUC, accuracy, sensitivity and specificity by reader and site",
        heads=("Reader", "Right", "AUC", "Accuracy", "Sensitivity", "Specificity", "d′"),
        rows=tuple(_row(group, areas, site_names) for group in groups),
        note=(
            "Sensitivity: synthetic called synthetic. Specificity: real called real. In brackets: "
            "95 % confidence interval."
        ),
    )


def _row(group: Group, areas: Mapping[str, Estimate], site_names: Names) -> Row:
    accuracy = group.accuracy
    area = _area_of(group, areas)
    return Row(
        label=group_label(group, site_names),
        kind=group.kind,
        cells=(
            Cell(f"{accuracy.confusion.correct}/{accuracy.confusion.readings}"),
            Cell("") if area is None else Cell.of(area, quantity),
            Cell.of(accuracy.accuracy, percent),
            Cell.of(accuracy.sensitivity, percent),
            Cell.of(accuracy.specificity, percent),
            Cell.of(group.detection.d_prime, quantity),
        ),
    )


def _found(accuracy: AccuracyFindings) -> str:
    overall = accuracy.everyone.accuracy.accuracy
    if overall.value is None:
        return f"There is no accuracy to show: {overall.reason}."
    return f"{with_ci(overall, percent)} of the verdicts were right; guessing gives 50 %."


def _balanced(accuracy: AccuracyFindings) -> str:
    balanced = accuracy.everyone.accuracy.balanced
    if balanced.value is None:
        return ""
    return (
        "Balanced accuracy, the mean of sensitivity and specificity, which does not depend on how "
        f"many ECGs were synthetic, is {with_ci(balanced, percent)}."
    )
