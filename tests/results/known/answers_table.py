"""The last section of a page on statistics: each known answer, ours beside it, computed now."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .case import KnownAnswers, known_cases
from .registry import KINDS

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEADING = "## Known answers\n"


@dataclass(frozen=True)
class AnswersTable:
    """The known answers of the kinds that some modules register, for one page of docs/."""

    page: Path
    modules: tuple[str, ...]
    estimators: list[tuple[str, str, str]]
    """What a statistic's name is searched for, the estimator in words, its source; first found."""
    words: str

    def write(self) -> None:
        """Replace the last section of the page."""
        text = self.page.read_text()
        self.page.write_text(text[: text.index(HEADING)] + HEADING + self.section())

    def section(self) -> str:
        """A row for each statistic of each case."""
        lines = [
            "| statistic | estimator | source | case | ours | published | tolerance |",
            "|---|---|---|---|---|---|---|",
        ]
        cases = [case for case in known_cases() if self.has(case)]
        for case in cases:
            computed = KINDS[case.kind](case)
            lines += [self.row(case, name, computed[name]) for name in case.asked]
        sources = [f"- {case.name}: {case.source.replace('|', '/')}" for case in cases]
        return "\n".join(["", self.words, *lines, "", "The data:", "", *sources, ""])

    def has(self, case: KnownAnswers) -> bool:
        """Whether the case is one of this page's."""
        return case.kind in KINDS and KINDS[case.kind].__module__ in self.modules

    def row(self, case: KnownAnswers, name: str, got: Any) -> str:
        """One line of the table."""
        found = next(words for key, *words in self.estimators if re.search(key, name))
        printed = case.published.get(name)
        published = shown(case.expected[name]) if printed is None else f"{printed} (printed)"
        tolerance = case.tolerances.get(name, case.tolerance)
        cells = (f"`{name}`", *found, case.name, shown(got), published, f"{tolerance:g}")
        return "| " + " | ".join(cells) + " |"


def shown(value: Any) -> str:
    """A number in seven digits, or several; rounding errors of 0 as 0."""
    if value is None:
        return "undefined"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = float(str(value))
    return "0" if abs(number) < 1e-15 else f"{number:.7g}"
