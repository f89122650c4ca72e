import numpy as np
import pytest

from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.statistics.discrimination.detection import (
    LOG_LINEAR,
    LOG_LINEAR_OR,
    NO_Z,
    detection_of,
    detection_of_one_reader,
    raw_detection_of_one_reader,
)

from .test_accuracy import PUBLISHED_TRUTH, PUBLISHED_VERDICTS


def test_textbook_readers_have_their_textbook_discrimination(known_answers):
    book = known_answers("sdt_macmillan_creelman")
    for row in book.rows():
        found = detection_of_one_reader(
            Confusion(
                synthetic_called_synthetic=row["hits"],
                synthetic_called_real=row["misses"],
                real_called_synthetic=row["false_alarms"],
                real_called_real=row["correct_rejections"],
            )
        )
        book.check(f"dprime_loglin_{row['reader']}", found.d_prime.value)
        book.check(f"c_loglin_{row['reader']}", found.criterion.value)
        book.check(f"dprime_se_loglin_{row['reader']}", found.d_prime.se)


def test_the_published_turing_test_has_no_discrimination_and_leans_to_real():
    found = detection_of(truth_c=PUBLISHED_TRUTH, verdict_rc=PUBLISHED_VERDICTS)
    assert abs(found.d_prime.value) < 1e-12
    assert found.d_prime.low < 0 < found.d_prime.high
    assert found.criterion.value > 0
    assert found.d_prime.method == LOG_LINEAR


def test_a_perfect_reader_has_finite_discrimination(known_answers):
    perfect = known_answers("degenerate_perfect_reader")
    found = detection_of(truth_c=perfect.truth(), verdict_rc=perfect.codes())
    perfect.check("dprime_loglin", found.d_prime.value)
    perfect.check("c_loglin", found.criterion.value)


def test_several_readers_get_the_mean_and_an_interval_over_readers_and_cases(known_answers):
    study = known_answers("synth_crossed_accuracy")
    truth_c, verdict_rc = study.truth(), study.codes("answer")
    found = detection_of(truth_c=truth_c, verdict_rc=verdict_rc)
    each = [
        detection_of(truth_c=truth_c, verdict_rc=row_c[None, :]).d_prime.value
        for row_c in verdict_rc
    ]
    assert found.d_prime.value == pytest.approx(np.mean(each))
    assert found.d_prime.method == LOG_LINEAR_OR
    # Accuracy and d' tell the same story: slope 1 / phi(0), the mean of two rates.
    assert found.d_prime.se == pytest.approx(0.0332489607622874 * 2 * np.sqrt(2 * np.pi), rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_the_interval_over_readers_and_cases_covers_what_it_says(missing):
    generator = np.random.default_rng(11)
    truth_c, covered, studies = np.repeat([0, 1], 50), 0, 300
    for _ in range(studies):
        d_prime_r = generator.normal(0.0, 0.1, 8)
        criterion_r = generator.normal(0.0, 0.3, 8)
        case_c = generator.normal(0, np.sqrt(0.3), 100)
        seen_rc = case_c + generator.normal(0, np.sqrt(0.7), (8, 100))
        seen_rc += (truth_c - 0.5) * d_prime_r[:, None]
        verdict_rc = (seen_rc > criterion_r[:, None]).astype(int)
        verdict_rc[generator.random((8, 100)) < missing] = MISSING
        found = detection_of(truth_c=truth_c, verdict_rc=verdict_rc).d_prime
        covered += found.low <= 0 <= found.high
    assert 0.92 <= covered / studies <= 0.985


def test_one_missing_reading_hardly_moves_the_interval():
    generator = np.random.default_rng(4)
    truth_c = np.repeat([0, 1], 30)
    seen_c = generator.normal(0, 1, 60)
    verdict_rc = (seen_c + generator.normal(0, 1, (6, 60)) > 0).astype(int)
    whole = detection_of(truth_c=truth_c, verdict_rc=verdict_rc).d_prime
    verdict_rc[0, 0] = MISSING
    gap = detection_of(truth_c=truth_c, verdict_rc=verdict_rc).d_prime
    assert gap.method == LOG_LINEAR_OR
    assert gap.extent.missing == 1
    assert (gap.low, gap.high) == pytest.approx((whole.low, whole.high), abs=0.05)


def test_a_reader_of_one_origin_only_is_left_out():
    verdict_rc = np.array([[0, 1, 1, 0], [0, 0, 1, 1], [MISSING, MISSING, 1, 1]])
    truth_c = np.array([0, 0, 1, 1])
    found = detection_of(truth_c=truth_c, verdict_rc=verdict_rc)
    assert found.d_prime.extent.readers == 2
    both = detection_of(truth_c=truth_c, verdict_rc=verdict_rc[:2])
    assert found.d_prime.value == both.d_prime.value


def test_a_reader_who_saw_real_cases_only_has_no_discrimination():
    found = detection_of(truth_c=np.zeros(3, dtype=int), verdict_rc=np.array([[0, 1, 0]]))
    assert found.d_prime.reason == found.criterion.reason == "no synthetic case was read"
    nobody = detection_of(truth_c=np.array([0, 1]), verdict_rc=np.full((2, 2), MISSING))
    assert "no real case" in nobody.d_prime.reason


def test_one_case_of_an_origin_leaves_the_mean_without_an_interval():
    verdict_rc = np.array([[0, 1, 1], [0, 0, 1]])
    found = detection_of(truth_c=np.array([0, 0, 1]), verdict_rc=verdict_rc)
    assert found.d_prime.value is not None
    assert "two cases" in found.d_prime.interval_reason


def test_without_correction_only_rates_between_0_and_1_have_a_figure():
    plain = Confusion(
        synthetic_called_synthetic=7,
        synthetic_called_real=3,
        real_called_synthetic=3,
        real_called_real=7,
    )
    raw, corrected = raw_detection_of_one_reader(plain), detection_of_one_reader(plain)
    assert raw.d_prime.value == pytest.approx(2 * 0.5244005)
    assert raw.d_prime.value > corrected.d_prime.value > 0
    assert raw.criterion.value == pytest.approx(0)
    assert raw.criterion.se == pytest.approx(raw.d_prime.se / 2)
    perfect = Confusion(synthetic_called_synthetic=4, real_called_real=5)
    assert raw_detection_of_one_reader(perfect).d_prime.reason == NO_Z
    assert (
        "no real case"
        in raw_detection_of_one_reader(Confusion(synthetic_called_real=2)).criterion.reason
    )
