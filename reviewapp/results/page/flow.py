"""From presentations to readings: what was shown, and why some of it does not count."""

from collections.abc import Sequence

from reviewapp.results.analysis import Flow
from reviewapp.results.findings.reach import Reach
from reviewapp.results.page.blocks import Cell, Row, Section, Table
from reviewapp.results.page.readers import Names
from reviewapp.results.wording import count

HEADS = ("Reader", "Presented", "Practice", "Not read", "Abstained", "Unreadable",
         "Hidden repeats", "In the main figures")  # fmt: skip


def flow_section(flow: Sequence[Flow], reach: Reach, site_names: Names) -> Section:
    """Sites and all first; then each reader."""
    groups = [one for one in flow if one.kind != "reader"]
    if len(groups) == 2:  # one site is everybody
        groups = groups[1:]
    readers = [one for one in flow if one.kind == "reader"]
    tables = [_table("Presentations by site", groups, site_names)]
    if readers:
        tables.append(_table("Presentations by reader", readers, site_names))
    return Section(
        anchor="flow",
        title="From presentations to readings",
        sentences=(
            f"{count(reach.readings, 'reading')} of {count(reach.readers, 'reader')} on "
            f"{count(reach.cases, 'case')} ({reach.real} real, {reach.synthetic} synthetic) count "
            f"in the main figures; {reach.missing} are missing.",
            "Practice is never analysed. Of a case that came twice to one reader the first "
            "reading counts; the second serves the agreement of readers with themselves only. "
            "Abstentions and reports of unreadable ECGs carry no verdict.",
        ),
        tables=tuple(tables),
    )


def _table(caption: str, flow: Sequence[Flow], site_names: Names) -> Table:
    return Table(
        caption=caption,
        heads=HEADS,
        rows=tuple(
            Row(
                _label(one, site_names),
                tuple(
                    Cell.count(n)
                    for n in (
                        one.presented,
                        one.practice,
                        one.not_read,
                        one.abstained,
                        one.unreadable,
                        one.repeats_read,
                        one.analysed,
                    )
                ),
                one.kind,
            )
            for one in flow
        ),
    )


def _label(one: Flow, site_names: Names) -> str:
    site = site_names.get(one.site, one.site)
    if one.kind == "all":
        return f"All, {count(one.readers, 'reader')}"
    if one.kind == "site":
        return f"{site}, {count(one.readers, 'reader')}"
    return f"{one.label}, {site}" if site else one.label
