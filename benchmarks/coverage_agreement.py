"""How often the 95 % intervals of agreement and of morphology scores hold the true figure.

    python -m benchmarks.coverage_agreement --studies 600

simulates studies, looks at every interval and prints a table. What a reader sees of a case is the
case's own strength plus noise, cut at that reader's thresholds. "These readers": thresholds stay,
cases are drawn anew, and the truth is the figure of many cases. "All readers": readers are drawn
anew too, and the truth is known, or the figure of many readers and cases. About ten minutes on
two idle cores.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from reviewapp.results.statistics.agreement.bland_altman import (
    limits_of_agreement,
    within_reader_sd,
)
from reviewapp.results.statistics.agreement.chance_corrected import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.icc import FORMS, intraclass_correlation
from reviewapp.results.statistics.agreement.kendall import kendall_w
from reviewapp.results.statistics.agreement.krippendorff import krippendorff_alpha
from reviewapp.results.statistics.agreement.mean_repeats import mean_repeat_icc, mean_repeat_kappa
from reviewapp.results.statistics.agreement.pairwise import light_kappa
from reviewapp.results.statistics.agreement.specific import specific_agreement
from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.scores.effects import (
    difference_of_means,
    superiority_over_readers,
)
from reviewapp.results.statistics.scores.medians import difference_of_medians
from reviewapp.results.statistics.scores.proportional_odds import proportional_odds

LEVELS: Final = 5
CUTS: Final = np.linspace(-1.2, 1.2, LEVELS - 1)
MISSING_SHARE: Final = 0.15
SHIFT: Final = 0.5

Generator = np.random.Generator
Figures = dict[str, Estimate]
Study = Callable[[Generator, int, int, int], Figures]
"""From a generator, readers, cases and replicates of a bootstrap to the figures of one study."""


def seen(generator: Generator, strength_c: Numbers, lean_r: Numbers) -> Numbers:
    """What each reader sees of each case (readers, cases)."""
    noise_rc = generator.normal(0, 0.9, (lean_r.size, strength_c.size))
    return strength_c + lean_r[:, None] + noise_rc


def holed(generator: Generator, code_rc: Codes) -> Codes:
    """The codes less a share of readings that weren't made."""
    return np.where(generator.random(code_rc.shape) < MISSING_SHARE, -1, code_rc)


