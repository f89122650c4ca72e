"""Agreement between readers: all of them, and those of each site."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from reviewapp.results.reading_table import Mask, ReadingTable, Scale
from reviewapp.results.statistics.agreement.chance_corrected import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.icc import intraclass_correlation
from reviewapp.results.statistics.agreement.kendall import kendall_w
from reviewapp.results.statistics.agreement.krippendorff import Metric, krippendorff_alpha
from reviewapp.results.statistics.agreement.null_tests import NullTest, fleiss_null_test
from reviewapp.results.statistics.agreement.specific import specific_agreement
from reviewapp.results.statistics.agreement.weights import Weighting
from reviewapp.results.statistics.coding import (
    MISSING,
    REAL,
    SYNTHETIC,
    Codes,
    Numbers,
    read_part,
)
from reviewapp.results.statistics.estimate import Estimate

from .accuracy import ALL_READERS

What = Literal["verdict", "rating", "value"]

NOT_TWO: Final = "Cohen's kappa is of exactly two readers"
QUADRATIC: Final = "quadratic"


@dataclass(frozen=True, kw_only=True)
class ScaleAgreement:
    """Agreement on one thing asked: the binary verdict, the six levels, or any declared scale.

    ``coefficients`` by name: percent_agreement, fleiss_kappa, conger_kappa, cohen_kappa (two
    readers), gwet_ac1, brennan_prediger, krippendorff_alpha (nominal); on two categories
    positive_agreement and negative_agreement (of the first); on ordered scales of three or more
    also the weighted forms fleiss_kappa_quadratic, conger_kappa_quadratic, cohen_kappa_quadratic,
    gwet_ac2_quadratic, brennan_prediger_quadratic, krippendorff_alpha_ordinal, kendall_w; where
    the categories have values, krippendorff_alpha_interval and the six forms of the ICC
    ("ICC(1,1)" to "ICC(3,k)").
    """

    what: What
    levels: tuple[str, ...]
    coefficients: dict[str, Estimate]
    fleiss_is_zero: NullTest


@dataclass(frozen=True, kw_only=True)
class GroupAgreement:
    """Agreement of all readers, or of those of one site; ``scales`` in the order of the study."""

    kind: Literal["all", "site"]
    label: str
    site: str
    readers: int
    scales: tuple[ScaleAgreement, ...]

    def on(self, what: What) -> ScaleAgreement | None:
        """Agreement on the verdict, the rating or the value; None where the study has none."""
        return next((scale for scale in self.scales if scale.what == what), None)


def find_agreement(table: ReadingTable) -> tuple[GroupAgreement, ...]:
    """All readers first; then each site with two readers or more, where there are several sites."""
    everyone = np.ones(len(table.readers), dtype=np.bool_)
    found = [_group(table, "all", ALL_READERS, "", everyone)]
    if len(table.sites) > 1:
        found += [
            _group(table, "site", site, site, table.of_site(site))
            for site in table.sites
            if table.of_site(site).sum() > 1
        ]
    return tuple(found)


def _group(
    table: ReadingTable, kind: Literal["all", "site"], label: str, site: str, readers_r: Mask
) -> GroupAgreement:
    return GroupAgreement(
        kind=kind,
        label=label,
        site=site,
        readers=int(readers_r.sum()),
        scales=tuple(
            _on_scale(what, codes_rc[readers_r], scale, table)
            for what, (codes_rc, scale) in scales_of(table, again=False).items()
        ),
    )


def scales_of(table: ReadingTable, *, again: bool) -> dict[What, tuple[Codes, Scale]]:
    """What a study asked on a declared scale: codes (readers, cases) and the scale.

    Of the first readings, or of the second ones. A study with a truth has verdicts, even if none
    was given; ratings without a declared scale are no categories and aren't among them.
    """
    readings = table.again if again else table.first
    found: dict[What, tuple[Codes, Scale]] = {}
    if table.value_scale is None or (table.first.verdict_rc != MISSING).any():
        found["verdict"] = readings.verdict_rc, Scale(("real", "synthetic"))
    if table.rating_scale is not None:
        rank_rc = np.nan_to_num(readings.rating_rc, nan=0).astype(np.int64)
        found["rating"] = rank_rc - 1, table.rating_scale
    if table.value_scale is not None:
        found["value"] = readings.value_rc, table.value_scale
    return found


def _on_scale(what: What, codes_rc: Codes, scale: Scale, table: ReadingTable) -> ScaleAgreement:
    # Readings that are all alike make a scale of one: a second category that nobody used says so.
    categories = max(len(scale.levels), 2)
    found = _nominal(codes_rc, categories, table)
    if categories == 2:
        found["positive_agreement"] = specific_agreement(codes_rc, category=SYNTHETIC)
        found["negative_agreement"] = specific_agreement(codes_rc, category=REAL)
    elif scale.is_ordered:
        found |= _ordered(codes_rc, categories, scale, table)
    if scale.values is not None:
        found |= _numeric(codes_rc, np.array(scale.values, dtype=np.float64), table)
    return ScaleAgreement(
        what=what,
        levels=scale.levels,
        coefficients=found,
        fleiss_is_zero=fleiss_null_test(codes_rc, categories=categories),
    )


def _nominal(codes_rc: Codes, categories: int, table: ReadingTable) -> dict[str, Estimate]:
    return {
        "percent_agreement": percent_agreement(codes_rc, categories=categories),
        "fleiss_kappa": fleiss_kappa(codes_rc, categories=categories),
        "conger_kappa": conger_kappa(codes_rc, categories=categories),
        "cohen_kappa": _cohen(codes_rc, categories, "identity"),
        "gwet_ac1": gwet_ac1(codes_rc, categories=categories),
        "brennan_prediger": brennan_prediger(codes_rc, categories=categories),
        "krippendorff_alpha": _alpha(codes_rc, categories, "nominal", table),
    }


def _ordered(
    codes_rc: Codes, categories: int, scale: Scale, table: ReadingTable
) -> dict[str, Estimate]:
    def weighted(coefficient: Callable[..., Estimate]) -> Estimate:
        values_q = None if scale.values is None else np.array(scale.values, dtype=np.float64)
        return coefficient(codes_rc, categories=categories, weighting=QUADRATIC, values_q=values_q)

    rank_rc = np.where(codes_rc == MISSING, np.nan, codes_rc).astype(np.float64)
    return {
        "fleiss_kappa_quadratic": weighted(fleiss_kappa),
        "conger_kappa_quadratic": weighted(conger_kappa),
        "cohen_kappa_quadratic": _cohen(codes_rc, categories, QUADRATIC),
        "gwet_ac2_quadratic": weighted(gwet_ac1),
        "brennan_prediger_quadratic": weighted(brennan_prediger),
        "krippendorff_alpha_ordinal": _alpha(codes_rc, categories, "ordinal", table),
        "kendall_w": kendall_w(rank_rc, seed=table.seed, replicates=table.replicates).w,
    }


def _numeric(codes_rc: Codes, values_q: Numbers, table: ReadingTable) -> dict[str, Estimate]:
    """Where the categories are numbers, or ranks that are treated as such."""
    value_rc = np.where(codes_rc == MISSING, np.nan, values_q[np.maximum(codes_rc, 0)])
    alpha = krippendorff_alpha(
        codes_rc,
        categories=max(values_q.size, 2),
        metric="interval",
        values_q=values_q if values_q.size > 1 else None,
        seed=table.seed,
        replicates=table.replicates,
    )
    forms = intraclass_correlation(value_rc).forms
    return {"krippendorff_alpha_interval": alpha, **{str(form): e for form, e in forms.items()}}


def _alpha(codes_rc: Codes, categories: int, metric: Metric, table: ReadingTable) -> Estimate:
    return krippendorff_alpha(
        codes_rc,
        categories=categories,
        metric=metric,
        seed=table.seed,
        replicates=table.replicates,
    )


def _cohen(codes_rc: Codes, categories: int, weighting: Weighting) -> Estimate:
    read_rc, _ = read_part(codes_rc)
    if read_rc.shape[0] != 2:
        return Estimate.undefined(reason=NOT_TWO, method="Cohen kappa")
    return cohen_kappa(read_rc, categories=categories, weighting=weighting)
