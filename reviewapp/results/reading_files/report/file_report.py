"""Everything that is reported of a file of readings, computed once: text and JSON print this."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reviewapp.results.findings import Findings, Progress, find
from reviewapp.results.findings.accuracy import find_accuracy
from reviewapp.results.findings.headline import Says
from reviewapp.results.findings.within import RepeatFindings, find_repeats
from reviewapp.results.reading_files.reading_file import ReadingFile
from reviewapp.results.reading_table import ReadingTable, Scale
from reviewapp.results.statistics.coding import MISSING, REAL, SYNTHETIC
from reviewapp.results.statistics.discrimination.equivalence import Band
from reviewapp.results.statistics.discrimination.mean_area import Areas
from reviewapp.results.statistics.estimate import Estimate

from .agreement import agreement_of_numbers, agreement_on_scale
from .conditions import Compared, comparisons
from .discrimination import (
    AREA_TITLE,
    areas_by_reader,
    check_figures,
    equivalence_figures,
    group_figures,
)
from .models import course_figures, item_figures, model_figures, site_figures
from .named import Extra, Named, Section
from .repeats import repeat_figures, repeats_by_reader

MOST_READINGS: Final = 200_000
MOST_PAIRS: Final = 20_000_000
"""Beyond so many readings, or reader x pair of cases, only closed formulas are computed."""

LARGE: Final = (
    "The file is large: mixed models, two-way bootstraps, U-statistics, tests of equivalence and "
    "single cases were left out."
)
FEW_REPLICATES: Final = 50
MANY_ROWS: Final = (
    f"The file is large: bootstraps have {FEW_REPLICATES} replicates at most, and agreement on "
    "ratings was left out."
)
BINARY: Final = Scale(("negative", "positive"), (0.0, 1.0))
NO_TRUTH: Final = "the file gives no truth of its cases"
NO_TRUTH_KNOWN: Final = Section(
    "Telling positive from negative cases",
    {
        key: Named(title, Estimate.undefined(reason=NO_TRUTH, method=title))
        for key, title in (("accuracy", "Accuracy"), ("auc", AREA_TITLE))
    },
)
SAYS: Final[dict[Says, str]] = {
    "equivalent": "lies inside the band of equivalence to chance",
    "above chance": "lies above chance, with its whole interval",
    "below chance": "lies below chance, with its whole interval",
    "undecided": "shows neither equivalence to chance nor a difference from it",
    "undefined": "is undefined",
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the researcher declares about the analysis; band, seed and replicates."""

    band: Band
    seed: int
    replicates: int


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """The report; ``findings`` is None for agreement alone, and for large files.

    ``readers`` holds the figures of each reader by pseudonym; ``comparisons`` those of each pair
    of conditions. The figures of ``sections`` are of the first condition.
    """

    file: ReadingFile
    table: ReadingTable
    settings: Settings
    findings: Findings | None
    sections: tuple[Section, ...]
    readers: Mapping[str, Mapping[str, Named]]
    comparisons: tuple[Compared, ...]
    notes: tuple[str, ...]

    @property
    def figures(self) -> dict[str, Named]:
        """All figures over all readers, by name."""
        return {key: named for part in self.sections for key, named in part.figures.items()}

    @property
    def why(self) -> str:
        """Why the answer is what it is; a file without ratings has its verdicts alone."""
        if self.findings is None:
            return ""
        if self.findings.reach.has_ratings:
            return self.findings.headline.why
        accuracy = self.findings.headline.co_primary
        return f"balanced accuracy {SAYS[accuracy.says]}" + (
            f" ({accuracy.estimate.reason})" if accuracy.estimate.reason else ""
        )


def report_on(
    file: ReadingFile, settings: Settings, *, progress: Progress | None = None
) -> FileReport:
    """Compute the report of a file."""
    many = int(file.main.first.read_rc.sum()) > MOST_READINGS
    if many:
        settings = replace(settings, replicates=min(settings.replicates, FEW_REPLICATES))
    table = replace(
        file.main.in_order(),
        accuracy_band=settings.band,
        area_band=settings.band,
        seed=settings.seed,
        replicates=settings.replicates,
    )
    has_truth = bool((table.truth_c != MISSING).any())
    large = has_truth and _is_large(table)
    findings = find(table, progress=progress) if has_truth and not large else None
    repeats = findings.repeats if findings else find_repeats(table)
    areas = areas_by_reader(table) if has_truth else None
    told = _told(table, findings, areas) if areas else ()
    with_themselves = Section("Readers with themselves", repeat_figures(repeats))
    parts = (
        *told,
        *_agreed(table, with_ratings=not many),
        with_themselves,
        *(() if areas else (NO_TRUTH_KNOWN,)),
    )
    return FileReport(
        file=file,
        table=table,
        settings=settings,
        findings=findings,
        sections=tuple(part for part in parts if part.figures),
        readers=_by_reader(table, findings, areas, repeats),
        comparisons=comparisons(file.tables) if len(file.tables) > 1 else (),
        notes=(*file.source.notes, *((LARGE,) if large else ()), *((MANY_ROWS,) if many else ())),
    )


