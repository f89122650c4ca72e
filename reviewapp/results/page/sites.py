"""Between-site difference: never pooled silently."""

from reviewapp.results.findings.accuracy import AccuracyFindings
from reviewapp.results.page.blocks import Cell, Row, Section, Table, sentences
from reviewapp.results.page.readers import Names
from reviewapp.results.statistics.models.site_difference import SiteDifference, SiteTest
from reviewapp.results.statistics.models.site_model import SiteComparison
from reviewapp.results.wording import count, p_equals, percent, points, quantity

TITLE = "Differences between sites"


def sites_section(sites: SiteComparison, accuracy: AccuracyFindings, site_names: Names) -> Section:
    """Accuracy by site, the tests of a difference, and each pair of sites."""
    found = sites.readers
    if len(accuracy.sites) < 2:
        reason = "The study has one site: there is nothing to compare."
        if not accuracy.sites:
            reason = "Nobody read the study: there is no site to compare."
        return Section("sites", TITLE, (reason,))
    tables = [_site_table(accuracy, sites, site_names), _test_table(sites)]
    if found.pairs:
        tables.append(_pair_table(found, site_names))
    return Section(
        anchor="sites",
        title=TITLE,
        sentences=sentences(_found(found), _homogeneity(found)),
        tables=tuple(tables),
        method=(
            "site as a fixed effect, readers as the units: one-way analysis of variance, exact or "
            "seeded permutation of readers (Phipson and Smyth 2010), Welch 1947 for pairs, Brown "
            "and Forsythe 1974 for equal spread; likelihood ratio test of the logistic mixed model"
        ),
    )


def _found(found: SiteDifference) -> str:
    test = found.permutation if found.permutation.p is not None else found.anova
    if test.p is None:
        return f"A difference between sites could not be tested: {test.reason}."
    words = "is shown" if test.p < 0.05 else "is not shown"
    return (
        f"A difference of accuracy between {count(len(found.means), 'site')} {words} "
        f"(permutation of readers, {p_equals(test.p)}). Figures over all readers stand beside "
        "those of each site, never instead of them."
    )


def _homogeneity(found: SiteDifference) -> str:
    if found.between.value is None:
        return f"How much sites differ beyond their readers is not known: {found.between.reason}."
    text = (
        f"Beyond what readers’ own variation explains, sites differ with a standard deviation of "
        f"{points(found.between.value)}."
    )
    return text


def _site_table(accuracy: AccuracyFindings, sites: SiteComparison, names: Names) -> Table:
    rows = []
    for group in accuracy.sites:
        ratio = sites.odds_ratios.get(f"site {group.site}")
        is_reference = group.site == sites.reference
        rows.append(
            Row(
                names.get(group.site, group.site),
                (
                    Cell.count(group.readers),
                    Cell.of(group.accuracy.accuracy, percent),
                    Cell.of(group.accuracy.sensitivity, percent),
                    Cell.of(group.accuracy.specificity, percent),
                    Cell("1 (reference)") if is_reference else
                    Cell("") if ratio is None else Cell.of(ratio, quantity),
                ),
            )
        )  # fmt: skip
    return Table(
        caption="Accuracy by site",
        heads=("Site", "Readers", "Accuracy", "Sensitivity", "Specificity",
               "Odds ratio of a right verdict"),
        rows=tuple(rows),
        note="Odds ratios: logit(correct) ~ site + (1|reader) + (1|case).",
    )  # fmt: skip


def _test_table(sites: SiteComparison) -> Table:
    found = sites.readers
    rows = [
        _test_row("Analysis of variance of the readers’ accuracies", found.anova),
        _test_row("Permutation of readers between sites", found.permutation),
        _test_row("Equal spread of readers (Brown-Forsythe)", found.spread),
        Row("Mixed model, likelihood ratio", (
            Cell("" if sites.test.chi2 is None else f"χ² {quantity(sites.test.chi2)}"),
            Cell("" if sites.test.df is None else f"{sites.test.df}"),
            Cell.p(sites.test.p, sites.test.reason))),
        Row("The same against F, for few readers",
            (Cell(""), Cell(""), Cell.p(sites.few_readers_p, sites.test.reason or
                                        "there are no readers to spare"))),
    ]  # fmt: skip
    return Table(
        caption="Tests of a difference between sites",
        heads=("Test", "Statistic", "Degrees of freedom", "p"),
        rows=tuple(rows),
    )


def _test_row(label: str, test: SiteTest) -> Row:
    df = "" if test.df is None else ", ".join(f"{one:g}" for one in test.df)
    ways = "" if test.ways is None else f"{count(test.ways, 'way')}"
    is_f = test.statistic is not None and test.df is not None
    statistic = f"F {quantity(test.statistic)}" if is_f and test.statistic is not None else ""
    return Row(label, (Cell(statistic), Cell(df or ways), Cell.p(test.p, test.reason)))


def _pair_table(found: SiteDifference, names: Names) -> Table:
    return Table(
        caption="Each pair of sites",
        heads=("Sites", "Difference of accuracy", "p, Welch", "p, Holm"),
        rows=tuple(
            Row(
                f"{names.get(one.first, one.first)} − {names.get(one.second, one.second)}",
                (
                    Cell.of(one.difference, points),
                    Cell.p(one.p, one.difference.reason or one.difference.interval_reason),
                    Cell.p(one.adjusted_p, one.difference.reason or one.difference.interval_reason),
                ),
            )
            for one in found.pairs
        ),
    )
