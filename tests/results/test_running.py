from datetime import timedelta

import pytest
from django.utils import timezone

from reviewapp.results.models import AnalysisRun
from reviewapp.results.running import (
    SILENCE,
    AlreadyRunningError,
    claim_run,
    find_run,
    is_under_way,
    told,
)
from reviewapp.studies.models import Study


def test_one_analysis_of_a_study_and_site_runs_at_a_time(study: Study):
    claim_run(study=study, site="")
    with pytest.raises(AlreadyRunningError):
        claim_run(study=study, site="")
    assert claim_run(study=study, site="GOE").site == "GOE"


def test_a_run_that_fell_silent_makes_way(study: Study):
    dead = claim_run(study=study, site="")
    AnalysisRun.objects.update(told_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert not is_under_way(find_run(study, ""))
    assert claim_run(study=study, site="").pk != dead.pk


def test_progress_is_told_and_a_finished_run_is_gone(study: Study):
    run = claim_run(study=study, site="")
    with told(run) as tell:
        tell("mixed models", 3, 13)
        found = find_run(study, "")
        assert (found.section, found.done, found.total) == ("mixed models", 3, 13)
        assert is_under_way(found)
    assert find_run(study, "") is None


def test_a_run_that_fails_says_so_and_can_be_started_again(study: Study):
    with pytest.raises(RuntimeError), told(claim_run(study=study, site="")):
        raise RuntimeError
    assert "unexpected fault" in find_run(study, "").failure
    claim_run(study=study, site="")
