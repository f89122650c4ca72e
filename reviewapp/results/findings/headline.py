"""Can they tell? The answer, yes or no, with the band of equivalence, and why.

The area under the ROC curve is primary, balanced accuracy co-primary. "no": both lie inside the
band by two one-sided tests. "yes": the interval of the area lies on one side of chance and the
area is not shown to lie inside the band. Anything else is "undecided", never "no".
"""

from dataclasses import dataclass
from typing import Final, Literal

from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.statistics.discrimination.equivalence import (
    Band,
    Equivalence,
    binomial_equivalence,
    equivalence_to_chance,
)
from reviewapp.results.statistics.estimate import Estimate

from .accuracy import Group
from .roc import RocFindings

Answer = Literal["yes", "no", "undecided"]
Says = Literal["equivalent", "above chance", "below chance", "undecided", "undefined"]

APART: Final = ("above chance", "below chance")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint against chance (0.5).

    ``says``: equivalent (shown to lie inside the band, however precisely), above or below chance
    (the 95 % interval excludes it, and equivalence isn't shown), undecided, or undefined.
    ``excludes_chance`` is also true of a figure inside the band whose interval excludes 0.5.
    """

    name: Literal["area", "accuracy"]
    estimate: Estimate
    equivalence: Equivalence
    says: Says
    excludes_chance: bool | None


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
    speaks_for: Literal["other readers and cases", "this reader and other cases", "nobody"]
    reader_sd: float | None


def find_headline(
    *, roc: RocFindings, everyone: Group, readers: tuple[Group, ...], area_band: Band,
    accuracy_band: Band,
) -> Headline:  # fmt: skip
    """The answer of a study whose areas and accuracies are known."""
    area = _endpoint("area", roc.mean, equivalence_to_chance(roc.mean, area_band))
    accuracy = _accuracy_endpoint(everyone, accuracy_band)
    answer, why = _answer(area, accuracy)
    return Headline(
        answer=answer,
        why=why,
        primary=area,
        co_primary=accuracy,
        speaks_for=_speaks_for(area.estimate, accuracy.estimate),
        reader_sd=_spread(
            [one.area for one in roc.readers]
            if area.estimate.value is not None
            else [one.accuracy.balanced for one in readers]
        ),
    )


def _accuracy_endpoint(everyone: Group, band: Band) -> Endpoint:
    balanced, counted = everyone.accuracy.balanced, everyone.accuracy.confusion
    if balanced.extent.readers == 1 and balanced.value is not None:
        return _endpoint("accuracy", balanced, _of_one_reader(counted, band))
    return _endpoint("accuracy", balanced, equivalence_to_chance(balanced, band))


def _of_one_reader(counted: Confusion, band: Band) -> Equivalence:
    """A single reader's readings of different cases are independent: exact binomial tests."""
    return binomial_equivalence(counted.correct, counted.readings, band)


def _endpoint(
    name: Literal["area", "accuracy"], estimate: Estimate, equivalence: Equivalence
) -> Endpoint:
    side = _side(estimate)
    says: Says = side or "undecided"
    if equivalence.equivalent:
        says = "equivalent"
    elif estimate.value is None:
        says = "undefined"
    return Endpoint(
        name=name,
        estimate=estimate,
        equivalence=equivalence,
        says=says,
        excludes_chance=None if estimate.low is None else side is not None,
    )


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


def _speaks_for(
    area: Estimate, accuracy: Estimate
) -> Literal["other readers and cases", "this reader and other cases", "nobody"]:
    for estimate in (area, accuracy):
        if estimate.low is not None:
            several = estimate.extent.readers > 1
            return "other readers and cases" if several else "this reader and other cases"
    return "nobody"


def _spread(figures: list[Estimate]) -> float | None:
    values = [one.value for one in figures if one.value is not None]
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    return float((sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5)
