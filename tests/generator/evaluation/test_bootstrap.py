"""Bootstrap by patient: a patient's records come and go together."""

from collections import Counter

import numpy as np

from generator.evaluation.bootstrap import percentile_interval, resampled_by_patient

PATIENTS = ("a", "b", "a", "c", "a")


def draws(patients, replicates, seed=1):
    stream = np.random.default_rng(seed)
    return list(resampled_by_patient(patients, replicates=replicates, stream=stream))


def test_all_records_of_a_patient_come_together():
    for drawn in draws(PATIENTS, 50):
        times = Counter(drawn.tolist())
        assert times[0] == times[2] == times[4]
        # Three patients are drawn, however many records they have
        assert times[0] + times[1] + times[3] == 3


def test_the_same_seed_draws_the_same():
    again = zip(draws(PATIENTS, 5), draws(PATIENTS, 5), strict=True)
    assert all(np.array_equal(one, other) for one, other in again)


def test_the_interval_of_a_mean_is_that_of_its_standard_error():
    values = np.random.default_rng(2).standard_normal(400)
    interval = percentile_interval(
        lambda indices: float(values[indices].mean()),
        [str(index) for index in range(400)],
        replicates=2000,
        stream=np.random.default_rng(1),
    )
    assert interval is not None
    half = 1.96 * values.std() / np.sqrt(400)
    assert np.allclose(interval, [values.mean() - half, values.mean() + half], atol=0.006)


def test_records_of_one_patient_are_no_more_evidence_than_one():
    values = np.repeat(np.random.default_rng(2).standard_normal(20), 10)
    patients = [str(index // 10) for index in range(200)]

    def width(names):
        low, high = percentile_interval(
            lambda indices: float(values[indices].mean()),
            names,
            replicates=500,
            stream=np.random.default_rng(1),
        )
        return high - low

    assert width(patients) > 2.5 * width([str(index) for index in range(200)])


def test_a_statistic_that_is_mostly_undefined_has_no_interval():
    undefined = percentile_interval(
        lambda indices: None, PATIENTS, replicates=100, stream=np.random.default_rng(1)
    )
    assert undefined is None
