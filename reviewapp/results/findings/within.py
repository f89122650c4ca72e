"""Agreement of readers with themselves: cases that were shown to them again, unannounced."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import ReadingTable, Scale
from reviewapp.results.statistics.agreement.drift import DriftTest
from reviewapp.results.statistics.agreement.mean_repeats import mean_repeat_icc, mean_repeat_kappa
from reviewapp.results.statistics.agreement.repeats import (
    RepeatAgreement,
    RepeatScores,
    repeat_agreement,
    repeat_drift,
    repeat_scores,
    repeat_share_of_all,
)
from reviewapp.results.statistics.agreement.weights import Weighting
from reviewapp.results.statistics.coding import MISSING, Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate

from .between import What, scales_of


@dataclass(frozen=True, kw_only=True)
class ReaderRepeats:
    """One reader's first against second readings, on one scale.

    ``agreement`` is weighted (quadratic) on ordered scales of three or more; ``drift`` asks
    whether second readings lean to other categories; ``scores`` treats ranks, or the values of
    the scale, as numbers.
    """

    reader: str
    site: str
    pairs: int
    agreement: RepeatAgreement
    drift: DriftTest
    scores: RepeatScores


@dataclass(frozen=True, kw_only=True)
class ScaleRepeats:
    """All readers on one scale: each, the share of pairs that agree, mean kappa and mean ICC."""

    what: What
    levels: tuple[str, ...]
    weighting: Weighting
    readers: tuple[ReaderRepeats, ...]
    share: Estimate
    kappa: Estimate
    icc: Estimate


@dataclass(frozen=True, kw_only=True)
class ItemRepeats:
    """One morphology item over all readers: share that agrees, mean weighted kappa, mean ICC."""

    code: str
    label: str
    pairs: int
    share: Estimate
    kappa: Estimate
    icc: Estimate


@dataclass(frozen=True, kw_only=True)
class RepeatFindings:
    """By scale (verdict, rating, value), and by scored item; ``pairs`` cases were read twice."""

    pairs: int
    scales: tuple[ScaleRepeats, ...]
    items: tuple[ItemRepeats, ...]

    def on(self, what: What) -> ScaleRepeats | None:
        """Repeats of the verdict, the rating or the value; None where the study has none."""
        return next((scale for scale in self.scales if scale.what == what), None)


def find_repeats(table: ReadingTable) -> RepeatFindings:
    """First against second readings of the same case by the same reader."""
    again = scales_of(table, again=True)
    return RepeatFindings(
        pairs=int((table.first.read_rc & table.again.read_rc).sum()),
        scales=tuple(
            _on_scale(what, first_rc, again[what][0], scale, table)
            for what, (first_rc, scale) in scales_of(table, again=False).items()
        ),
        items=tuple(
            _on_item(item.code, item.label, table)
            for item in table.items
            if item.code in table.first.scores
        ),
    )


def _on_scale(
    what: What, first_rc: Codes, again_rc: Codes, scale: Scale, table: ReadingTable
) -> ScaleRepeats:
    categories = max(len(scale.levels), 2)
    weighting: Weighting = "quadratic" if scale.is_ordered and categories > 2 else "identity"
    number_rc, again_number_rc = (_numbers(codes_rc, scale) for codes_rc in (first_rc, again_rc))
    return ScaleRepeats(
        what=what,
        levels=scale.levels,
        weighting=weighting,
        readers=tuple(
            ReaderRepeats(
                reader=reader.code,
                site=reader.site,
                pairs=int(((first_rc[row] != MISSING) & (again_rc[row] != MISSING)).sum()),
                agreement=repeat_agreement(
                    first_rc[row], again_rc[row], categories=categories, weighting=weighting
                ),
                drift=repeat_drift(first_rc[row], again_rc[row], categories=categories),
                scores=repeat_scores(number_rc[row], again_number_rc[row]),
            )
            for row, reader in enumerate(table.readers)
        ),
        share=repeat_share_of_all(first_rc, again_rc, categories=categories, seed=table.seed),
        kappa=mean_repeat_kappa(
            first_rc,
            again_rc,
            categories=categories,
            weighting=weighting,
            seed=table.seed,
            replicates=table.replicates,
        ),
        icc=mean_repeat_icc(
            number_rc, again_number_rc, seed=table.seed, replicates=table.replicates
        ),
    )


def _on_item(code: str, label: str, table: ReadingTable) -> ItemRepeats:
    first_rc = table.first.scores[code]
    again_rc = table.again.scores.get(code, np.full(table.shape, np.nan))
    codes = [np.where(one_rc >= 1, one_rc - 1, MISSING) for one_rc in (first_rc, again_rc)]
    first_code_rc, again_code_rc = (one_rc.astype(np.int64) for one_rc in codes)
    scored = [np.where(one_rc >= 1, one_rc, np.nan) for one_rc in (first_rc, again_rc)]
    levels = table.score_levels
    return ItemRepeats(
        code=code,
        label=label,
        pairs=int(((first_rc >= 1) & (again_rc >= 1)).sum()),
        share=repeat_share_of_all(first_code_rc, again_code_rc, categories=levels, seed=table.seed),
        kappa=mean_repeat_kappa(
            first_code_rc,
            again_code_rc,
            categories=levels,
            weighting="quadratic",
            seed=table.seed,
            replicates=table.replicates,
        ),
        icc=mean_repeat_icc(scored[0], scored[1], seed=table.seed, replicates=table.replicates),
    )


def _numbers(codes_rc: Codes, scale: Scale) -> Numbers:
    """Codes as the values of the scale, or as ranks from 1; NaN where missing."""
    ranks = range(1, max(len(scale.levels), 2) + 1)
    values_q = np.array(scale.values if scale.values else ranks, dtype=np.float64)
    return np.where(codes_rc == MISSING, np.nan, values_q[np.maximum(codes_rc, 0)])
