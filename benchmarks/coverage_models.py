"""How often the intervals of the models hold the truth, and how often their tests err.

``python -m benchmarks coverage_models`` (about twenty minutes on one core). Readings are drawn from
the model itself: readers and cases both at random, half of the cases synthetic, readers at two
sites that do not differ. A nominal 95 % should hold the truth in 90 to 99 % of studies.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
from scipy import special

from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.models.accuracy_model import fit_correct
from reviewapp.results.statistics.models.cluster_bootstrap import cluster_bootstrap
from reviewapp.results.statistics.models.design import INTERCEPT, Design
from reviewapp.results.statistics.models.detection_model import detection_model
from reviewapp.results.statistics.models.long import LongReadings
from reviewapp.results.statistics.models.reading_time import reading_time
from reviewapp.results.statistics.models.site_model import compare_sites
from reviewapp.results.statistics.models.trend import accuracy_trend

STUDIES: Final = 500
SIZES: Final = ((6, 60), (10, 100), (20, 100))
SKILL, READER_SD, CASE_SD = 0.2, 0.4, 0.8  # logits
D_PRIME, CRITERION, LEAN_SD = 0.5, 0.2, 0.4  # probits
LOG_SLOPE, LOG_ORIGIN, LOG_READER_SD, LOG_CASE_SD, LOG_SD = -0.05, 0.1, 0.25, 0.15, 0.4


@dataclass(frozen=True)
class Checked:
    """One interval and its truth, or one p value under its null hypothesis."""

    name: str
    found: Estimate | None = None
    truth: float = 0.0
    p: float | None = None


def main() -> None:
    """Print coverage in percent by size of the study, then the share of p below 5 %."""
    print(f"{STUDIES} studies each; coverage of nominal 95 % intervals, rejections at 5 %, in %\n")
    columns = [f"{readers} x {cases}" for readers, cases in SIZES]
    shares: dict[str, list[str]] = defaultdict(list)
    for readers, cases in SIZES:
        start_s = perf_counter()
        for name, share in _shares(readers, cases).items():
            shares[name].append(share)
        print(f"({readers} x {cases}: {perf_counter() - start_s:.0f} s)")
    print("\n| readers x cases | " + " | ".join(columns) + " |")
    print("|---|" + "---|" * len(columns))
    for name, found in shares.items():
        print(f"| {name} | " + " | ".join(found) + " |")


def _shares(readers: int, cases: int) -> dict[str, str]:
    hits: dict[str, list[bool]] = defaultdict(list)
    for seed in range(STUDIES):
        for check in _checks(readers, cases, seed):
            hit = _hit(check)
            if hit is not None:
                hits[check.name].append(hit)
    return {
        name: f"{100 * np.mean(those):.1f}"
        + (f" (of {len(those)})" if len(those) < STUDIES else "")
        for name, those in hits.items()
    }


def _hit(check: Checked) -> bool | None:
    if check.found is None:
        return None if check.p is None else check.p < 0.05
    if check.found.low is None or check.found.high is None:
        return None
    return check.found.low <= check.truth <= check.found.high


def _checks(readers: int, cases: int, seed: int) -> Iterator[Checked]:
    study = _study(readers, cases, seed)
    columns = {"origin": {"synthetic": study.synthetic_n}}
    design = Design.of(study.rows, columns)
    model = fit_correct(study, design)
    yield Checked("logit GLMM, intercept", model.coefficients[INTERCEPT], SKILL)
    yield Checked("logit GLMM, origin", model.coefficients["synthetic"], 0.0)
    drawn = cluster_bootstrap(
        successes_n=study.correct_n,
        design=design,
        reader=study.reader,
        case=study.case,
        case_strata_c=np.arange(cases) % 2,
        seed=seed,
        replicates=1000,
    )
    yield Checked("cluster bootstrap, intercept", drawn[INTERCEPT], _averaged())
    yield Checked("cluster bootstrap, origin", drawn["synthetic"], 0.0)
    trend = accuracy_trend(study)
    yield Checked("odds ratio per 10 cases", trend.odds_ratio, 1.0)
    yield Checked("second half less first", trend.second_less_first, 0.0)
    yield Checked("likelihood ratio test of position (rejections)", p=trend.test.p)
    sites = compare_sites(study, seed=seed)
    yield Checked("difference of two sites, Welch", sites.readers.pairs[0].difference, 0.0)
    yield Checked("sites, analysis of variance (rejections)", p=sites.readers.anova.p)
    yield Checked("sites, permutation (rejections)", p=sites.readers.permutation.p)
    yield Checked("sites, likelihood ratio test (rejections)", p=sites.test.p)
    yield Checked("sites, the same against F (rejections)", p=sites.few_readers_p)
    time = reading_time(study)
    yield Checked("time ratio per 10 cases", time.per_10_cases, float(np.exp(LOG_SLOPE)))
    yield Checked("time, synthetic over real", time.synthetic_over_real, float(np.exp(LOG_ORIGIN)))
    detection = detection_model(_detecting_study(readers, cases, seed))
    yield Checked("probit GLMM, d'", detection.d_prime, D_PRIME)
    yield Checked("probit GLMM, criterion", detection.criterion, CRITERION)


def _averaged() -> float:
    """The logit of the chance of a correct verdict, averaged over readers and cases."""
    node, weight = np.polynomial.hermite_e.hermegauss(80)
    chance = special.expit(SKILL + np.hypot(READER_SD, CASE_SD) * node)
    return float(special.logit(weight @ chance / weight.sum()))


def _study(readers: int, cases: int, seed: int) -> LongReadings:
    rng = np.random.default_rng((seed, readers, cases, 1))
    reader, case = (grid.ravel() for grid in np.indices((readers, cases)))
    origin = case % 2
    position = np.concatenate([rng.permutation(cases) + 1.0 for _ in range(readers)])
    logit = SKILL + rng.normal(0, READER_SD, readers)[reader] + rng.normal(0, CASE_SD, cases)[case]
    correct = rng.random(reader.size) < special.expit(logit)
    log_s = 3 + LOG_SLOPE * position / 10 + LOG_ORIGIN * origin
    log_s = log_s + rng.normal(0, LOG_READER_SD, readers)[reader]
    log_s = log_s + rng.normal(0, LOG_CASE_SD, cases)[case] + rng.normal(0, LOG_SD, reader.size)
    return LongReadings.of(
        reader=reader.tolist(),
        case=case.tolist(),
        synthetic=origin.tolist(),
        verdict=np.where(correct, origin, 1 - origin).tolist(),
        site=(reader % 2).tolist(),
        position=position.tolist(),
        seconds=np.exp(log_s).tolist(),
    )


def _detecting_study(readers: int, cases: int, seed: int) -> LongReadings:
    rng = np.random.default_rng((seed, readers, cases, 2))
    reader, case = (grid.ravel() for grid in np.indices((readers, cases)))
    origin = case % 2
    lean = rng.normal(0, LEAN_SD, readers)[reader] + rng.normal(0, LEAN_SD, cases)[case]
    evidence = D_PRIME * (origin - 0.5) + lean + rng.normal(size=reader.size)
    return LongReadings.of(
        reader=reader.tolist(),
        case=case.tolist(),
        synthetic=origin.tolist(),
        verdict=(evidence > CRITERION).astype(int).tolist(),
    )


if __name__ == "__main__":
    main()
