"""A small study drawn from the model that the tests fit: readers x cases, a verdict each."""

import numpy as np
from scipy import special

from reviewapp.results.statistics.models.long import LongReadings


def study(
    *,
    readers: int = 8,
    cases: int = 30,
    seed: int = 1,
    reader_sd: float = 0.5,
    case_sd: float = 0.8,
    slope: float = 0.0,
    skill: float = 0.3,
) -> LongReadings:
    """`skill` is the mean logit of a correct verdict, `slope` its change per 10 positions."""
    rng = np.random.default_rng(seed)
    reader, case = (grid.ravel() for grid in np.indices((readers, cases)))
    position = np.concatenate([rng.permutation(cases) + 1.0 for _ in range(readers)])
    origin = case % 2
    logit = skill + slope * (position - (cases + 1) / 2) / 10
    logit = logit + rng.normal(0, reader_sd, readers)[reader] + rng.normal(0, case_sd, cases)[case]
    correct = rng.random(reader.size) < special.expit(logit)
    log_s = 2.5 - 0.05 * position / 10 + 0.1 * origin
    log_s = log_s + rng.normal(0, 0.2, readers)[reader] + rng.normal(0, 0.15, cases)[case]
    return LongReadings.of(
        reader=[f"r{code}" for code in reader],
        case=[f"c{code:03}" for code in case],
        synthetic=origin.tolist(),
        verdict=np.where(correct, origin, 1 - origin).tolist(),
        site=[f"S{code % 3}" for code in reader],
        rhythm=["AF" if code % 4 < 2 else "SR" for code in case],
        position=position.tolist(),
        seconds=np.exp(log_s + rng.normal(0, 0.3, reader.size)).tolist(),
    )
