"""A part of the section on fidelity, and the checks that its contrasts become."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.evaluation.fidelity.cohort import Cohort, Contrast
from generator.evaluation.findings import Check, FlaggedRecord, Picture, Table, Threshold


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some of the section's checks, tables, pictures and flagged records."""

    checks: tuple[Check, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    flagged: tuple[FlaggedRecord, ...] = ()


def all_of(parts: Iterable[Part]) -> Part:
    """Several parts as one, in their order."""
    there = tuple(parts)
    return Part(
        checks=tuple(check for part in there for check in part.checks),
        tables=tuple(table for part in there for table in part.tables),
        pictures=tuple(picture for part in there for picture in part.pictures),
        flagged=tuple(record for part in there for record in part.flagged),
    )


def name_of(what: str, rhythm: str) -> str:
    """A check's name, as ``fidelity.mmd_af``."""
    return f"fidelity.{what}_{re.sub(r'[^a-z0-9]+', '_', rhythm.lower())}"


def as_it_is(excess: float) -> float:
    """An excess in the unit of its distance."""
    return excess


def excess_check(
    what: str,
    title: str,
    cohort: Cohort,
    found: Contrast | None,
    threshold: Threshold,
    *,
    says: str = "",
    allowance: float = 0.0,
    scale: Callable[[float], float] = as_it_is,
) -> Check:
    """The excess of a contrast over the real halves, with the interval of the draws.

    ``allowance`` is what chance adds to the worst of several, in the unit of the distance;
    ``scale`` turns the excess into the unit of the threshold.
    """
    name, title = name_of(what, cohort.rhythm), f"{title} ({cohort.rhythm})"
    if found is None:
        return Check(
            name=name,
            title=title,
            value=None,
            threshold=threshold,
            n=cohort.count,
            says=why(cohort),
        )
    most = found.floor_high + allowance
    return Check(
        name=name,
        title=title,
        value=scale(max(0.0, found.value - most)),
        low=scale(max(0.0, found.low - most)),
        high=scale(max(0.0, found.high - most)),
        threshold=threshold,
        n=cohort.count,
        says=f"{says}{found.value:.3g} between real and synthetic, {found.floor:.3g} between real "
        f"halves (by chance to {most:.3g}), {cohort.size} records on each side.",
    )


def why(cohort: Cohort) -> str:
    """Why a number is missing in this cohort."""
    return cohort.why_not if not cohort.size else "Too few records of this rhythm have it."
