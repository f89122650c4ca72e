"""Everything that a study found, computed once: page, figures, API and export print this object."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from reviewapp.results.dataset import Dataset, StudyFacts, StudyReader
from reviewapp.results.dataset_table import table_of
from reviewapp.results.document import DocumentError, from_document, to_document
from reviewapp.results.findings import Findings, Progress, find
from reviewapp.results.fingerprint import code_version, data_sha256
from reviewapp.results.statistics.bootstrap import REPLICATES

SCHEMA: Final = "ecg-blind-review/analysis/2"
SOFTWARE: Final = ("ecg-blind-review", "numpy", "scipy", "statsmodels", "matplotlib")


@dataclass(frozen=True, kw_only=True)
class Flow:
    """How many presentations became readings, and why others did not.

    ``kind`` is reader, site or all; the counts from ``practice`` to ``analysed`` add up to
    ``presented``.
    """

    kind: str
    label: str
    site: str
    readers: int
    presented: int
    practice: int
    repeats_read: int
    not_read: int
    abstained: int
    unreadable: int
    analysed: int


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """All results of a study, or of the one site that ``site`` names ("": all sites).

    The same data, code and seed give the same analysis, bit for bit. ``flow`` has a row for each
    reader, then each site, then all.
    """

    schema: str
    study: StudyFacts
    site: str
    site_names: dict[str, str]
    is_simulated: bool
    flow: tuple[Flow, ...]
    findings: Findings
    seed: int
    data_sha256: str
    code_version: str
    software: dict[str, str]


def analyse(
    dataset: Dataset, *, replicates: int = REPLICATES, progress: Progress | None = None
) -> Analysis:
    """The results of a dataset; ``progress`` is told each section as it begins."""
    table = table_of(dataset, replicates=replicates)
    return Analysis(
        schema=SCHEMA,
        study=dataset.study,
        site=dataset.site,
        site_names=dataset.site_names,
        is_simulated=any(case.is_simulated for case in dataset.cases),
        flow=flow_of(dataset),
        findings=find(table, progress=progress),
        seed=table.seed,
        data_sha256=data_sha256(dataset),
        code_version=code_version(),
        software={name: version(name) for name in SOFTWARE},
    )


def flow_of(dataset: Dataset) -> tuple[Flow, ...]:
    """What became of the presentations of each reader, each site, and all."""
    readers = sorted(dataset.readers, key=lambda reader: (reader.site, reader.code))
    sites = sorted({reader.site for reader in readers})
    return (
        *(_flow(dataset, "reader", r.code, r.site, [r]) for r in readers),
        *(_flow(dataset, "site", s, s, [r for r in readers if r.site == s]) for s in sites),
        _flow(dataset, "all", "all readers", "", readers),
    )


def _flow(
    dataset: Dataset, kind: str, label: str, site: str, readers: Sequence[StudyReader]
) -> Flow:
    codes = {reader.code for reader in readers}
    reasons = [p.excluded_because for p in dataset.presentations if p.reader.code in codes]
    return Flow(
        kind=kind,
        label=label,
        site=site,
        readers=len(readers),
        presented=len(reasons),
        practice=reasons.count("practice"),
        repeats_read=reasons.count("repeat"),
        not_read=reasons.count("not read"),
        abstained=reasons.count("abstained"),
        unreadable=reasons.count("unreadable"),
        analysed=reasons.count(""),
    )


def as_json(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain JSON values: null where undefined (the reason stands beside it)."""
    document: dict[str, Any] = to_document(analysis)
    return document


def from_json(document: dict[str, Any]) -> Analysis:
    """The analysis that :func:`as_json` wrote. Raises DocumentError on another schema."""
    if document.get("schema") != SCHEMA:
        raise DocumentError(f"this is no analysis of {SCHEMA}, but {document.get('schema')}")
    return from_document(Analysis, document)