def these_readers(generator: Generator, readers: int, cases: int, replicates: int) -> Figures:
    """Agreement between and within readers whose thresholds are always the same."""
    strength_c, lean_r = generator.normal(0, 1, cases), np.linspace(-0.6, 0.6, readers)
    first_rc, again_rc = (np.digitize(seen(generator, strength_c, lean_r), CUTS) for _ in range(2))
    ordinal = holed(generator, first_rc)
    binary = np.where(ordinal < 0, -1, ordinal >= LEVELS // 2)
    two: Any = {"categories": 2}
    five: Any = {"categories": LEVELS}
    drawn: Any = {"seed": 1, "replicates": replicates}
    return {
        "percent agreement": percent_agreement(binary, **two),
        "positive agreement": specific_agreement(binary, category=1),
        "Fleiss kappa": fleiss_kappa(binary, **two),
        "Fleiss kappa, ordinal weights": fleiss_kappa(ordinal, **five, weighting="ordinal"),
        "Conger kappa": conger_kappa(binary, **two),
        "Brennan-Prediger kappa": brennan_prediger(binary, **two),
        "Gwet AC1": gwet_ac1(binary, **two),
        "Gwet AC2, quadratic": gwet_ac1(ordinal, **five, weighting="quadratic"),
        "Cohen kappa, two readers": cohen_kappa(binary[:2], **two),
        "Cohen kappa, quadratic": cohen_kappa(ordinal[:2], **five, weighting="quadratic"),
        "Light kappa": light_kappa(ordinal, **five, **drawn),
        "Krippendorff alpha, nominal": krippendorff_alpha(binary, **two, **drawn),
        "Krippendorff alpha, ordinal": krippendorff_alpha(
            ordinal, **five, metric="ordinal", **drawn
        ),
        "Kendall W": kendall_w(first_rc.astype(float), **drawn).w,
        "mean repeat kappa": mean_repeat_kappa(first_rc, again_rc, **five, **drawn),
        "mean repeat ICC": mean_repeat_icc(first_rc * 1.0, again_rc * 1.0, **drawn),
    }


def measurements(generator: Generator, readers: int, cases: int, _: int) -> Figures:
    """Numeric scores of readers drawn anew: ICC, and two measurements of one method."""
    lean_r = generator.normal(0, 0.5, readers)
    score_rc = seen(generator, generator.normal(0, 1, cases), lean_r)
    flat_rc = seen(generator, generator.normal(0, 1, cases), np.zeros(readers))
    limits = limits_of_agreement(flat_rc[0], flat_rc[1])
    two_way, one_way = (intraclass_correlation(table).forms for table in (score_rc, flat_rc))
    correlations = {form: (one_way if "(1" in form else two_way)[form] for form in FORMS}
    return {
        **correlations,
        "within-reader SD": within_reader_sd(flat_rc[0], flat_rc[1]),
        "bias": limits.bias,
        "lower limit of agreement": limits.lower,
        "upper limit of agreement": limits.upper,
    }


def true_measurements(readers: int) -> dict[str, float]:
    """Known exactly: variances 1 of cases, 0.25 of readers, 0.81 of noise."""
    noise = {"ICC(1": 0.81, "ICC(2": 0.81 + 0.25, "ICC(3": 0.81}
    truth = {form: 1 / (1 + noise[form[:5]]) for form in FORMS if form.endswith("1)")}
    truth |= {form: 1 / (1 + noise[form[:5]] / readers) for form in FORMS if form.endswith("k)")}
    sd = 0.9 * np.sqrt(2)
    return truth | {
        "within-reader SD": 0.9,
        "bias": 0.0,
        "lower limit of agreement": -1.959964 * sd,
        "upper limit of agreement": 1.959964 * sd,
    }


def scores(generator: Generator, readers: int, cases: int, replicates: int) -> Figures:
    """Morphology scores by readers drawn anew, who differ in threshold and in what they see."""
    truth_c = np.repeat([0, 1], cases // 2)
    lean_r, shift_r = generator.normal(0, 0.5, readers), generator.normal(SHIFT, 0.2, readers)
    seen_rc = seen(generator, generator.normal(0, 1, truth_c.size), lean_r)
    level_rc = np.digitize(seen_rc + shift_r[:, None] * truth_c, CUTS) + 1
    score_rc = np.where(generator.random(level_rc.shape) < MISSING_SHARE, -1, level_rc)
    number_rc = np.where(score_rc < 1, np.nan, score_rc)
    return {
        "difference of means": difference_of_means(number_rc, truth_c),
        "superiority": superiority_over_readers(number_rc, truth_c),
        "log odds ratio": proportional_odds(
            score_rc, truth_c, levels=LEVELS, seed=1, replicates=replicates
        ),
    }


def medians(generator: Generator, readers: int, cases: int, replicates: int) -> Figures:
    """The difference of medians speaks for these readers: they stay."""
    truth_c = np.repeat([0, 1], cases // 2)
    seen_rc = seen(generator, generator.normal(0, 1, truth_c.size), np.linspace(-0.6, 0.6, readers))
    level_rc = np.digitize(seen_rc + SHIFT * truth_c, CUTS) + 1.0
    found = difference_of_medians(level_rc, truth_c, seed=1, replicates=replicates)
    return {"difference of medians": found}


def many(study: Study, readers: int, cases: int, *, average: int = 1) -> dict[str, float]:
    """The figures of a study so large that chance hardly matters."""
    parts = [study(np.random.default_rng(7 + part), readers, cases, 2) for part in range(average)]
    return {name: float(np.mean([part[name].value for part in parts])) for name in parts[0]}


def coverage(
    study: Study, truth: dict[str, float], *, readers: int, cases: int, studies: int
) -> list[str]:
    """Rows of the table: statistic, readers x cases, truth, coverage, studies with an interval."""
    found = [
        study(np.random.default_rng(10_000 + number), readers, cases, 1000)
        for number in range(studies)
    ]
    rows = []
    for name, true in truth.items():
        limits = [(one[name].low, one[name].high) for one in found if one[name].low is not None]
        held = np.mean([low <= true <= high for low, high in limits])  # type: ignore[operator]
        rows.append(
            f"| {name} | {readers} x {cases} | {true:.3f} | {100 * held:.1f} % | {len(limits)} |"
        )
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=600)
    studies = parser.parse_args().studies
    started = time.monotonic()
    print("| statistic | readers x cases | truth | coverage | of studies |")
    print("|---|---|---|---|---|")
    for readers, cases in ((6, 80), (3, 60), (12, 40)):
        truth = many(these_readers, readers, 100_000)
        rows = coverage(these_readers, truth, readers=readers, cases=cases, studies=studies)
        print("\n".join(rows), flush=True)
    for readers, cases in ((4, 40), (8, 30)):
        exact = true_measurements(readers)
        rows = coverage(measurements, exact, readers=readers, cases=cases, studies=studies)
        print("\n".join(rows), flush=True)
    true_scores = many(scores, 400, 2000, average=5)
    for readers, cases in ((5, 100), (8, 100), (12, 60)):
        rows = coverage(scores, true_scores, readers=readers, cases=cases, studies=studies)
        print("\n".join(rows), flush=True)
    middle = many(medians, 6, 100_000)
    print("\n".join(coverage(medians, middle, readers=6, cases=100, studies=studies)))
    print(f"\n{studies} studies of each kind, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
