"""From presentations to readings: how many of each site count, and why others do not."""

from collections import Counter
from dataclasses import astuple, dataclass, fields

from django.db.models import Count, Q

from reviewapp.readings.models import Reading
from reviewapp.results.exports.columns import Column
from reviewapp.results.exports.tables import Table
from reviewapp.studies.models import Enrolment, Presentation

ALL_SITES = "all sites"

MEANINGS = {
    "site": "code of the site",
    "readers": "readers with presentations",
    "presented": "presentations planned",
    "practice": "of these: practice, never analysed",
    "not_read": "not read",
    "abstained": "set aside by the reader",
    "unreadable": "reported as unreadable",
    "repeats_read": "second readings of a case, for agreement of readers with themselves only",
    "analysed": "readings in the main figures",
}


@dataclass(frozen=True)
class SiteFlow:
    """The presentations of one site's readers, each counted once after `presented`."""

    site: str
    readers: int
    presented: int
    practice: int
    not_read: int
    abstained: int
    unreadable: int
    repeats_read: int
    analysed: int


def read_flow(enrolment: Enrolment) -> list[SiteFlow]:
    """The sites that `enrolment` may see, then all of them; two queries, no truth in them."""
    readers = Enrolment.objects.visible_to(enrolment).readers()
    at_site = Counter(readers.values_list("site__code", flat=True))
    found = {site: Counter[str]() for site in sorted(at_site)}
    rows = (
        Presentation.objects.filter(reader__in=readers)
        .order_by()
        .annotate(is_first=Q(repeat_of__isnull=True))
        .values_list("reader__site__code", "is_practice", "reading__outcome", "is_first")
        .annotate(Count("pk"))
    )
    for site, is_practice, outcome, is_first, count in rows:
        found[site][_why(is_practice, outcome, is_first)] += count
    flows = [_flow(site, at_site[site], counts) for site, counts in found.items()]
    everywhere = sum(found.values(), Counter[str]())
    return [*flows, _flow(ALL_SITES, at_site.total(), everywhere)]


def flow_table(flows: list[SiteFlow]) -> Table:
    """The same as a table."""
    columns = tuple(
        Column(one.name, "text" if one.name == "site" else "whole", MEANINGS[one.name])
        for one in fields(SiteFlow)
    )
    return Table("flow", columns, lambda: iter([list(astuple(flow)) for flow in flows]))


def _why(is_practice: bool, outcome: str | None, is_first: bool) -> str:
    """The rules of `StudyPresentation.excluded_because`, in their order."""
    if is_practice:
        return "practice"
    if outcome is None:
        return "not_read"
    if outcome != Reading.Outcome.READ:
        return outcome
    return "analysed" if is_first else "repeats_read"


def _flow(site: str, readers: int, counts: Counter[str]) -> SiteFlow:
    return SiteFlow(
        site=site,
        readers=readers,
        presented=counts.total(),
        practice=counts["practice"],
        not_read=counts["not_read"],
        abstained=counts["abstained"],
        unreadable=counts["unreadable"],
        repeats_read=counts["repeats_read"],
        analysed=counts["analysed"],
    )
