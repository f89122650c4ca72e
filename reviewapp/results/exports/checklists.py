"""Reporting checklists filled in from a study: what the software knows, and what it cannot."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.material import Material
from reviewapp.results.exports.tables import Table

AUTHORS: Final = "to be written by the authors"

Fill = Callable[[Material], str]


@dataclass(frozen=True)
class ChecklistItem:
    """One item: its number, the section of the paper, what is asked, and what the study says.

    `fill` gives "" where the study says nothing. `also` is what the authors have to add to it.
    """

    number: str
    section: str
    asks: str
    fill: Fill = lambda _: ""
    also: str = ""

    def answer(self, material: Material) -> str:
        """What stands in the list."""
        said = self.fill(material)
        if not said:
            return f"{AUTHORS}: {self.also}" if self.also else AUTHORS
        return f"{said} ({AUTHORS}: {self.also})" if self.also else said


@dataclass(frozen=True)
class Checklist:
    """A published checklist."""

    name: str
    title: str
    source: str
    entries: Sequence[ChecklistItem]

    def table(self, material: Material) -> Table:
        """As a table."""
        columns = (
            Column("item", "text", f"number of the item in {self.name}"),
            Column("section", "text", "section of the paper"),
            Column("asks", "text", "what the item asks for, in short"),
            Column("answer", "text", "what the study says, or what the authors have to write"),
        )
        return Table(self.name.lower(), columns, lambda: self._rows(material))

    def markdown(self, material: Material) -> str:
        """As a page to edit."""
        lines = [
            f"# {self.title}",
            "",
            self.source,
            "",
            f"Study: {_one_line(material.study.name)}. Filled in from its protocol and analysis; "
            f"“{AUTHORS}” marks what software cannot know. Check every line.",
            "",
            "| item | section | asks for | answer |",
            "|---|---|---|---|",
        ]
        for row in self._rows(material):
            lines.append("| " + " | ".join(_one_line(text) for text in row) + " |")
        return "\n".join(lines) + "\n"

    def _rows(self, material: Material) -> Iterator[list[str]]:
        for one in self.entries:
            yield [one.number, one.section, one.asks, one.answer(material)]


def _one_line(text: str) -> str:
    """Text of a study as a cell of Markdown: no breaks, no bars, no HTML."""
    flat = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
    return flat.replace("<", "&lt;")
