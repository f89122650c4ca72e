"""Coverage of the 95 % intervals of discrimination, on simulated studies.

    python -m benchmarks.coverage_discrimination [STUDIES]

How often an interval holds the true figure, in so many studies a cell (default 400; the figures of
docs/statistics-discrimination.md: 1000). Readers and cases come from the model of
reviewapp/results/statistics/discrimination/simulation.py; "true" is the mean over all readers.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.discrimination.binormal import BinormalCurve, binormal_curve
from reviewapp.results.statistics.discrimination.mean_area import mean_area
from reviewapp.results.statistics.discrimination.roc import area_of_reader
from reviewapp.results.statistics.discrimination.sensitivity_analysis import (
    cluster_robust_mean,
    reader_t_mean,
)
from reviewapp.results.statistics.discrimination.simulation import (
    SCENARIOS,
    StudyModel,
    simulated_study,
)
from reviewapp.results.statistics.discrimination.two_way_bootstrap import bootstrap_area
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import wilson

CELLS = [("typical", 5, 100), ("typical", 8, 100), ("typical", 12, 60), ("typical", 20, 100)]
CELLS += [("high", 12, 200), ("low", 8, 100)]
ACCURACIES = (0.5, 0.65)
RATINGS = (-1.2, -0.6, 0.0, 0.6, 1.2)
MISSING_SHARE = 0.1
BOOTSTRAP_STUDIES = 4
"""One study in so many is bootstrapped."""

Study = tuple[Codes, Numbers]
Method = Callable[[Codes, Numbers], Estimate]


def main(given: list[str] | None = None) -> None:
    """Print coverage over readers and cases, and over the cases of one reader."""
    studies = int(given[0]) if given else 400
    print(f"{studies} studies a cell, a {BOOTSTRAP_STUDIES}th of them for the bootstrap\n")
    for accuracy in ACCURACIES:
        report_means(accuracy, studies)
    report_one_reader(studies)


def report_means(accuracy: float, studies: int) -> None:
    """Print the coverage of the means over readers, by method and size of study."""
    print(f"True balanced accuracy {accuracy:.0%} before readers differ\n")
    names = [f"{readers} × {cases}, {scenario}" for scenario, readers, cases in CELLS]
    print("| interval | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    columns = [mean_coverage(accuracy, *cell, studies=studies) for cell in CELLS]
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(f"{column[name]:.3f}" for column in columns) + " |")
    print()


def mean_coverage(
    accuracy: float, scenario: str, readers: int, cases: int, *, studies: int
) -> dict[str, float]:
    """Coverage by method in studies of one size."""
    case_share, reader_sd = SCENARIOS[scenario]
    model = StudyModel(accuracy=accuracy, reader_sd=reader_sd, case_share=case_share)
    truths = true_figures(model)
    generator = np.random.default_rng(20_240_701)
    held: dict[str, list[bool]] = {}
    for study in range(studies):
        drawn = simulated_study(model, readers=readers, cases=cases, generator=generator)
        for name, figure, estimate in estimates(drawn, generator, study):
            held.setdefault(name, []).append(holds(estimate, truths[figure]))
    return {name: float(np.mean(each)) for name, each in held.items()}


def estimates(
    study: Study, generator: np.random.Generator, number: int
) -> Iterator[tuple[str, str, Estimate]]:
    """Each method's name, what it estimates and its estimate."""
    truth_c, decision_rc = study
    verdict_rc = (decision_rc > 0).astype(float)
    rating_rc = np.digitize(decision_rc, RATINGS).astype(float)
    correct_rc = (verdict_rc == truth_c).astype(float)
    extent = Extent()
    yield (
        "accuracy, Obuchowski-Rockette",
        "accuracy",
        mean_area(truth_c=truth_c, rating_rc=verdict_rc),
    )
    yield (
        "AUC of 6 ratings, Obuchowski-Rockette",
        "area",
        mean_area(truth_c=truth_c, rating_rc=rating_rc),
    )
    gone_rc = generator.random(verdict_rc.shape) < MISSING_SHARE
    yield (
        "accuracy, U-statistic, 10 % missing",
        "accuracy",
        mean_area(truth_c=truth_c, rating_rc=np.where(gone_rc, np.nan, verdict_rc)),
    )
    yield "accuracy, two-way cluster-robust", "accuracy", cluster_robust_mean(correct_rc)
    if number % BOOTSTRAP_STUDIES == 0:
        yield (
            "accuracy, two-way bootstrap",
            "accuracy",
            bootstrap_area(truth_c=truth_c, rating_rc=verdict_rc, seed=number, replicates=1000),
        )
    yield (
        "accuracy, readers alone (t)",
        "accuracy",
        reader_t_mean(correct_rc.mean(axis=1), extent=extent),
    )
    low, high = wilson(int(correct_rc.sum()), correct_rc.size)
    yield (
        "accuracy, pooled Wilson (never reported)",
        "accuracy",
        Estimate(value=float(correct_rc.mean()), low=low, high=high, method="", extent=extent),
    )


