"""Does asking for a rhythm give it: by rules on features, and by classifiers trained on real.

Shape legend: ``_n`` record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.condition.af_rules import (
    IRREGULAR,
    NO_P,
    SIGNS,
    Rule,
    calibrated,
    looks_like,
)
from generator.evaluation.condition.shares import share_of
from generator.evaluation.condition.thresholds import (
    AF_BY_RULES,
    BY_CLASSIFIER,
    FEWEST_ASKED,
    FEWEST_PATIENTS,
    SR_BY_RULES,
)
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.findings import Cell, Check, Column, Table, Threshold
from generator.evaluation.utility.scores import AT


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """The records of the two rhythms of one origin."""

    origin: str
    features: FeatureTable
    positive_n: NDArray[np.bool_]
    """Whether the second rhythm was asked for (synthetic) or diagnosed (real)."""
    fewest_patients: int


def rules_from(real: Side) -> dict[str, Rule]:
    """The rules by name that the real records calibrate; empty with too few of them."""
    rules: dict[str, Rule] = {}
    if real.fewest_patients < FEWEST_PATIENTS:
        return rules
    for sign in SIGNS:
        measured_n = np.isfinite(sign.measure(real.features))
        if all((measured_n & (real.positive_n == each)).any() for each in (True, False)):
            rules[sign.name] = calibrated(sign, real.features, real.positive_n)
    return rules


def can_look_like(rules: Mapping[str, Rule]) -> bool:
    """Whether the two rules are there that make a rhythm."""
    return IRREGULAR.name in rules and NO_P.name in rules


def rule_checks(
    rules: dict[str, Rule], synthetic: Side, rhythms: tuple[str, str]
) -> tuple[Check, Check]:
    """How many of those asked for in a rhythm look like it."""
    first, second = rhythms
    seen: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None
    if can_look_like(rules):
        seen = looks_like(rules, synthetic.features)
    hits = {rhythm: None if seen is None else seen[at] for at, rhythm in enumerate(rhythms)}
    means = {first: "regular RR intervals with P waves", second: "irregular RR without P waves"}
    thresholds = {first: SR_BY_RULES, second: AF_BY_RULES}
    asked_n = {first: ~synthetic.positive_n, second: synthetic.positive_n}
    checks = [
        _share_check(
            f"condition.asked_{rhythm.lower()}_by_rules",
            f"Asked for {rhythm}, looks like {rhythm}",
            thresholds[rhythm],
            hits[rhythm],
            asked_n[rhythm],
            how=f"{means[rhythm]}, with limits calibrated on the real records",
        )
        for rhythm in (second, first)
    ]
    return checks[0], checks[1]


def classifier_checks(
    probability_n: NDArray[np.float64] | None, synthetic: Side, rhythms: tuple[str, str]
) -> tuple[Check, Check]:
    """How many of those asked for in a rhythm the forest takes for it."""
    first, second = rhythms
    called_n = None if probability_n is None else probability_n >= AT
    sides = (
        (second, called_n, synthetic.positive_n),
        (first, None if called_n is None else ~called_n, ~synthetic.positive_n),
    )
    checks = [
        _share_check(
            f"condition.asked_{rhythm.lower()}_by_classifier",
            f"Asked for {rhythm}, taken for {rhythm} by the forest",
            BY_CLASSIFIER,
            hit_n,
            asked_n,
            how="a random forest trained on the real records, at a probability of 0.5",
        )
        for rhythm, hit_n, asked_n in sides
    ]
    return checks[0], checks[1]


def rule_table(rules: Mapping[str, Rule], synthetic: Side, rhythms: tuple[str, str]) -> Table:
    """The limits, how they part the real records, and who meets them among the drawn."""
    first, second = rhythms
    return Table(
        name="condition.rules",
        title=f"Signs of {second}, with limits from the real records",
        columns=(
            Column(name="sign", title="sign"),
            Column(name="side", title="side"),
            Column(name="limit", title="limit"),
            Column(name="unit", title="unit"),
            Column(name="real_second", title=f"real {second} with the sign"),
            Column(name="real_first", title=f"real {first} with the sign"),
            Column(name="asked_second", title=f"asked for {second}, with the sign"),
            Column(name="asked_second_n", title=f"asked for {second}", digits=0),
            Column(name="asked_first", title=f"asked for {first}, with the sign"),
            Column(name="asked_first_n", title=f"asked for {first}", digits=0),
        ),
        rows=tuple(_rule_row(rule, synthetic) for rule in rules.values()),
        note="Each limit has the greatest sensitivity + specificity on the real records (Youden "
        "1950). Where a sign could not be measured it counts as absent.",
    )


def look_table(rules: dict[str, Rule], sides: Sequence[Side], rhythms: tuple[str, str]) -> Table:
    """What the records look like, real beside synthetic, by rhythm."""
    first, second = rhythms
    rows: list[dict[str, Cell]] = []
    for side in sides:
        like_first_n, like_second_n = looks_like(rules, side.features)
        for rhythm, mine_n in ((first, ~side.positive_n), (second, side.positive_n)):
            rows.append(
                {
                    "origin": side.origin,
                    "rhythm": rhythm,
                    "n": int(mine_n.sum()),
                    "like_first": _mean(like_first_n[mine_n]),
                    "like_second": _mean(like_second_n[mine_n]),
                    "like_neither": _mean(~(like_first_n | like_second_n)[mine_n]),
                }
            )
    return Table(
        name="condition.looks",
        title="What the records look like by their features",
        columns=(
            Column(name="origin", title="origin"),
            Column(name="rhythm", title="diagnosed or asked for"),
            Column(name="n", title="records", digits=0),
            Column(name="like_first", title=f"like {first}"),
            Column(name="like_second", title=f"like {second}"),
            Column(name="like_neither", title="like neither"),
        ),
        rows=tuple(rows),
        note=f"Like {second}: irregular RR intervals and no P wave. Like {first}: regular, with P "
        "waves. Neither: one of both, or not measured.",
    )


def _share_check(
    name: str,
    title: str,
    threshold: Threshold,
    hit_n: NDArray[np.bool_] | None,
    asked_n: NDArray[np.bool_],
    *,
    how: str,
) -> Check:
    n = int(asked_n.sum())
    share = None if hit_n is None else share_of(int(hit_n[asked_n].sum()), n)
    if share is None:
        says = (
            f"fewer than {FEWEST_PATIENTS} real patients of a rhythm, or a sign never measured"
            if hit_n is None
            else f"{n} were asked for; {FEWEST_ASKED} are needed"
        )
        return Check(name=name, title=title, value=None, threshold=threshold, n=n, says=says)
    return Check(
        name=name,
        title=title,
        value=share.value,
        low=share.low,
        high=share.high,
        threshold=threshold,
        n=n,
        says=f"{share.hits} of {n}: {how}.",
    )


def _rule_row(rule: Rule, synthetic: Side) -> dict[str, Cell]:
    holds_n = rule.holds_n(synthetic.features)
    return {
        "sign": rule.sign.title,
        "side": "above" if rule.sign.more else "below",
        "limit": rule.limit,
        "unit": rule.sign.unit,
        "real_second": rule.sensitivity,
        "real_first": 1 - rule.specificity,
        "asked_second": _mean(holds_n[synthetic.positive_n]),
        "asked_second_n": int(synthetic.positive_n.sum()),
        "asked_first": _mean(holds_n[~synthetic.positive_n]),
        "asked_first_n": int((~synthetic.positive_n).sum()),
    }


def _mean(hit_n: NDArray[np.bool_]) -> float | None:
    return float(hit_n.mean()) if len(hit_n) else None
