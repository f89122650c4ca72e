"""Agreement between readers, under the names of the known answers."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from reviewapp.results.reading_table import Scale
from reviewapp.results.statistics.agreement.chance_corrected import (
    brennan_prediger,
    category_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.icc import intraclass_correlation
from reviewapp.results.statistics.agreement.kendall import KENDALL, kendall_w
from reviewapp.results.statistics.agreement.krippendorff import Metric, krippendorff_alpha
from reviewapp.results.statistics.agreement.null_tests import fleiss_null_test
from reviewapp.results.statistics.agreement.pairwise import light_kappa
from reviewapp.results.statistics.agreement.specific import specific_agreement
from reviewapp.results.statistics.coding import Codes, Numbers, read_part
from reviewapp.results.statistics.estimate import Estimate, Extent

from .named import Extra, Named

CHANCE_CORRECTED: Final[dict[str, tuple[str, Callable[..., Estimate]]]] = {
    "percent_agreement": ("Percent agreement", percent_agreement),
    "fleiss_kappa": ("Fleiss' kappa", fleiss_kappa),
    "conger_kappa": ("Conger's kappa", conger_kappa),
    "brennan_prediger": ("Brennan and Prediger's coefficient", brennan_prediger),
    "gwet_ac": ("Gwet's AC1", gwet_ac1),
}
WEIGHTINGS: Final = ("linear", "quadratic", "ordinal")
MOST_CATEGORIES: Final = 50
"""More distinct values than this, undeclared, are measurements and no scale."""

NOT_TWO: Final = "Cohen's kappa is of exactly two readers"
NO_ORDER: Final = "the order of the categories isn't known: declare it with --categories"
NO_NUMBERS: Final = "the categories are words, not numbers"
TWO_CATEGORIES: Final = "two categories leave nothing to weight"


def agreement_on_scale(
    codes_rc: Codes, scale: Scale, *, seed: int, replicates: int
) -> dict[str, Named]:
    """Every statistic of agreement on a scale, (readers, cases) coded 0.., -1 missing.

    What the scale can't have is there with the reason.
    """
    categories = max(len(scale.levels), 2)
    if categories > MOST_CATEGORIES:
        reason = f"{categories} distinct values are measurements, not a scale of categories"
        found = dict(_without_categories(codes_rc, reason))
    else:
        found = dict(_nominal(codes_rc, scale))
        found |= _of_two_categories(codes_rc, scale)
        found |= _weighted(codes_rc, scale)
        found |= _cohen(codes_rc, scale)
        found |= dict(_alphas(codes_rc, scale, seed, replicates))
        found |= dict(_light(codes_rc, categories, seed, replicates))
    ranked_rc = numbers_on(codes_rc, scale) if scale.is_ordered else None
    found |= concordance(ranked_rc, seed=seed, replicates=replicates)
    found |= correlations(None if scale.values is None else numbers_on(codes_rc, scale))
    return found


def agreement_of_numbers(number_rc: Numbers, *, seed: int, replicates: int) -> dict[str, Named]:
    """What numbers without a scale have: Kendall's W and the ICC (readers, cases), NaN missing."""
    return concordance(number_rc, seed=seed, replicates=replicates) | correlations(number_rc)


def numbers_on(codes_rc: Codes, scale: Scale) -> Numbers:
    """Codes as the values of the scale, or as ranks where it has none; NaN where missing."""
    values_q = np.array(scale.values or range(1, len(scale.levels) + 1), dtype=np.float64)
    return np.asarray(np.append(values_q, np.nan)[codes_rc])


def _without_categories(codes_rc: Codes, reason: str) -> Iterator[tuple[str, Named]]:
    extent = Extent.of(codes_rc)
    for key, (title, _) in CHANCE_CORRECTED.items():
        yield key, Named(title, Estimate.undefined(reason=reason, method=title, extent=extent))
    for metric in ("nominal", "ordinal", "interval"):
        title = f"Krippendorff's alpha, {metric}"
        nothing = Estimate.undefined(reason=reason, method=title, extent=extent)
        yield f"alpha_{metric}", Named(title, nothing)


def _nominal(codes_rc: Codes, scale: Scale) -> Iterator[tuple[str, Named]]:
    categories = max(len(scale.levels), 2)
    for key, (title, compute) in CHANCE_CORRECTED.items():
        extra: dict[str, Extra] = {}
        if key == "fleiss_kappa":
            test = fleiss_null_test(codes_rc, categories=categories)
            extra = {"z_null": test.z, "p_null": test.p_value}
        yield key, Named(title, compute(codes_rc, categories=categories), extra)
    if categories > 2:
        for code, label in enumerate(scale.levels):
            kappa = category_kappa(codes_rc, category=code, categories=categories)
            yield f"kappa_category_{label}", Named(f"Kappa of the category {label}", kappa)


def _of_two_categories(codes_rc: Codes, scale: Scale) -> dict[str, Named]:
    if len(scale.levels) != 2:
        return {}
    return {
        f"{name}_agreement": Named(
            f"Agreement on {scale.levels[code]!r}", specific_agreement(codes_rc, category=code)
        )
        for name, code in (("positive", 1), ("negative", 0))
    }


