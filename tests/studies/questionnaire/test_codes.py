import pytest

from reviewapp.studies.questionnaire import VERDICTS, is_synthetic, verdict_rank


def test_ranks_run_from_definitely_real_to_definitely_synthetic():
    assert [verdict_rank(verdict) for verdict in VERDICTS] == [1, 2, 3, 4, 5, 6]
    assert verdict_rank("definitely_real") == 1


def test_the_binary_verdict_splits_the_scale_in_the_middle():
    assert [is_synthetic(verdict) for verdict in VERDICTS] == [False] * 3 + [True] * 3


def test_a_code_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="maybe"):
        verdict_rank("maybe")
