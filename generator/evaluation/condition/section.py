"""The section on the condition: is what was drawn what was asked for?"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.condition.af_rules import Rule
from generator.evaluation.condition.asked import (
    Side,
    can_look_like,
    classifier_checks,
    look_table,
    rule_checks,
    rule_table,
    rules_from,
)
from generator.evaluation.condition.beat_findings import beat_findings
from generator.evaluation.condition.between import Forests, between_findings
from generator.evaluation.condition.thresholds import FEWEST_PATIENTS, SEEDS
from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.findings import Section, Table
from generator.evaluation.utility.classifiers import FOREST, WAVES_FOREST
from generator.evaluation.utility.labelled import Labelled, labelled

_FORESTS: Final = (FOREST, WAVES_FOREST)


def condition_section(evidence: Evidence) -> Section:
    """Rhythm asked and drawn, beats told and found, and what lies between two conditions.

    Deterministic: the same evidence gives the same section.
    """
    rhythms = evidence.rhythms
    real = labelled(evidence.real, evidence.real_features, rhythms)
    synthetic = labelled(evidence.synthetic, evidence.synthetic_features, rhythms)
    real_side = _side(evidence.real, evidence.real_features, real, rhythms)
    drawn_side = _side(evidence.synthetic, evidence.synthetic_features, synthetic, rhythms)
    rules = rules_from(real_side)
    forests = _forests(real, evidence.seed)
    beats_check, beats_table = beat_findings(
        evidence.synthetic, rhythms, replicates=evidence.replicates, seed=evidence.seed
    )
    between = between_findings(evidence, forests)
    tables = _rule_tables(rules, real_side, drawn_side, rhythms)
    if beats_table is not None:
        tables.append(beats_table)
    return Section(
        name="condition",
        title="Condition",
        says=_says(rhythms),
        checks=(
            *rule_checks(rules, drawn_side, rhythms),
            *classifier_checks(_votes(forests, synthetic), drawn_side, rhythms),
            beats_check,
            between.check,
        ),
        tables=(*tables, *between.tables),
        pictures=between.pictures,
    )


def _rule_tables(
    rules: dict[str, Rule], real: Side, drawn: Side, rhythms: tuple[str, str]
) -> list[Table]:
    tables = [look_table(rules, (real, drawn), rhythms)] if can_look_like(rules) else []
    return [*tables, rule_table(rules, drawn, rhythms)] if rules else tables


def _votes(forests: Forests, records: Labelled) -> NDArray[np.float64] | None:
    """The mean probability by the forests on all features; None without forests or records."""
    if not forests or not len(records):
        return None
    return np.asarray(np.mean([predict(records) for predict in forests[FOREST.title]], axis=0))


def _side(
    ecgs: EcgSet, features: FeatureTable, records: Labelled, rhythms: tuple[str, str]
) -> Side:
    kept = np.flatnonzero(np.isin(np.array(ecgs.rhythms), rhythms))
    return Side(
        origin=ecgs.origin,
        features=features.take(kept),
        positive_n=records.positive_n,
        fewest_patients=records.fewest_patients,
    )


def _forests(real: Labelled, seed: int) -> Forests:
    """Trained on all real records; none with too few patients of a rhythm."""
    if real.fewest_patients < FEWEST_PATIENTS:
        return {}
    return {each.title: [each.fit(real, seed + turn) for turn in range(SEEDS)] for each in _FORESTS}


def _says(rhythms: tuple[str, str]) -> str:
    first, second = rhythms
    return (
        f"Whether asking for {second} gives {second}: by signs with limits that are calibrated on "
        f"the real records (a record looks like {second} with irregular RR intervals and no P "
        f"wave, like {first} with regular ones and P waves), and by a random forest trained on the "
        "real records. Where the batch says which beats its generator was told, they are held "
        "against those that a detector finds in the drawn signals. With the checkpoint, ECGs are "
        f"drawn on the way from {first} to {second}: the labels' embeddings are mixed, and the "
        "beats told are drawn from a model with parameters in between, or none are told. Shares "
        "have Wilson intervals, as each synthetic ECG is its own patient; the others are "
        "bootstrapped."
    )