def _weighted(codes_rc: Codes, scale: Scale) -> dict[str, Named]:
    """The same coefficients with weights; two categories leave nothing to weight."""
    if len(scale.levels) < 3:
        return {}
    found = {}
    for weighting in WEIGHTINGS:
        for key, (name, compute) in CHANCE_CORRECTED.items():
            title = f"{name.replace('AC1', 'AC2')}, {weighting} weights"
            estimate = _if_ordered(codes_rc, scale, weighting, compute, title)
            found[f"{key}_{weighting}"] = Named(title, estimate)
    return found


def _if_ordered(
    codes_rc: Codes, scale: Scale, weighting: str, compute: Callable[..., Estimate], title: str
) -> Estimate:
    if not scale.is_ordered:
        return Estimate.undefined(reason=NO_ORDER, method=title, extent=Extent.of(codes_rc))
    values_q = None if scale.values is None else np.array(scale.values)
    return compute(codes_rc, categories=len(scale.levels), weighting=weighting, values_q=values_q)


def _cohen(codes_rc: Codes, scale: Scale) -> dict[str, Named]:
    """Cohen's kappa of two readers, weighted where the scale has an order."""
    title, read_rc = "Cohen's kappa", read_part(codes_rc)[0]
    if read_rc.shape[0] != 2:
        extent = Extent.of(codes_rc)
        nothing = Estimate.undefined(reason=NOT_TWO, method="Cohen's kappa", extent=extent)
        return {"cohen_kappa": Named(title, nothing)}
    categories = max(len(scale.levels), 2)
    found = {"cohen_kappa": Named(title, cohen_kappa(read_rc, categories=categories))}
    if categories > 2:
        for weighting in ("linear", "quadratic"):
            named = f"{title}, {weighting} weights"
            estimate = _if_ordered(read_rc, scale, weighting, cohen_kappa, named)
            found[f"cohen_kappa_{weighting}"] = Named(named, estimate)
    return found


def _alphas(
    codes_rc: Codes, scale: Scale, seed: int, replicates: int
) -> Iterator[tuple[str, Named]]:
    reasons: dict[Metric, str] = {
        "nominal": "",
        "ordinal": "" if scale.is_ordered else NO_ORDER,
        "interval": "" if scale.values is not None else NO_NUMBERS,
    }
    has_values = scale.values is not None and len(scale.values) > 1
    for metric, reason in reasons.items():
        title = f"Krippendorff's alpha, {metric}"
        if reason:
            extent = Extent.of(codes_rc)
            nothing = Estimate.undefined(reason=reason, method=title, extent=extent)
            yield f"alpha_{metric}", Named(title, nothing)
            continue
        estimate = krippendorff_alpha(
            codes_rc,
            categories=max(len(scale.levels), 2),
            metric=metric,
            values_q=np.array(scale.values) if has_values else None,
            seed=seed,
            replicates=replicates,
        )
        yield f"alpha_{metric}", Named(title, estimate)


def _light(
    codes_rc: Codes, categories: int, seed: int, replicates: int
) -> Iterator[tuple[str, Named]]:
    estimate = light_kappa(codes_rc, categories=categories, seed=seed, replicates=replicates)
    yield "light_kappa", Named("Light's kappa (mean of all pairs)", estimate)


def concordance(number_rc: Numbers | None, *, seed: int, replicates: int) -> dict[str, Named]:
    """Kendall's W of ordered readings (readers, cases); None: they have no order."""
    title = "Kendall's W, corrected for ties"
    if number_rc is None:
        nothing = Estimate.undefined(reason=NO_ORDER, method=KENDALL)
        return {"kendall_w_ties": Named(title, nothing)}
    found = kendall_w(number_rc, seed=seed, replicates=replicates)
    extra = {
        "chi2": found.chi2,
        "chi2_df": found.df,
        "p": found.p_value,
        "permutation_p": found.permutation_p,
        "uncorrected": found.uncorrected,
        "dropped": found.dropped,
    }
    return {"kendall_w_ties": Named(title, found.w, extra)}


def correlations(number_rc: Numbers | None) -> dict[str, Named]:
    """The six intraclass correlations of numeric readings (readers, cases); None: words."""
    if number_rc is None:
        return {
            _icc_key(model, mean): Named(
                f"ICC({model},{mean or 1})",
                Estimate.undefined(reason=NO_NUMBERS, method=f"ICC({model},{mean or 1})"),
            )
            for mean in ("", "k")
            for model in "123"
        }
    found = intraclass_correlation(number_rc)
    named = {}
    for form, estimate in found.forms.items():
        test = found.tests.get(form)
        extra: dict[str, Extra] = {"dropped": found.dropped}
        extra |= {"f": test.f, "p": test.p_value} if test else {}
        named[_icc_key(form[4], "k" if form[6] == "k" else "")] = Named(form, estimate, extra)
    return named


def _icc_key(model: str, mean: str) -> str:
    return f"icc{model}{mean}"
