"""The primary figures by other methods: mixed model, bootstrap; and the power of the next study."""

from reviewapp.results.findings.checks import Checks
from reviewapp.results.findings.headline import Headline
from reviewapp.results.findings.model import ModelFindings
from reviewapp.results.findings.next_study import NextStudy, Plans
from reviewapp.results.page.blocks import Cell, Row, Section, Table, sentences
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.models.nested import RatioTest
from reviewapp.results.wording import count, percent, quantity

POWER_TITLE = "Power of the next study"


def checks_section(headline: Headline, checks: Checks, model: ModelFindings) -> Section:
    """Area and accuracy by several methods, then the terms of the mixed model."""
    accuracy = model.accuracy
    tables = [_method_table(headline, checks, model)]
    if accuracy.odds_ratios:
        tables.append(_term_table(model))
    if accuracy.tests:
        tables.append(_ratio_test_table(model))
    return Section(
        anchor="checks",
        title="Checks: mixed model and bootstrap",
        sentences=sentences(
            "Other methods answer the same question under other assumptions; where they disagree, "
            "the primary figures above hold.",
            "" if not accuracy.model.reason else f"No mixed model: {accuracy.model.reason}.",
            _omitted(model),
        ),
        tables=tuple(tables),
        method=(
            "logit(correct) ~ origin × rhythm + site + position + (1|reader) + (1|case), Laplace, "
            "t(readers − 1) intervals; bootstrap of whole readers and cases"
        ),
    )


def _omitted(model: ModelFindings) -> str:
    if not model.accuracy.omitted or model.accuracy.model.reason:
        return ""
    reasons = "; ".join(f"{name} ({why})" for name, why in model.accuracy.omitted.items())
    return f"Left out of the mixed model: {reasons}."


def _method_table(headline: Headline, checks: Checks, model: ModelFindings) -> Table:
    area, accuracy = headline.primary.estimate, headline.co_primary.estimate
    rows: list[tuple[str, Estimate, Estimate | None, Estimate | None]] = [
        ("Primary", area, accuracy, None),
        ("Bootstrap of readers and cases", checks.area_bootstrap, checks.accuracy_bootstrap, None),
    ]
    first = [
        Row(name, (Cell.of(one, quantity), Cell.of(other, percent) if other else Cell("")))
        for name, one, other, _ in rows
    ]
    return Table(
        caption="AUC and accuracy by several methods",
        heads=("Method", "AUC", "Accuracy"),
        rows=(
            *first,
            Row("Two-way cluster-robust", (Cell(""), Cell.of(checks.accuracy_cluster_robust,
                                                             percent))),
            Row("Mixed model, a typical reader and case",
                (Cell(""), Cell.of(model.accuracy.typical, percent))),
        ),
        note="The primary accuracy is the balanced one; the mixed model’s is conditional.",
    )  # fmt: skip


def _term_table(model: ModelFindings) -> Table:
    return Table(
        caption="Mixed model: odds ratios of a right verdict",
        heads=("Term", "Odds ratio", "Log odds by the bootstrap"),
        rows=tuple(
            Row(
                name,
                (
                    Cell.of(one, quantity),
                    Cell.of(model.bootstrap[name], quantity) if name in model.bootstrap
                    else Cell(""),
                ),
            )
            for name, one in model.accuracy.odds_ratios.items()
        ),
        note=_attenuation(model),
    )  # fmt: skip


def _attenuation(model: ModelFindings) -> str:
    if model.attenuation is None:
        return ""
    return (
        "The bootstrap’s log odds are those of the average reader and case: the logarithm of the "
        f"model’s odds ratios comes near them when multiplied by {quantity(model.attenuation)}."
    )


def _ratio_test_table(model: ModelFindings) -> Table:
    return Table(
        caption="Mixed model: does a term help?",
        heads=("Term", "χ²", "Degrees of freedom", "p"),
        rows=tuple(_ratio_row(name, test) for name, test in model.accuracy.tests.items()),
        note="Likelihood ratio tests (Wilks 1938).",
    )


def _ratio_row(name: str, test: RatioTest) -> Row:
    return Row(
        name.replace(":", " × "),
        (
            Cell("" if test.chi2 is None else quantity(test.chi2)),
            Cell("" if test.df is None else f"{test.df}"),
            Cell.p(test.p, test.reason),
        ),
    )


def power_section(found: NextStudy) -> Section:
    """What a next study needs, from the variance that this one showed."""
    plans = [("AUC", found.area), ("accuracy", found.accuracy)]
    tables = tuple(_power_table(name, one) for name, one in plans if one.designs)
    return Section(
        anchor="power",
        title=POWER_TITLE,
        sentences=sentences(*(_why_not(name, one) for name, one in plans),
                            _power_sentence(found.area)),
        tables=tables,
        method=(
            "variance components of this study (Hillis, Obuchowski and Berbaum 2011); two "
            "one-sided tests at the declared margin"
        ) if tables else "",
    )  # fmt: skip


def _why_not(name: str, plans: Plans) -> str:
    return "" if plans.designs else f"No plan by {name}: {plans.reason}."


def _power_sentence(plans: Plans) -> str:
    if not plans.designs:
        return ""
    found = next((one for one in plans.designs if one.cases is not None), None)
    if found is None or found.cases is None:
        return "No design of up to 30 readers and 20,000 cases shows equivalence with 80 % power."
    return (
        f"If readers cannot tell, {count(found.readers, 'reader')} need {found.cases} cases to "
        "show equivalence by the AUC with a power of 80 %."
    )


def _power_table(name: str, plans: Plans) -> Table:
    band = plans.band
    left_out = f" {count(plans.left_out, 'case')} left out, not read by all." if plans.left_out \
        else ""  # fmt: skip
    return Table(
        caption=f"Designs by {name}",
        heads=("Readers", f"Power to show equivalence, {plans.cases} cases",
               f"Power to show a difference, {plans.cases} cases",
               "Cases for 80 % power of equivalence"),
        rows=tuple(
            Row(
                f"{one.readers}",
                (
                    Cell(percent(one.equivalence)),
                    Cell(percent(one.difference)),
                    Cell("more than 20,000" if one.cases is None else f"{one.cases}"),
                ),
            )
            for one in plans.designs
        ),
        note=(
            f"Equivalence: when the true figure is {quantity(band.chance)}, band "
            f"{quantity(band.low)} to {quantity(band.high)}. Difference: when it is "
            f"{quantity(band.high)}.{left_out}"
        ),
    )  # fmt: skip
