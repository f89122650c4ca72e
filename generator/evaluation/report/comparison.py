"""Two reports set side by side: check by check, and whether they may be compared at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.evaluation.findings import Check, Light
from generator.evaluation.report.printed import listed
from generator.evaluation.report.report import Report

SCHEMA: Final = "ecg-evaluation-comparison/1"
_ORDER: Final = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One check in both reports; None where a report has no such check, or no value."""

    section: str
    name: str
    title: str
    a: Check | None
    b: Check | None

    @property
    def difference(self) -> float | None:
        """B minus A."""
        if not self.a or not self.b or self.a.value is None or self.b.value is None:
            return None
        return float(self.b.value) - float(self.a.value)

    @property
    def better(self) -> str:
        """``A`` or ``B``, ``same``, or '' where there is nothing to compare.

        Values on the good side of the green limit count as different all the same.
        """
        if self.difference is None or not self.a:
            return ""
        if self.difference == 0:
            return "same"
        more_is_better = self.a.threshold.green >= self.a.threshold.amber
        return "B" if (self.difference > 0) == more_is_better else "A"

    @property
    def is_clear(self) -> bool:
        """Whether there are two 95 % intervals, and they do not meet.

        That is more than significance at 5 % asks for: intervals that meet settle nothing.
        """
        bounds = [end for one in (self.a, self.b) if one for end in (one.low, one.high)]
        if len(bounds) < 4 or None in bounds:
            return False
        low_a, high_a, low_b, high_b = (float(end) for end in bounds if end is not None)
        return high_a < low_b or high_b < low_a

    @property
    def light_better(self) -> str:
        """``A`` or ``B`` where the lights differ and both were measured, else ''."""
        if not self.a or not self.b or Light.GREY in (self.a.light, self.b.light):
            return ""
        rank_a, rank_b = _ORDER.index(self.a.light), _ORDER.index(self.b.light)
        return "" if rank_a == rank_b else "AB"[rank_b > rank_a]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both reports, what warns against comparing them, and their checks in pairs."""

    a: Report
    b: Report
    warnings: tuple[str, ...]
    pairs: tuple[Pair, ...]

    def count(self, better: str, *, clear: bool = False) -> int:
        """How many pairs are better in ``A`` or ``B``; with ``clear`` only those that are clear."""
        return sum(pair.better == better and (pair.is_clear or not clear) for pair in self.pairs)


def compare(a: Report, b: Report) -> Comparison:
    """The comparison of two reports."""
    return Comparison(a=a, b=b, warnings=tuple(_warnings(a, b)), pairs=tuple(_pairs(a, b)))


def _pairs(a: Report, b: Report) -> Iterator[Pair]:
    """In the order of A; what B alone has follows at the end of its section."""
    in_a = {check.name: check for check in a.checks}
    in_b = {check.name: check for check in b.checks}
    for title in dict.fromkeys(section.title for report in (a, b) for section in report.sections):
        sections = [each for report in (a, b) for each in report.sections if each.title == title]
        for name in dict.fromkeys(check.name for each in sections for check in each.checks):
            one, other = in_a.get(name), in_b.get(name)
            named = one or other
            assert named
            yield Pair(section=title, name=name, title=named.title, a=one, b=other)


def _warnings(a: Report, b: Report) -> Iterator[str]:
    if a.real.records_sha256 != b.real.records_sha256:
        yield (
            "The real sides are different records: what differs between the reports may be due to "
            "them and not to the synthetic ECGs."
        )
    if a.rhythms != b.rhythms:
        yield f"Different rhythms were told apart: {_against(a)}; {_against(b)}."
    if a.real.by_split != b.real.by_split:
        yield (
            "The generators learnt from different records of the real side: utility and privacy "
            "rest on another held-out part."
        )
    if others := _other_software(a, b):
        yield (
            f"Other versions computed them ({listed(others, 6)}); small differences may be theirs."
        )
    if a.computation.seed != b.computation.seed:
        yield f"Different seeds: {a.computation.seed} and {b.computation.seed}."
    if a.computation.replicates != b.computation.replicates:
        yield (
            f"Different numbers of bootstrap replicates: {a.computation.replicates} and "
            f"{b.computation.replicates}."
        )
    if others := _other_thresholds(a, b):
        yield f"The thresholds of {listed(others)} changed between the reports."
    if a.synthetic.by_rhythm != b.synthetic.by_rhythm:
        yield (
            "The synthetic sides differ in size or in rhythms; figures that depend on the number "
            "of records (diversity, nearest records) are not on equal terms."
        )
    if a.synthetic.records_sha256 == b.synthetic.records_sha256:
        yield "Both reports are of the same synthetic ECGs."


def _against(report: Report) -> str:
    return f"{report.rhythms[1]} against {report.rhythms[0]}"


def _other_software(a: Report, b: Report) -> list[str]:
    of_a = {**a.computation.software, "this project": a.computation.code}
    of_b = {**b.computation.software, "this project": b.computation.code}
    return [
        f"{name} {of_a.get(name, 'none')} and {of_b.get(name, 'none')}"
        for name in sorted({*of_a, *of_b})
        if of_a.get(name) != of_b.get(name)
    ]


def _other_thresholds(a: Report, b: Report) -> list[str]:
    in_b = {check.name: check.threshold for check in b.checks}
    return [
        check.title
        for check in a.checks
        if check.name in in_b
        and (check.threshold.green, check.threshold.amber)
        != (in_b[check.name].green, in_b[check.name].amber)
    ]
