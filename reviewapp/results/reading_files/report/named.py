"""A figure of the report: an estimate, its title for people, and what else belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewapp.results.statistics.estimate import Estimate

Extra = float | int | str | bool | None


@dataclass(frozen=True)
class Named:
    """One figure. ``extra`` holds what an estimate has no place for: p values, a test's chi2."""

    title: str
    estimate: Estimate
    extra: Mapping[str, Extra] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """Figures that belong together, by the key that ``--json`` calls them by."""

    title: str
    figures: Mapping[str, Named]
