"""The machine reader's findings: three readers, each rhythm, and what gave the batch away."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.fidelity.area import area_under_curve, areas_of_replicates
from generator.evaluation.fidelity.cohort import Cohort
from generator.evaluation.fidelity.comparison import Replicates
from generator.evaluation.fidelity.machine_reader import (
    FOLDS,
    Read,
    ToBeTold,
    read_by_forest,
    read_by_regression,
)
from generator.evaluation.fidelity.part import Part, name_of
from generator.evaluation.fidelity.reader_figure import reader_picture
from generator.evaluation.fidelity.thresholds import MACHINE_READER
from generator.evaluation.findings import Cell, Check, Column, Table

_TITLES: Final[Mapping[str, str]] = {
    "features": "random forest on the features",
    "traces": "random forest on the traces of a maker",
    "embedding": "logistic regression on the embedding",
}
_MOST_NAMED: Final = 3


def reader_part(
    evidence: Evidence,
    cohorts: Sequence[Cohort],
    tables: Mapping[str, tuple[FeatureTable, FeatureTable]],
    embedded_nd: NDArray[np.float64],
    replicates: Sequence[Replicates],
) -> Part:
    """One check a reader and rhythm; ``tables`` hold features and traces, real and synthetic.

    ``replicates`` has the resampled records of each cohort.
    """
    rows = np.sort(
        np.concatenate(
            [np.empty(0, np.int64)]
            + [np.concatenate([each.real, each.synthetic]) for each in cohorts if each.size]
        )
    )
    reads = _reads(evidence, rows, tables, embedded_nd) if len(rows) else {}
    checks = [
        _check(kind, reads.get(kind), rows, cohort, drawn)
        for kind in _TITLES
        for cohort, drawn in zip(cohorts, replicates, strict=True)
    ]
    importance = [row for kind, read in reads.items() for row in _importance(kind, read)]
    table = Table(
        name="fidelity.given_away_by",
        title="What gave the synthetic records away",
        columns=(
            Column(name="reader", title="Machine reader"),
            Column(name="feature", title="Feature"),
            Column(name="fall", title="Fall of the area when shuffled within rhythm", digits=4),
            Column(name="n", title="n", digits=0),
        ),
        rows=tuple(importance),
        note="Permutation importance on folds that the model did not see. Of features that say "
        "the same none may fall.",
    )
    return Part(
        checks=tuple(checks),
        tables=(table,) if importance else (),
        pictures=reader_picture(reads, _TITLES),
    )


def _reads(
    evidence: Evidence,
    rows: NDArray[np.int64],
    tables: Mapping[str, tuple[FeatureTable, FeatureTable]],
    embedded_nd: NDArray[np.float64],
) -> dict[str, Read]:
    found = {}
    for kind, (real, synthetic) in tables.items():
        if not real.features:
            continue
        told = _told(evidence, rows, np.concatenate([real.values_nf, synthetic.values_nf]))
        reading = read_by_forest(told, seed=evidence.seed)
        found[kind] = Read(told=told, reading=reading, names=real.names)
    told = _told(evidence, rows, embedded_nd)
    reading = read_by_regression(told, seed=evidence.seed)
    return found | {"embedding": Read(told=told, reading=reading, names=())}


def _told(
    evidence: Evidence, rows: NDArray[np.int64], measured_nf: NDArray[np.float64]
) -> ToBeTold:
    rhythms = evidence.real.rhythms + evidence.synthetic.rhythms
    patients = evidence.real.patients + evidence.synthetic.patients
    return ToBeTold(
        measured_nf=measured_nf[rows],
        synthetic_n=rows >= len(evidence.real),
        rhythms=[rhythms[row] for row in rows],
        patients=[patients[row] for row in rows],
    )


def _check(
    kind: str, read: Read | None, rows: NDArray[np.int64], cohort: Cohort, replicates: Replicates
) -> Check:
    name = name_of(f"machine_reader_{kind}", cohort.rhythm)
    title = f"Machine reader, area at least: {_TITLES[kind]} ({cohort.rhythm})"
    if read is None or not cohort.size:
        says = cohort.why_not if not cohort.size else "There are no such features."
        return Check(
            name=name, title=title, value=None, threshold=MACHINE_READER, n=cohort.count, says=says
        )
    here = np.searchsorted(rows, np.concatenate([cohort.real, cohort.synthetic]))
    score_n, synthetic_n = read.reading.score_n[here], read.told.synthetic_n[here]
    drawn = np.concatenate(replicates, axis=1)
    low, high = np.quantile(areas_of_replicates(score_n, synthetic_n, drawn), [0.025, 0.975])
    area = area_under_curve(score_n, synthetic_n)
    return Check(
        name=name,
        title=title,
        value=float(low),
        low=float(low),
        high=float(high),
        threshold=MACHINE_READER,
        n=len(here),
        says=f"Area under the curve {area:.3f}, 95 % from {low:.3f} to {high:.3f}, of which the "
        f"lower end counts; 0.5 is a coin. {FOLDS} folds by patient.{_went_by(read)}",
    )


def _went_by(read: Read) -> str:
    named = [str(row["feature"]) for row in _importance("", read)[:_MOST_NAMED]]
    return f" It went by {', '.join(named)}." if named else ""


def _importance(kind: str, read: Read) -> list[dict[str, Cell]]:
    """The features that made the area fall, most first."""
    fall_f = read.reading.importance_f
    if fall_f is None:
        return []
    return [
        {
            "reader": kind,
            "feature": read.names[at],
            "fall": float(fall_f[at]),
            "n": len(read.told.synthetic_n),
        }
        for at in np.argsort(-fall_f, kind="stable")
        if fall_f[at] > 0
    ]
