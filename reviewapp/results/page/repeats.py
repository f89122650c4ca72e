"""Agreement of readers with themselves: hidden repeats."""

from reviewapp.results.findings.within import ReaderRepeats, RepeatFindings, ScaleRepeats
from reviewapp.results.page.blocks import Cell, Row, Section, Table, methods_of, sentences
from reviewapp.results.wording import capital, count, percent, quantity, with_ci

TITLE = "Hidden repeats: readers against themselves"


def repeats_section(repeats: RepeatFindings) -> Section:
    """Each reader's share of equal verdicts and kappa; then the items."""
    if not repeats.pairs:
        reason = "No reader read a case twice: there is nothing to compare."
        return Section("repeats", TITLE, (reason,))
    scales = [scale for scale in repeats.scales if any(one.pairs for one in scale.readers)]
    items = [item for item in repeats.items if item.pairs]
    estimates = [one for scale in scales[:1] for one in (scale.share, scale.kappa, scale.icc)]
    return Section(
        anchor="repeats",
        title=TITLE,
        sentences=sentences(_found(repeats)),
        tables=(
            *(_scale_table(scale) for scale in scales),
            *([_item_table(repeats)] if items else []),
        ),
        method=methods_of(estimates),
    )


def _found(repeats: RepeatFindings) -> str:
    scale = repeats.on("verdict") or repeats.scales[0]
    if scale.share.value is None:
        return f"There is no agreement of readers with themselves to show: {scale.share.reason}."
    return (
        f"{count(repeats.pairs, 'pair')} of readings came of hidden repeats: the verdict, real or "
        f"synthetic, was the same again in {with_ci(scale.share, percent)}. Chance alone would "
        "make many of them equal: see kappa."
    )


def _scale_table(scale: ScaleRepeats) -> Table:
    asked = {"verdict": "real or synthetic", "rating": "six levels"}.get(scale.what, "values")
    weights = ", quadratic weights" if scale.weighting == "quadratic" else ""
    rows = [_reader_row(one) for one in scale.readers if one.pairs]
    if len(rows) > 1:
        pairs = sum(one.pairs for one in scale.readers)
        figures = (Cell.of(scale.share, percent), Cell.of(scale.kappa, quantity),
                   Cell.of(scale.icc, quantity), Cell(""))  # fmt: skip
        rows.append(Row("All readers", (Cell.count(pairs), *figures), "all"))
    return Table(
        caption=f"Readers against themselves: {asked}",
        heads=("Reader", "Pairs", "Same again", f"Cohen’s kappa{weights}", "ICC", "p, drift"),
        rows=tuple(rows),
        note=(
            "Drift: do second readings lean to other answers than first ones? Exact McNemar test "
            "on two answers, Stuart-Maxwell on more."
        ),
    )


def _reader_row(one: ReaderRepeats) -> Row:
    return Row(
        one.reader,
        (
            Cell.count(one.pairs),
            Cell.of(one.agreement.agreement, percent),
            Cell.of(one.agreement.kappa, quantity),
            Cell.of(one.scores.icc, quantity),
            Cell.p(one.drift.p_value, one.drift.reason),
        ),
        "reader",
    )


def _item_table(repeats: RepeatFindings) -> Table:
    return Table(
        caption="Readers against themselves: morphology scores",
        heads=("Item", "Pairs", "Same again", "Weighted kappa", "ICC"),
        rows=tuple(
            Row(
                capital(item.label),
                (
                    Cell.count(item.pairs),
                    Cell.of(item.share, percent),
                    Cell.of(item.kappa, quantity),
                    Cell.of(item.icc, quantity),
                ),
            )
            for item in repeats.items
            if item.pairs
        ),
    )
