"""The section on utility: is a classifier trained on synthetic ECGs any good on real ones?"""

from collections.abc import Sequence

from generator.evaluation.evidence import Evidence
from generator.evaluation.findings import Picture, Section, Table
from generator.evaluation.utility.augmentation import (
    Curve,
    ScoredPoint,
    draw_curves,
    score_curve,
)
from generator.evaluation.utility.charts import curve_picture, score_picture
from generator.evaluation.utility.checks import Scored, f1_checks, gain_check, loss_checks
from generator.evaluation.utility.classifiers import CLASSIFIERS, FOREST, NETWORK, WAVES_FOREST
from generator.evaluation.utility.curve_table import curve_table
from generator.evaluation.utility.importance_table import importance_table
from generator.evaluation.utility.labelled import Labelled, knows_what_was_learnt, labelled
from generator.evaluation.utility.scoring import Scorer, score_table
from generator.evaluation.utility.thresholds import ADDED_FOR_NETWORK, FEWEST_PATIENTS, FOLDS, SEEDS
from generator.evaluation.utility.trials import (
    TRTR,
    TSTR,
    Trial,
    only_held_out,
    run_trials,
    settings_of,
)


def utility_section(evidence: Evidence) -> Section:
    """TSTR, TRTS, TRTR and TSTS with forests and a network; augmentation; what carried the forest.

    Deterministic: the same evidence gives the same section.
    """
    real = labelled(evidence.real, evidence.real_features, evidence.rhythms)
    synthetic = labelled(evidence.synthetic, evidence.synthetic_features, evidence.rhythms)
    splits_known = knows_what_was_learnt(evidence.real)
    seeds = [evidence.seed + turn for turn in range(SEEDS)]
    trials = _trials(real, synthetic, seeds, splits_known=splits_known)
    scorer = Scorer(replicates=evidence.replicates, seed=evidence.seed)
    pairs = [(trial, scorer.scores(trial)) for trial in trials]
    scored: Scored = {(pair[0].setting.name, pair[0].classifier.name): pair for pair in pairs}
    curves = _curves(real, synthetic, seeds, scored=scored, scorer=scorer)
    tables: list[Table] = [
        score_table(pairs, rhythms=evidence.rhythms, paper_classifier=FOREST.name)
    ]
    pictures: list[Picture] = [score_picture(pairs)]
    if curves:
        batch_n = len(synthetic)
        tables += [curve_table(curves, batch_n=batch_n), importance_table(real, synthetic, seeds)]
        pictures.append(curve_picture(curves))
    whole = next((curve for curve in curves if _is_papers(curve)), [])
    return Section(
        name="utility",
        title="Utility",
        says=_says(evidence.rhythms, splits_known=splits_known),
        checks=(*f1_checks(scored), *loss_checks(scored, scorer), gain_check(whole)),
        tables=tuple(tables),
        pictures=tuple(pictures),
    )


def _trials(
    real: Labelled,
    synthetic: Labelled,
    seeds: Sequence[int],
    *,
    splits_known: bool,
) -> list[Trial]:
    settings = settings_of(real, synthetic, splits_known=splits_known)
    trials = run_trials(settings, CLASSIFIERS, seeds=seeds)
    if not splits_known:
        return trials
    return trials + [only_held_out(each) for each in trials if each.setting.name in (TSTR, TRTR)]


def _curves(
    real: Labelled,
    synthetic: Labelled,
    seeds: Sequence[int],
    *,
    scored: Scored,
    scorer: Scorer,
) -> list[list[ScoredPoint]]:
    """Empty where one side has too few patients of a rhythm."""
    if min(real.fewest_patients, synthetic.fewest_patients) < FEWEST_PATIENTS:
        return []
    known = {
        classifier.name: trial.probability_sn
        for classifier in CLASSIFIERS
        for trial, _ in [scored[TRTR, classifier.name]]
        if trial.probability_sn is not None
    }
    wanted = [
        Curve(classifier=FOREST, few=False),
        Curve(classifier=FOREST, few=True),
        Curve(classifier=WAVES_FOREST, few=False),
    ]
    if NETWORK.name in known:
        wanted.append(Curve(classifier=NETWORK, few=False, added=ADDED_FOR_NETWORK))
    drawn = draw_curves(real, synthetic, wanted, seeds=seeds, known=known)
    held_out = real.take(real.held_out_n).fewest_patients >= FEWEST_PATIENTS
    replicates = scorer.replicates_of(real)
    return [score_curve(points, real, replicates, held_out=held_out) for points in drawn]


def _is_papers(curve: Sequence[ScoredPoint]) -> bool:
    """All real patients and the paper's classifier."""
    mine = curve[0].point.curve
    return mine.classifier.name == FOREST.name and not mine.few


def _says(rhythms: tuple[str, str], *, splits_known: bool) -> str:
    other, positive = rhythms
    learnt = (
        "The generator learnt from most of the real records, which favours it: where it did not, "
        "the rows say 'held out'. "
        if splits_known
        else "Which of the real records the generator learnt from is not known; if it did from "
        "those tested here, that favours it. "
    )
    return (
        f"{other} is told from {positive} by classifiers that are trained on one side and tested "
        "on the other (Esteban et al. 2017, arXiv 1706.02633): a random forest on the features, "
        "as in the paper, with all of them, without those of rhythm and with these alone; and a "
        "small convolutional network on the signals. Real → real and synthetic → synthetic are "
        f"cross-validated by patient in {FOLDS} folds. Gaps in the features take the training "
        "side's median and a column that says so; the network's scale is the training side's as "
        "well. Both rhythms weigh the same in training, however rare one is. F1 is of "
        f"{positive} at a probability of 0.5, with both rhythms weighted equally: the paper's sets "
        "were about balanced, and F1 at another prevalence cannot be compared with theirs (it "
        f"stands in the table too). {SEEDS} seeds of each classifier; intervals over patients and "
        f"seeds by bootstrap. {learnt}"
    )
