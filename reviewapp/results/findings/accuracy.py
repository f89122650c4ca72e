"""How often verdicts met the origin: each reader, each site, all, and by rhythm."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import Mask, ReadingTable
from reviewapp.results.statistics.coding import REAL, SYNTHETIC
from reviewapp.results.statistics.discrimination.accuracy import Accuracy, accuracy_of
from reviewapp.results.statistics.discrimination.detection import Detection, detection_of

ALL_READERS = "all readers"


@dataclass(frozen=True)
class Group:
    """One reader, the readers of one site, or all readers."""

    kind: str  # reader, site or all
    label: str
    site: str
    readers: int
    accuracy: Accuracy
    detection: Detection


@dataclass(frozen=True, kw_only=True)
class RhythmGroup:
    """All readers on the cases of one rhythm."""

    rhythm: str
    real_cases: int
    synthetic_cases: int
    accuracy: Accuracy
    detection: Detection


@dataclass(frozen=True, kw_only=True)
class AccuracyFindings:
    """Accuracy, sensitivity, specificity, d' and criterion; ``verdicts`` by origin and level.

    ``verdicts`` holds, for "real" and "synthetic" cases, how many first readings gave each rank of
    the declared scale, or, without one, each verdict (real, synthetic).
    """

    readers: tuple[Group, ...]
    sites: tuple[Group, ...]
    everyone: Group
    rhythms: tuple[RhythmGroup, ...]
    levels: tuple[str, ...]
    verdicts: dict[str, tuple[int, ...]]


def find_accuracy(table: ReadingTable) -> AccuracyFindings:
    """The figures of a table whose cases all have a known origin."""
    alone = np.eye(len(table.readers), dtype=np.bool_)
    return AccuracyFindings(
        readers=tuple(
            _group(table, "reader", reader.code, reader.site, alone[row])
            for row, reader in enumerate(table.readers)
        ),
        sites=tuple(_group(table, "site", site, site, table.of_site(site)) for site in table.sites),
        everyone=_group(table, "all", ALL_READERS, "", np.ones(len(table.readers), np.bool_)),
        rhythms=tuple(_of_rhythm(table, rhythm) for rhythm in table.rhythms),
        levels=_levels(table),
        verdicts={
            "real": _counts(table, REAL),
            "synthetic": _counts(table, SYNTHETIC),
        },
    )


def _group(table: ReadingTable, kind: str, label: str, site: str, readers_r: Mask) -> Group:
    verdict_rc = table.first.verdict_rc[readers_r]
    return Group(
        kind=kind,
        label=label,
        site=site,
        readers=int(readers_r.sum()),
        accuracy=accuracy_of(truth_c=table.truth_c, verdict_rc=verdict_rc),
        detection=detection_of(truth_c=table.truth_c, verdict_rc=verdict_rc),
    )


def _of_rhythm(table: ReadingTable, rhythm: str) -> RhythmGroup:
    cases_c = table.of_rhythm(rhythm)
    truth_c, verdict_rc = table.truth_c[cases_c], table.first.verdict_rc[:, cases_c]
    return RhythmGroup(
        rhythm=rhythm,
        real_cases=int((truth_c == REAL).sum()),
        synthetic_cases=int((truth_c == SYNTHETIC).sum()),
        accuracy=accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc),
        detection=detection_of(truth_c=truth_c, verdict_rc=verdict_rc),
    )


def _levels(table: ReadingTable) -> tuple[str, ...]:
    return table.rating_scale.levels if table.rating_scale else ("real", "synthetic")


def _counts(table: ReadingTable, origin: int) -> tuple[int, ...]:
    of_origin_c = table.truth_c == origin
    if table.rating_scale is None:
        code_rc = table.first.verdict_rc[:, of_origin_c].astype(np.float64)
    else:
        code_rc = table.first.rating_rc[:, of_origin_c] - 1
    return tuple(int((code_rc == level).sum()) for level in range(len(_levels(table))))
