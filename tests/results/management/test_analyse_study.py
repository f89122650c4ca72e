from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reviewapp.accounts.models import User
from reviewapp.results.models import AnalysisRun, StoredAnalysis
from reviewapp.results.running import claim_run
from reviewapp.studies.models import Status, Study
from tests.results.conftest import few_replicates, study
from tests.results.finished_study import set_status

__all__ = ["few_replicates", "study"]

pytestmark = pytest.mark.usefixtures("few_replicates")


def run(study: Study, user: User, *options: str) -> str:
    output = StringIO()
    call_command(
        "analyse_study", study.token, f"--by={user.username}", *options, verbosity=0, stdout=output
    )
    return output.getvalue()


def test_a_study_is_analysed_once_unless_asked_again(study, coordinator):
    assert run(study, coordinator).startswith("Analysis 1 of Can you tell?")
    stored = StoredAnalysis.objects.get()
    assert stored.data_sha256 in run(study, coordinator)
    assert run(study, coordinator, "--again").startswith("Analysis 2")
    assert not AnalysisRun.objects.exists()


def test_a_site_coordinator_gets_the_own_site(study, site_coordinator):
    assert ", site GOE," in run(study, site_coordinator)


def test_the_page_s_own_run_is_taken_over(study, coordinator):
    claim_run(study=study, site="")
    with pytest.raises(CommandError, match="already"):
        run(study, coordinator)
    assert run(study, coordinator, "--claimed").startswith("Analysis 1")
    assert not AnalysisRun.objects.exists()


def test_before_unblinding_it_refuses(study, coordinator):
    set_status(study, Status.LOCKED)
    with pytest.raises(CommandError, match="not unblinded"):
        run(study, coordinator)


def test_who_takes_no_part_learns_nothing(study, outsider):
    with pytest.raises(CommandError, match="There is no study"):
        run(study, outsider)
