"""Can they tell? The answer, yes or no, with the band of equivalence, and why.

The area under the ROC curve is primary, balanced accuracy co-primary. "no": both lie inside the
band by two one-sided tests. "yes": the interval of the area lies on one side of chance and the
area is not shown to lie inside the band. Anything else is "undecided", never "no".

With two to four readers an interval over readers can't be trusted, in either direction: there the
interval over cases for exactly these readers must say the same.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers
from reviewapp.results.statistics.discrimination.areas import TWO_CASES, area_figures, numbers_of
from reviewapp.results.statistics.discrimination.equivalence import (
    Equivalence,
    binomial_equivalence,
    equivalence_to_chance,
)
from reviewapp.results.statistics.discrimination.mean_area import extent_of
from reviewapp.results.statistics.discrimination.reader_case import (
    FIXED_READERS,
    mean_of_these_readers,
)
from reviewapp.results.statistics.estimate import FEW_READERS, Estimate

from .accuracy import AccuracyFindings, Group
from .roc import RocFindings

Answer = Literal["yes", "no", "undecided"]
Population = Literal[
    "other readers and cases",
    "these readers and other cases",
    "this reader and other cases",
    "nobody",
]
Says = Literal["equivalent", "above chance", "below chance", "undecided", "undefined"]

APART: Final = ("above chance", "below chance")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint against chance (0.5).

    ``says``: equivalent (shown to lie inside the band, however precisely), above or below chance
    (the 95 % interval excludes it, and equivalence isn't shown), undecided, or undefined.
    ``excludes_chance`` is also true of a figure inside the band whose interval excludes 0.5.
    ``these_readers`` is the mean of exactly these readers, with an interval over cases, where two
    to four readers make it part of the decision; else None.
    """

    name: Literal["area", "accuracy"]
    estimate: Estimate
    equivalence: Equivalence
    says: Says
    excludes_chance: bool | None
    these_readers: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class Headline:
    """``answer`` to "can they tell?"; ``why`` says it in words; ``speaks_for`` other readers too?

    ``reader_sd`` is the SD of the readers' own areas (or, without ratings, accuracies): a mean at
    chance may hide readers who tell and readers who take one for the other.
    """

    answer: Answer
    why: str
    primary: Endpoint
    co_primary: Endpoint
    speaks_for: Population
    reader_sd: float | None


def find_headline(table: ReadingTable, roc: RocFindings, accuracy: AccuracyFindings) -> Headline:
    """The answer of a table whose cases all have a known origin."""
    area = _area_endpoint(table, roc)
    balanced = _accuracy_endpoint(table, accuracy.everyone)
    answer, why = _answer(area, balanced)
    own = [one.area for one in roc.readers]
    if area.estimate.value is None:
        own = [one.accuracy.balanced for one in accuracy.readers]
    return Headline(
        answer=answer,
        why=why,
        primary=area,
        co_primary=balanced,
        speaks_for=_speaks_for(area.estimate, balanced.estimate),
        reader_sd=_spread(own),
    )


def _area_endpoint(table: ReadingTable, roc: RocFindings) -> Endpoint:
    return _endpoint(
        "area",
        roc.mean,
        equivalence_to_chance(roc.mean, table.area_band),
        these_readers=_these_readers(table.first.rating_rc, table.truth_c),
    )


def _accuracy_endpoint(table: ReadingTable, everyone: Group) -> Endpoint:
    balanced, counted = everyone.accuracy.balanced, everyone.accuracy.confusion
    band = table.accuracy_band
    if balanced.extent.readers == 1 and balanced.value is not None:
        # A single reader's readings of different cases are independent: exact binomial tests.
        exact = binomial_equivalence(counted.correct, counted.readings, band)
        return _endpoint("accuracy", balanced, exact)
    return _endpoint(
        "accuracy",
        balanced,
        equivalence_to_chance(balanced, band),
        these_readers=_these_readers(numbers_of(table.first.verdict_rc), table.truth_c),
    )


