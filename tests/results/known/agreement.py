"""The statistics of known cases on agreement, by kind and by the name of what they ask for."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, get_args

import numpy as np

from reviewapp.results.statistics.agreement import chance_corrected, cohen
from reviewapp.results.statistics.agreement.icc import intraclass_correlation
from reviewapp.results.statistics.agreement.kendall import kendall_w
from reviewapp.results.statistics.agreement.krippendorff import krippendorff_alpha
from reviewapp.results.statistics.agreement.null_tests import fleiss_null_test
from reviewapp.results.statistics.agreement.pairwise import light_kappa, mean_rank_correlation
from reviewapp.results.statistics.agreement.specific import specific_agreement
from reviewapp.results.statistics.agreement.weights import (
    Weighting,
    Weights,
    agreement_weights,
    weights_of_disagreement,
)
from reviewapp.results.statistics.estimate import Estimate, Extent

from .case import KnownAnswers
from .readings import Readings, readings_of
from .registry import Statistics, computes

WEIGHTINGS = "|".join(get_args(Weighting))
FAMILY: dict[str, tuple[str, Callable[..., Estimate]]] = {
    "percent_agreement": ("percent", chance_corrected.percent_agreement),
    "fleiss_kappa": ("fleiss", chance_corrected.fleiss_kappa),
    "scott_pi": ("fleiss", chance_corrected.fleiss_kappa),
    "conger_kappa": ("conger", chance_corrected.conger_kappa),
    "gwet_ac": ("gwet", chance_corrected.gwet_ac1),
    "brennan_prediger": ("brennan_prediger", chance_corrected.brennan_prediger),
}
PAIR = r"(?:_(\d)(\d))?"
ASPECTS = {
    None: "value",
    "se": "se",
    "df": "df",
    "lo": "low",
    "hi": "high",
    "ci_lo": "low",
    "ci_hi": "high",
}
SEED = 1


@computes("ratings", "table", "counts")
def agreement_between_readers(case: KnownAnswers) -> Statistics:
    """Everything asked of readings of cases by readers."""
    asked = Asked(case)
    return {name: asked.answer(name) for name in case.asked if asked.knows(name)}


class Asked:
    """Answers by the grammar of the names: statistic, pair of readers, weights, aspect."""

    def __init__(self, case: KnownAnswers) -> None:
        self.case = case
        self.readings: Readings = readings_of(case)
        self.icc = cache(lambda: intraclass_correlation(self.readings.score_rc))
        self.concordance = cache(lambda: kendall_w(self.readings.score_rc, seed=SEED))
        self.alpha = cache(self._alpha)
        # Readings without the truth of their cases have no accuracy.
        truth = case.data.get("columns") and "truth" not in case.data["columns"]
        unknown = [(r"accuracy|auc", lambda: None)] if truth else []
        self.grammar: list[tuple[str, Callable[..., float | None]]] = [
            (rf"({'|'.join(FAMILY)})(?:_({WEIGHTINGS}))?(?:_(\w+))?", self._chance_corrected),
            (rf"(?:cohen|weighted)_kappa{PAIR}(?:_({WEIGHTINGS}))?(?:_(\w+))?", self._cohen),
            (rf"krippendorff_gwetform(?:_({WEIGHTINGS}))?", self._gwet_form),
            (
                r"alpha_(nominal|ordinal|interval|ratio)(?:_(?:boot_)?(lo|hi|ci))?",
                self._krippendorff,
            ),
            (rf"(?:light|mean_pairwise(?:_({WEIGHTINGS}))?)_kappa", self._light),
            (r"kappa_category_(.+)", self._category),
            (r"icc([123])(k?)(?:_(lo|hi|ci|f|p))?(_mcgraw)?", self._icc),
            (r"kendall_w_(ties|uncorrected|chi2|df|p|permutation_p)", self._kendall),
            (r"(positive|negative)_agreement(?:_(\w+))?", self._specific),
            (r"mean_spearman_fisherz", self._spearman),
            (r"n_(readings|readers|cases|missing|dropped)", self._extent),
            *unknown,
        ]

    def knows(self, name: str) -> bool:
        return any(re.fullmatch(pattern, name) for pattern, _ in self.grammar)

    def answer(self, name: str) -> float | None:
        for pattern, compute in self.grammar:
            if found := re.fullmatch(pattern, name):
                return compute(*found.groups())
        raise KeyError(name)

    def _chance_corrected(self, name: str, weighting: str | None, aspect: str | None) -> Any:
        coefficient, compute = FAMILY[name]
        given = {
            "categories": self.readings.categories,
            "weighting": weighting or self._default(),
            "values_q": self.readings.values_q,
        }
        if len(self.readings.labels) < 2 and coefficient in ("gwet", "brennan_prediger"):
            return None  # a scale of one category leaves nothing to agree on
        if aspect == "pe":
            return chance_corrected.chance_agreement(coefficient, self.readings.codes_rc, **given)
        if aspect == "z_null":
            return fleiss_null_test(self.readings.codes_rc, categories=given["categories"]).z
        return aspect_of(compute(self.readings.codes_rc, **given), aspect)

    def _cohen(
        self, first: str | None, second: str | None, weighting: str | None, aspect: str | None
    ) -> float | None:
        readers = [int(first) - 1, int(second) - 1] if first and second else [0, 1]
        codes_rc = self.readings.codes_rc
        if max(readers) >= len(codes_rc) or (not first and len(codes_rc) > 2):
            return None
        weights = weighting or self._own_weights()
        given = {"categories": self.readings.categories, "weighting": weights}
        if aspect == "se_null":
            return cohen.null_se(codes_rc[readers], **given)
        estimate = cohen.cohen_kappa(codes_rc[readers], **given)
        return aspect_of(estimate, "se" if aspect == "se_fce" else aspect)

    def _own_weights(self) -> Weights:
        if "disagreement_weights" in self.case.data:
            return weights_of_disagreement(np.array(self.case.data["disagreement_weights"], float))
        given = self.case.data.get("weights")
        return self._default() if given is None else np.array(given, float)

    def _default(self) -> Weights:
        given = self.case.params.get("weights")
        return given if isinstance(given, str) and given in get_args(Weighting) else "identity"

    def _gwet_form(self, weighting: str | None) -> float | None:
        weights_qq = agreement_weights(
            weighting or self._default(),
            self.readings.categories,
            values_q=self.readings.values_q,
        )
        return krippendorff_alpha(
            self.readings.codes_rc,
            categories=self.readings.categories,
            metric=1 - weights_qq,
            replicates=2,
        ).value

    def _krippendorff(self, metric: str, limit: str | None) -> float | None:
        return aspect_of(self.alpha(metric), limit)

    def _alpha(self, metric: str) -> Estimate:
        return krippendorff_alpha(
            self.readings.codes_rc,
            categories=self.readings.categories,
            metric=metric,
            values_q=self.readings.values_q,
            seed=SEED,
        )

    def _light(self, weighting: str | None) -> float | None:
        return light_kappa(
            self.readings.codes_rc,
            categories=self.readings.categories,
            weighting=weighting or "identity",
            replicates=2,
        ).value

    def _category(self, label: str) -> float | None:
        place = [str(one) for one in self.readings.labels].index(label)
        return chance_corrected.category_kappa(
            self.readings.codes_rc, category=place, categories=self.readings.categories
        ).value

    def _icc(self, model: str, mean: str, aspect: str | None, mcgraw: str | None) -> Any:
        form = f"ICC({model},{mean or 1})"
        found = self.icc()
        if mcgraw:
            interval = found.mcgraw_wong
            return interval and (interval.low if aspect == "lo" else interval.high)
        if aspect in ("f", "p"):
            test = found.tests.get(form)
            return test and (test.f if aspect == "f" else test.p_value)
        return aspect_of(found.forms[form], aspect)

    def _kendall(self, aspect: str) -> float | None:
        found = self.concordance()
        if aspect == "ties":
            return found.w.value
        return getattr(found, {"p": "p_value"}.get(aspect, aspect))

    def _specific(self, which: str, aspect: str | None) -> float | None:
        category = 1 if which == "positive" else 0
        return aspect_of(specific_agreement(self.readings.codes_rc, category=category), aspect)

    def _extent(self, what: str) -> int:
        if what == "dropped":
            return self.icc().dropped
        return getattr(Extent.of(self.readings.codes_rc), what)

    def _spearman(self) -> float | None:
        return mean_rank_correlation(self.readings.score_rc).value


def aspect_of(estimate: Estimate, aspect: str | None) -> Any:
    """One of the numbers of an estimate; `ci` is its interval, None where there is none."""
    if aspect == "se_tableform":
        return chance_corrected.table_form_se(estimate)
    if aspect == "ci":
        return None if estimate.low is None else [estimate.low, estimate.high]
    return getattr(estimate, ASPECTS[aspect])
