"""What the embedding says: discrepancy, Fréchet distance, diversity, repeats."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.fidelity.cloud import (
    Cloud,
    cloud_of,
    diversity_contrasts,
    frechet_contrast,
    mmd_contrast,
    mmd_p,
    repeated_contrast,
)
from generator.evaluation.fidelity.cloud_figure import cloud_picture
from generator.evaluation.fidelity.cohort import Cohort, Contrast
from generator.evaluation.fidelity.diversity import TOO_NEAR, repeats_of, usual_nearness
from generator.evaluation.fidelity.embedding import DIMENSIONS
from generator.evaluation.fidelity.part import Part, excess_check
from generator.evaluation.fidelity.thresholds import (
    COVERAGE,
    FRECHET,
    MMD,
    NEIGHBOURS,
    PRECISION,
    RECALL,
    REPEATS,
)
from generator.evaluation.findings import Cell, Check, Column, FlaggedRecord, Table, Threshold

_SHARES: Final[Mapping[str, tuple[str, Threshold]]] = {
    "precision": ("Precision lacking", PRECISION),
    "recall": ("Recall lacking", RECALL),
    "coverage": ("Coverage lacking", COVERAGE),
}
_COLUMNS: Final = (
    Column(name="measure", title="Measure"),
    Column(name="rhythm", title="Rhythm"),
    Column(name="n", title="n on each side", digits=0),
    Column(name="value", title="Real beside synthetic"),
    Column(name="low", title="95 % from"),
    Column(name="high", title="to"),
    Column(name="floor", title="Real halves"),
    Column(name="floor_high", title="95 % of halves to"),
    Column(name="p", title="Permutation p of all records", digits=4),
)
_MOST_PERMUTATIONS: Final = 500
Found = dict[str, Contrast | None]


def embedding_part(
    evidence: Evidence, cohorts: Sequence[Cohort], embedded_nd: NDArray[np.float64]
) -> Part:
    """Checks and table of each rhythm, the clouds as a picture, repeats as flagged records."""
    clouds = {cohort.rhythm: cloud_of(cohort, embedded_nd) for cohort in cohorts if cohort.size}
    found = {rhythm: _contrasts(cloud) for rhythm, cloud in clouds.items()}
    nothing: Found = dict.fromkeys(("mmd", "frechet", "density", "repeats", *_SHARES))
    checks = [
        check for cohort in cohorts for check in _checks(cohort, found.get(cohort.rhythm, nothing))
    ]
    rows = [row for cloud in clouds.values() for row in _rows(cloud, found, evidence)]
    table = Table(
        name="fidelity.embedding",
        title="Distances and diversity on the embedding",
        columns=_COLUMNS,
        rows=tuple(rows),
        note=f"Precision, recall and coverage as what is lacking to 1, k = {NEIGHBOURS}; density "
        "about 1 where both are alike. The p has only the discrepancy.",
    )
    flagged = [
        record
        for cloud in clouds.values()
        for record in _repeats(cloud, evidence.synthetic, len(evidence.real))
    ]
    return Part(
        checks=tuple(checks),
        tables=(table,) if rows else (),
        pictures=cloud_picture(tuple(clouds.values())),
        flagged=tuple(flagged),
    )


def _contrasts(cloud: Cloud) -> Found:
    return {
        "mmd": mmd_contrast(cloud),
        "frechet": frechet_contrast(cloud),
        **dict.fromkeys((*_SHARES, "density")),
        **diversity_contrasts(cloud),
        "repeats": repeated_contrast(cloud),
    }


def _checks(cohort: Cohort, found: Found) -> list[Check]:
    return [
        excess_check("mmd", "Squared discrepancy (MMD)", cohort, found["mmd"], MMD),
        excess_check(
            "frechet",
            "Fréchet distance",
            cohort,
            found["frechet"],
            FRECHET,
            scale=lambda excess: float(np.sqrt(excess / DIMENSIONS)),
        ),
        *(
            excess_check(name, title, cohort, found[name], threshold)
            for name, (title, threshold) in _SHARES.items()
        ),
        excess_check("repeats", "Repeats within the batch", cohort, found["repeats"], REPEATS),
    ]


def _rows(cloud: Cloud, found: Mapping[str, Found], evidence: Evidence) -> list[dict[str, Cell]]:
    cohort = cloud.cohort
    stream = np.random.default_rng([evidence.seed, 11])
    permutations = min(evidence.replicates, _MOST_PERMUTATIONS)
    p = mmd_p(cloud, permutations=permutations, stream=stream)
    return [
        {
            "measure": measure,
            "rhythm": cohort.rhythm,
            "n": cohort.size,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "floor": one.floor,
            "floor_high": one.floor_high,
            "p": p if measure == "mmd" else None,
        }
        for measure, one in found[cohort.rhythm].items()
        if one
    ]


def _repeats(cloud: Cloud, synthetic: EcgSet, offset: int) -> list[FlaggedRecord]:
    """Synthetic records that all but repeat an earlier one of the batch."""
    cohort = cloud.cohort
    usual = usual_nearness(cloud.distances_nn, cloud.here(cohort.real))
    twins = repeats_of(
        cloud.distances_nn, cloud.here(cohort.synthetic), nearer_than=TOO_NEAR * usual
    )
    return [
        FlaggedRecord(
            index=index,
            name=synthetic.names[index],
            sha256=synthetic.sha256[index],
            reason=f"all but repeats {synthetic.names[earlier]} of the same batch",
        )
        for index, earlier in (
            (int(cloud.rows[later]) - offset, int(cloud.rows[before]) - offset)
            for later, before in twins
        )
    ]
