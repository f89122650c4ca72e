"""The best single reader, allowing for having looked at all; and which way readers leaned."""

from reviewapp.results.findings.single_readers import BestReaders, BiasFindings
from reviewapp.results.page.blocks import Cell, Row, Section, Table, methods_of, sentences
from reviewapp.results.wording import p_equals, percent, points, quantity, with_ci

BEST_TITLE = "Best single reader"
BIAS_TITLE = "Response bias"


def best_reader_section(found: BestReaders) -> Section:
    """Every reader against chance, best first."""
    if not found.readers:
        return Section("best-reader", BEST_TITLE, (f"No reader can be tested: {found.reason}.",))
    best = found.readers[0]
    able = "is" if best.test.p_adjusted < 0.05 and best.test.area > 0.5 else "is not"
    return Section(
        anchor="best-reader",
        title=BEST_TITLE,
        sentences=(
            f"The best reader, {best.reader}, reached an AUC of {quantity(best.test.area)}; "
            f"allowing for having looked at {len(found.readers)}, this {able} more than chance "
            f"gives ({p_equals(best.test.p_adjusted)} adjusted).",
        ),
        tables=(
            Table(
                caption="Each reader against chance, best first",
                heads=("Reader", "AUC (simultaneous 95 % CI)", "p", "p, adjusted for all readers"),
                rows=tuple(
                    Row(
                        one.reader,
                        (
                            Cell(
                                quantity(one.test.area),
                                f"{quantity(one.test.interval.low)} to "
                                f"{quantity(one.test.interval.high)}",
                            ),
                            Cell.p(one.test.p_value),
                            Cell.p(one.test.p_adjusted),
                        ),
                        "reader",
                    )
                    for one in found.readers
                ),
            ),
        ),
        method=(
            f"{found.method}; Westfall and Young 1993; {found.permutations} permutations, "
            f"seed {found.seed}"
        ),
    )


def bias_section(found: BiasFindings) -> Section:
    """Calling everything real is also right half of the time: who leaned, and how far."""
    if not any(one.bias.called_synthetic.value is not None for one in found.readers):
        return Section("bias", BIAS_TITLE, ("No reading gave a verdict.",))
    return Section(
        anchor="bias",
        title=BIAS_TITLE,
        sentences=sentences(_leaning(found), _excess(found)),
        tables=(_bias_table(found),),
        method=methods_of([found.excess, found.criterion]),
    )


def _leaning(found: BiasFindings) -> str:
    criterion = found.criterion
    if criterion.value is None:
        return f"The criterion c is not defined: {criterion.reason}."
    figure = with_ci(criterion, quantity)
    if criterion.low is None or criterion.high is None:
        side = "Which way readers lean is not shown"
    elif criterion.low > 0:
        side = "Readers leaned to “real”"
    elif criterion.high < 0:
        side = "Readers leaned to “synthetic”"
    else:
        side = "Readers leaned to neither side clearly"
    return f"{side}: criterion c is {figure}; above 0 leans to “real”."


def _excess(found: BiasFindings) -> str:
    if found.excess.value is None:
        return ""
    return (
        "Verdicts “synthetic” less synthetic cases: "
        f"{with_ci(found.excess, points)} of all readings."
    )


def _bias_table(found: BiasFindings) -> Table:
    rows = [
        Row(
            one.reader,
            (
                Cell.of(one.bias.called_synthetic, percent),
                Cell("" if one.bias.true_share is None else percent(one.bias.true_share)),
                Cell.of(one.bias.criterion, quantity),
                Cell.p(one.bias.p_holm, one.bias.criterion.reason or "not tested"),
            ),
            "reader",
        )
        for one in found.readers
    ]
    rows.append(
        Row(
            "All readers", (Cell(""), Cell(""), Cell.of(found.criterion, quantity), Cell("")), "all"
        )
    )
    return Table(
        caption="Each reader’s leaning",
        heads=("Reader", "Called synthetic", "Were synthetic", "Criterion c", "p of c = 0, Holm"),
        rows=tuple(rows),
        note="A reader who calls everything real is right half of the time, and tells nothing.",
    )
