"""Small studies that the tests of discrimination share."""

import numpy as np

from reviewapp.results.statistics.discrimination.simulation import StudyModel, simulated_study


def small_study(seed=0, readers=4, cases=14, levels=5, missing=0.0):
    """Origins, and ratings 0..levels - 1 (readers, cases) with many ties, NaN where missing."""
    generator = np.random.default_rng(seed)
    truth_c, decision_rc = simulated_study(
        StudyModel(accuracy=0.65), readers=readers, cases=cases, generator=generator
    )
    cuts = np.quantile(decision_rc, np.arange(1, levels) / levels)
    rating_rc = np.digitize(decision_rc, cuts).astype(float)
    rating_rc[generator.random(rating_rc.shape) < missing] = np.nan
    return truth_c, rating_rc