def _is_large(table: ReadingTable) -> bool:
    sides = [int((table.truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)]
    pairs = len(table.readers) * sides[0] * sides[1]
    return int(table.first.read_rc.sum()) > MOST_READINGS or pairs > MOST_PAIRS


def _told(table: ReadingTable, findings: Findings | None, areas: Areas) -> tuple[Section, ...]:
    """Whether readers can tell, and what that depends on."""
    found = {"auc": Named(AREA_TITLE, areas.mean)}
    has_verdicts = bool((table.first.verdict_rc != MISSING).any())
    if has_verdicts or not np.isfinite(table.first.rating_rc).any():
        accuracy = findings.accuracy if findings else find_accuracy(table)
        found |= group_figures(accuracy.everyone)
    if findings is None:
        return (Section("Telling positive from negative cases", found),)
    parts = [
        Section("Telling positive from negative cases", found),
        Section("Equivalence to chance", equivalence_figures(findings)),
        Section("The same by other methods", check_figures(findings)),
    ]
    if has_verdicts:
        parts += [
            Section("Mixed models", model_figures(findings)),
            Section("Sites", site_figures(findings)),
            Section("Cases", item_figures(findings)),
        ]
    return (*parts, Section("Order and time", course_figures(findings)))


def _agreed(table: ReadingTable, *, with_ratings: bool) -> tuple[Section, ...]:
    """Agreement between readers: on the value, or on the verdict; and on the rating."""
    given = {"seed": table.seed, "replicates": table.replicates}
    parts = []
    verdict_rc, rating_rc = table.first.verdict_rc, table.first.rating_rc
    if table.value_scale is not None:
        found = agreement_on_scale(table.first.value_rc, table.value_scale, **given)
        parts.append(Section("Agreement between readers", found))
    elif (verdict_rc != MISSING).any():
        found = agreement_on_scale(verdict_rc, BINARY, **given)
        parts.append(Section("Agreement between readers, on the verdict", found))
    if not with_ratings:
        return tuple(parts)
    if table.rating_scale is not None:
        code_rc = np.nan_to_num(rating_rc, nan=0).astype(np.int64) - 1
        on_rating = agreement_on_scale(code_rc, table.rating_scale, **given)
    else:
        on_rating = agreement_of_numbers(rating_rc, **given) if _varies(rating_rc) else {}
    prefixed = {f"rating_{key}": named for key, named in on_rating.items()}
    return (*parts, Section("Agreement between readers, on the rating", prefixed))


def _varies(rating_rc: np.ndarray) -> bool:
    """Whether there are ratings beyond 0 and 1, which verdicts repeat."""
    given = rating_rc[np.isfinite(rating_rc)]
    return given.size > 0 and not np.isin(given, (0.0, 1.0)).all()


def _by_reader(
    table: ReadingTable,
    findings: Findings | None,
    areas: Areas | None,
    repeats: RepeatFindings,
) -> dict[str, dict[str, Named]]:
    found: dict[str, dict[str, Named]] = {reader.code: {} for reader in table.readers}
    if areas:
        tests = _tests_of(findings)
        for reader, area in zip(table.readers, areas.readers, strict=True):
            found[reader.code]["auc"] = Named(AREA_TITLE, area, tests.get(reader.code, {}))
    if areas and (table.first.verdict_rc != MISSING).any():
        accuracy = findings.accuracy if findings else find_accuracy(table)
        for group in accuracy.readers:
            if group.accuracy.accuracy.value is not None:
                found[group.label] |= group_figures(group)
    for reader_code, figures in repeats_by_reader(repeats).items():
        found[reader_code] |= figures
    return found


def _tests_of(findings: Findings | None) -> dict[str, dict[str, Extra]]:
    """Each reader against chance, adjusted for having looked at all of them."""
    if findings is None:
        return {}
    return {
        named.reader: {"p": named.test.p_value, "p_adjusted": named.test.p_adjusted}
        for named in findings.best_reader.readers
    }
