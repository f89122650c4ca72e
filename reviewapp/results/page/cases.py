"""The cases that fooled most and fewest."""

from collections.abc import Sequence
from typing import Final

from reviewapp.results.findings.difficulty import CaseFinding, DifficultyFindings
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, methods_of, sentences
from reviewapp.results.wording import count, percent, quantity, with_ci

SHOWN: Final = 2
"""So many cases of each end stand on the sheet of ECGs."""
LISTED: Final = 10
TITLE: Final = "Cases that fooled most and fewest"


def cases_section(found: DifficultyFindings) -> Section:
    """The most and least convincing ECGs on paper, and a table of each end."""
    read = [case for case in found.cases if case.readings]
    if not read:
        return Section("cases", TITLE, ("No case has a verdict.",))
    return Section(
        anchor="cases",
        title=TITLE,
        sentences=sentences(_found(found, read), _flagged(read), _alpha(found)),
        pictures=(
            Picture(
                name="cases",
                alt=(
                    "ECGs on paper: the synthetic ones that readers most and least often called "
                    "real, and the real ones that they most and least often called synthetic."
                ),
                words=(
                    "Each ECG as readers saw it, at 25 mm/s and 10 mm/mV, made smaller. A caption "
                    "says what the ECG is and how many readers called it synthetic. Ties are "
                    "broken by the mean of the six levels, then by case code."
                ),
                method="ranked by share of verdicts “synthetic”; no inference",
            ),
        ),
        tables=(
            _table("Synthetic ECGs, most convincing first", found.most_real("synthetic")),
            _table("Real ECGs, least convincing first", found.most_synthetic("real")),
        ),
        method=methods_of([case.difficulty.correct for case in read]),
    )


def sheet_cases(found: DifficultyFindings) -> list[tuple[str, CaseFinding]]:
    """Title and case of each ECG on the sheet; no case twice."""
    chosen: dict[str, tuple[str, CaseFinding]] = {}
    ends = (
        ("Most convincing synthetic", found.most_real("synthetic")),
        ("Least convincing synthetic", found.most_synthetic("synthetic")),
        ("Least convincing real", found.most_synthetic("real")),
        ("Most convincing real", found.most_real("real")),
    )
    for title, ranked in ends:
        for place, case in enumerate(ranked[:SHOWN], start=1):
            chosen.setdefault(case.code, (f"{title}, {place}", case))
    return list(chosen.values())


def case_caption(case: CaseFinding) -> str:
    """Such as "case012, SR: called synthetic by 3 of 8 readers"."""
    rhythm = f", {case.rhythm}" if case.rhythm else ""
    readers = count(case.readings, "reader")
    return f"{case.code}{rhythm}: called synthetic by {case.called_synthetic} of {readers}"


def _found(found: DifficultyFindings, read: Sequence[CaseFinding]) -> str:
    right = sorted(case.difficulty.correct.value or 0.0 for case in read)
    middle = (right[(len(right) - 1) // 2] + right[len(right) // 2]) / 2
    return (
        f"Of {count(len(read), 'case')} that were read, the median one was judged right by "
        f"{percent(middle)} of its readers; {found.constant} got the same verdict from everybody."
    )


def _flagged(read: Sequence[CaseFinding]) -> str:
    flagged = [case.code for case in read if case.difficulty.is_flagged]
    if not flagged:
        return (
            "No single case departs from chance after adjustment for their number "
            "(Benjamini and Hochberg 1995, 5 %)."
        )
    some = ", ".join(flagged[:12]) + (" and others" if len(flagged) > 12 else "")
    return (
        f"{count(len(flagged), 'case')} depart from chance after adjustment for their number "
        f"(Benjamini and Hochberg 1995, 5 %): {some}."
    )


def _alpha(found: DifficultyFindings) -> str:
    if found.alpha.value is None:
        return f"Cronbach’s alpha of the set is not defined: {found.alpha.reason}."
    return f"Cronbach’s alpha of the set is {with_ci(found.alpha, quantity)}."


def _table(caption: str, ranked: Sequence[CaseFinding]) -> Table:
    left_out = len(ranked) - 2 * LISTED
    shown = list(ranked) if left_out <= 0 else [*ranked[:LISTED], *ranked[-LISTED:]]
    note = "" if left_out <= 0 else (
        f"The first and the last {LISTED}; {left_out} cases between them stand in the downloads."
    )  # fmt: skip
    return Table(
        caption=caption,
        heads=("Case", "Rhythm", "Called synthetic", "Judged right", "Item-rest r",
               "p, adjusted"),
        rows=tuple(_row(case) for case in shown),
        note=note,
    )  # fmt: skip


def _row(case: CaseFinding) -> Row:
    difficulty = case.difficulty
    return Row(
        case.code,
        (
            Cell.words(case.rhythm),
            Cell(f"{case.called_synthetic}/{case.readings}"),
            Cell.of(difficulty.correct, percent),
            Cell.of(difficulty.item_rest, quantity),
            Cell.p(difficulty.adjusted_p, "not tested"),
        ),
    )
