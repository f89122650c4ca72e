"""Do intervals over readers and cases hold the true effect? The long run is in benchmarks/."""

import numpy as np
from scipy import stats

from reviewapp.results.statistics.scores.effects import superiority_over_readers

STUDIES, READERS, CASES = 200, 8, 60


def test_the_interval_of_superiority_holds_that_of_all_readers():
    truth_c = np.repeat([0, 1], CASES // 2)
    spread = np.sqrt(2 * (1 + 0.81))
    # P(synthetic seen higher), over readers whose shift is normal with SD 0.3
    truth = stats.norm.cdf(0.5 / np.sqrt(spread**2 + 0.3**2))
    held = []
    for seed in range(STUDIES):
        generator = np.random.default_rng(seed)
        shift_r1 = generator.normal(0.5, 0.3, (READERS, 1))
        noise_rc = generator.normal(0, 0.9, (READERS, CASES))
        score_rc = generator.normal(0, 1, CASES) + noise_rc + shift_r1 * truth_c
        score_rc[generator.random(score_rc.shape) < 0.1] = np.nan
        found = superiority_over_readers(score_rc, truth_c)
        held.append(found.low <= truth <= found.high)
    assert 0.90 <= np.mean(held) <= 0.99