def _these_readers(rating_rc: Numbers, truth_c: Codes) -> Estimate | None:
    """The mean area of two to four readers, over cases alone: of those that all of them read."""
    rated_rc = np.isfinite(rating_rc)
    rating_rc = rating_rc[rated_rc.any(axis=1)]
    if not 1 < len(rating_rc) < FEW_READERS:
        return None
    complete_c = np.isfinite(rating_rc).all(axis=0)
    rating_rc, truth_c = rating_rc[:, complete_c], truth_c[complete_c]
    extent = extent_of(np.isfinite(rating_rc))
    if min(int((truth_c == origin).sum()) for origin in (REAL, SYNTHETIC)) < 2:
        return Estimate.undefined(reason=TWO_CASES, method=FIXED_READERS, extent=extent)
    figures = area_figures(rating_rc, truth_c)
    assert figures.covariance_rr is not None, "two cases of each origin have one"
    return mean_of_these_readers(
        figure_r=figures.figure_r,
        covariance_rr=figures.covariance_rr,
        extent=extent,
        bounds=(0, 1),
    )


def _endpoint(
    name: Literal["area", "accuracy"],
    estimate: Estimate,
    equivalence: Equivalence,
    these_readers: Estimate | None = None,
) -> Endpoint:
    says = _says(estimate, equivalence)
    if these_readers is not None and says != "undefined":
        of_these = _says(these_readers, equivalence_to_chance(these_readers, equivalence.band))
        says = says if says == of_these else "undecided"
    return Endpoint(
        name=name,
        estimate=estimate,
        equivalence=equivalence,
        says=says,
        excludes_chance=None if estimate.low is None else _side(estimate) is not None,
        these_readers=these_readers,
    )


def _says(estimate: Estimate, equivalence: Equivalence) -> Says:
    if estimate.value is None:
        return "undefined"
    if equivalence.equivalent:
        return "equivalent"
    return _side(estimate) or "undecided"


def _side(estimate: Estimate) -> Literal["above chance", "below chance"] | None:
    """On which side of chance the whole interval lies, if on one."""
    if estimate.low is None or estimate.high is None:
        return None
    if estimate.low > 0.5:
        return "above chance"
    return "below chance" if estimate.high < 0.5 else None


def _answer(area: Endpoint, accuracy: Endpoint) -> tuple[Answer, str]:
    if area.says == "undefined":
        return _answer_of_accuracy(area, accuracy)
    if area.says in APART:
        return "yes", f"the area under the curve lies {area.says}, with its whole interval"
    if area.says == "equivalent":
        return _answer_of_equivalent_area(accuracy)
    if area.these_readers is not None:
        return "undecided", "fewer than five readers, whose intervals don't agree on an answer"
    if area.equivalence.reason:
        return "undecided", f"the area could not be tested: {area.equivalence.reason}"
    return "undecided", "neither equivalence to chance nor a difference from it is shown"


def _answer_of_equivalent_area(accuracy: Endpoint) -> tuple[Answer, str]:
    if accuracy.says == "equivalent":
        return "no", "area and accuracy both lie inside the band of equivalence to chance"
    if accuracy.says == "undefined":
        return "no", "the area lies inside the band of equivalence to chance; no accuracy is known"
    return (
        "undecided",
        "the area lies inside the band of equivalence to chance, accuracy was not shown to",
    )


def _answer_of_accuracy(area: Endpoint, accuracy: Endpoint) -> tuple[Answer, str]:
    """Without an area accuracy alone decides, and the answer says so."""
    alone = f"there is no area under the curve ({area.estimate.reason})"
    if accuracy.says in APART:
        return "yes", f"{alone}; accuracy lies {accuracy.says}, with its whole interval"
    if accuracy.says == "equivalent":
        return "no", f"{alone}; accuracy lies inside the band of equivalence to chance"
    if accuracy.says == "undefined":
        return "undecided", f"{alone}, and no accuracy ({accuracy.estimate.reason})"
    return "undecided", f"{alone}; accuracy shows neither equivalence nor a difference"


def _speaks_for(area: Estimate, accuracy: Estimate) -> Population:
    for estimate in (area, accuracy):
        if estimate.low is None:
            continue
        if estimate.extent.readers == 1:
            return "this reader and other cases"
        few = estimate.extent.readers < FEW_READERS
        return "these readers and other cases" if few else "other readers and cases"
    return "nobody"


def _spread(figures: list[Estimate]) -> float | None:
    values = [one.value for one in figures if one.value is not None]
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    return float((sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5)
