"""Morphology scores, real against synthetic: by item, and by rhythm, site and reader."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.agreement.chance_corrected import conger_kappa, gwet_ac1
from reviewapp.results.statistics.agreement.icc import intraclass_correlation
from reviewapp.results.statistics.agreement.krippendorff import krippendorff_alpha
from reviewapp.results.statistics.coding import MISSING, Codes
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.scores.comparison import (
    Part,
    ScoreComparison,
    adjusted,
    compare_parts,
    compare_scores,
)
from reviewapp.results.statistics.scores.proportional_odds import proportional_odds


@dataclass(frozen=True, kw_only=True)
class ItemFindings:
    """One item: ``comparison`` over all, adjusted by Holm over the items; then its parts.

    ``log_odds`` of a higher score of synthetic cases; ``by_rhythm``, ``by_site`` and ``by_reader``
    are adjusted by Holm over all items and parts of their kind; ``agreement`` between readers on
    the score has icc_2_1, krippendorff_alpha_ordinal, conger_kappa_quadratic and
    gwet_ac2_quadratic.
    """

    code: str
    label: str
    comparison: ScoreComparison
    log_odds: Estimate
    by_rhythm: Mapping[str, ScoreComparison]
    by_site: Mapping[str, ScoreComparison]
    by_reader: Mapping[str, ScoreComparison]
    agreement: Mapping[str, Estimate]


def find_morphology(table: ReadingTable) -> tuple[ItemFindings, ...]:
    """Every item that was scored, in the order of the questionnaire; origins are known."""
    labels = {item.code: item.label for item in table.items if item.code in table.first.scores}
    scores = {code: _codes(table, code) for code in labels}
    overall = adjusted(
        {
            code: compare_scores(
                score_rc=score_rc,
                truth_c=table.truth_c,
                levels=table.score_levels,
                seed=table.seed,
                replicates=table.replicates,
            )
            for code, score_rc in scores.items()
        }
    )
    kinds = [_parts(table, scores, parts) for parts in _parts_of(table)]
    return tuple(
        ItemFindings(
            code=code,
            label=label,
            comparison=overall[code],
            log_odds=proportional_odds(
                scores[code],
                table.truth_c,
                levels=table.score_levels,
                seed=table.seed,
                replicates=table.replicates,
            ),
            by_rhythm=kinds[0][code],
            by_site=kinds[1][code],
            by_reader=kinds[2][code],
            agreement=_agreement(scores[code], table),
        )
        for code, label in labels.items()
    )


def _codes(table: ReadingTable, item: str) -> Codes:
    """Scores with -1 where there is none, 0 where not assessable."""
    return np.nan_to_num(table.first.scores[item], nan=MISSING).astype(np.int64)


def _parts_of(table: ReadingTable) -> tuple[dict[str, Part], dict[str, Part], dict[str, Part]]:
    """The rhythms, the sites and the readers; one rhythm or site alone is the whole study."""
    rhythms = {rhythm: Part(cases_c=table.of_rhythm(rhythm)) for rhythm in table.rhythms}
    sites = {site: Part(readers_r=table.of_site(site)) for site in table.sites}
    alone = np.eye(len(table.readers), dtype=np.bool_)
    readers = {r.code: Part(readers_r=alone[row]) for row, r in enumerate(table.readers)}
    return rhythms, sites, readers


def _parts(
    table: ReadingTable, scores: Mapping[str, Codes], parts: Mapping[str, Part]
) -> dict[str, dict[str, ScoreComparison]]:
    return compare_parts(
        scores=scores,
        truth_c=table.truth_c,
        parts=parts,
        levels=table.score_levels,
        seed=table.seed,
        replicates=table.replicates,
    )


def _agreement(score_rc: Codes, table: ReadingTable) -> dict[str, Estimate]:
    """Agreement between readers on one item; "not assessable" counts as missing."""
    codes_rc = np.where(score_rc >= 1, score_rc - 1, MISSING)
    number_rc = np.where(score_rc >= 1, score_rc, np.nan).astype(np.float64)
    levels = table.score_levels
    return {
        "icc_2_1": intraclass_correlation(number_rc).forms["ICC(2,1)"],
        "krippendorff_alpha_ordinal": krippendorff_alpha(
            codes_rc,
            categories=levels,
            metric="ordinal",
            seed=table.seed,
            replicates=table.replicates,
        ),
        "conger_kappa_quadratic": conger_kappa(codes_rc, categories=levels, weighting="quadratic"),
        "gwet_ac2_quadratic": gwet_ac1(codes_rc, categories=levels, weighting="quadratic"),
    }