def true_figures(model: StudyModel) -> dict[str, float]:
    """Expected accuracy, and area of the coarse rating, over the model's readers."""
    middle = float(stats.norm.ppf(model.accuracy))
    sd = model.reader_sd / float(stats.norm.pdf(middle))
    accuracy = float(stats.norm.cdf(middle / np.sqrt(1 + sd**2 + model.bias_sd**2)))
    return {"accuracy": accuracy, "area": coarse_area(model, middle, sd)}


def coarse_area(model: StudyModel, middle: float, sd: float) -> float:
    """Area of ratings cut at RATINGS, averaged over readers by quadrature of leaning and d'/2."""
    node_x, weight_x = np.polynomial.hermite_e.hermegauss(31)
    weight_x = weight_x / weight_x.sum()
    lean_xy = model.bias_sd * node_x[:, None]
    half_xy = (middle + sd * node_x)[None, :]
    edges = np.array([-np.inf, *RATINGS, np.inf])
    cells = [np.diff(stats.norm.cdf(edges - (lean_xy + s * half_xy)[..., None])) for s in (-1, 1)]
    real, synthetic = cells
    below = np.cumsum(real, axis=-1) - real / 2
    area_xy = (synthetic * below).sum(axis=-1)
    return float(weight_x @ area_xy @ weight_x)


def holds(estimate: Estimate, true: float) -> bool:
    """Whether the interval holds the true figure; no interval doesn't."""
    return estimate.low is not None and bool(estimate.low <= true <= estimate.high)


def report_one_reader(studies: int) -> None:
    """Print the coverage of one reader's area, empirical and binormal, over cases."""
    print("One reader, 6 ratings, real × synthetic cases\n")
    print("| cases | true AUC | empirical | binormal | binormal fitted |\n|---|---|---|---|---|")
    for cases, d_prime in [(30, 0.0), (30, 1.2), (30, 2.7), (100, 0.0), (100, 1.2), (100, 2.7)]:
        figures = one_reader_coverage(cases, d_prime, studies)
        print(f"| {cases} × {cases} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


def one_reader_coverage(cases: int, d_prime: float, studies: int) -> tuple[float, ...]:
    """True area of the ratings, coverage of both intervals, and share with a binormal curve."""
    generator = np.random.default_rng(7)
    truth_c = np.repeat([0, 1], cases)
    cuts = np.array([-1.2, -0.4, 0.4, 1.2, 2.0]) / 2 + d_prime / 2
    cells = [np.diff(stats.norm.cdf([-np.inf, *(cuts - d), np.inf])) for d in (0, d_prime)]
    area = float((cells[1] * (np.cumsum(cells[0]) - cells[0] / 2)).sum())
    smooth = float(stats.norm.cdf(d_prime / np.sqrt(2)))
    empirical, binormal, fitted = 0, 0, 0
    for _ in range(studies):
        rating_c = np.digitize(generator.normal(d_prime * truth_c), cuts).astype(float)
        empirical += holds(area_of_reader(rating_c, truth_c), area)
        curve = binormal_curve(rating_c, truth_c)
        if isinstance(curve, BinormalCurve):
            fitted += 1
            binormal += holds(curve.area, smooth)
    return area, empirical / studies, binormal / max(fitted, 1), fitted / studies


if __name__ == "__main__":
    main(sys.argv[1:])
