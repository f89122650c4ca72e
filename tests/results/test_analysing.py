import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from reviewapp.audit.models import AuditEvent
from reviewapp.results import analysing
from reviewapp.results.analysing import (
    NotAnalysedError,
    analyse_again,
    analyse_study,
    find_stored,
    kept_analysis,
)
from reviewapp.results.analysis import analyse
from reviewapp.results.models import StoredAnalysis
from reviewapp.studies.blinding import StillBlind
from reviewapp.studies.models import Enrolment, Presentation, Status, Study

from .datasets import S, two_site_study
from .finished_study import read, set_status

pytestmark = pytest.mark.usefixtures("few_replicates")


@pytest.fixture
def enrolment(study: Study, coordinator) -> Enrolment:
    return Enrolment.objects.get(study=study, user=coordinator)


def test_the_database_gives_what_the_readings_say(study, enrolment):
    found = analyse_study(study=study, enrolment=enrolment).findings
    expected = analyse(two_site_study(), replicates=20).findings
    assert [reader.label for reader in found.accuracy.readers] == ["R-BELA", "R-ANNA"]
    assert found.accuracy.readers == expected.accuracy.readers
    assert found.roc.mean == expected.roc.mean
    verdicts = [one.agreement[0].on("verdict").coefficients for one in (found, expected)]
    assert verdicts[0]["fleiss_kappa"] == verdicts[1]["fleiss_kappa"]


def test_an_analysis_is_computed_once_and_stored_with_its_deed(study, enrolment, coordinator):
    first = analyse_study(study=study, enrolment=enrolment)
    assert analyse_study(study=study, enrolment=enrolment) is first
    stored = StoredAnalysis.objects.get()
    assert (stored.number, stored.site, stored.by) == (1, "", coordinator)
    event = AuditEvent.objects.get(deed="analyse_study")
    assert event.detail["data_sha256"] == stored.data_sha256 == first.data_sha256
    assert event.detail["document_sha256"] == stored.document_sha256


def test_what_is_stored_is_the_analysis_itself(study, enrolment):
    fresh = analyse_study(study=study, enrolment=enrolment)
    analysing._decoded.cache_clear()
    assert analyse_study(study=study, enrolment=enrolment) == fresh


def test_a_site_has_an_analysis_of_its_own_readers(study, enrolment, site_coordinator):
    own = Enrolment.objects.get(study=study, user=site_coordinator)
    found = analyse_study(study=study, enrolment=own)
    assert found.site == "GOE"
    assert [reader.label for reader in found.findings.accuracy.readers] == ["R-BELA"]
    assert analyse_study(study=study, enrolment=enrolment).site == ""


def test_before_unblinding_nobody_gets_one_not_even_a_stored_one(study, enrolment, coordinator):
    analyse_study(study=study, enrolment=enrolment)
    set_status(study, Status.LOCKED)
    for ask in (
        lambda: analyse_study(study=study, enrolment=enrolment),
        lambda: analyse_again(study=study, by=coordinator),
    ):
        with pytest.raises(StillBlind):
            ask()


def test_who_may_not_see_results_starts_nothing(study, anna):
    with pytest.raises(PermissionDenied):
        analyse_again(study=study, by=anna)
    assert not StoredAnalysis.objects.exists()


def test_other_code_is_said_and_changes_nothing_by_itself(study, enrolment, monkeypatch):
    before = kept_analysis(study=study, enrolment=enrolment)
    monkeypatch.setattr(analysing, "code_version", lambda: "9.9.9+000000000000")
    after = kept_analysis(study=study, enrolment=enrolment)
    assert (before.code_changed, after.code_changed) == (False, True)
    assert after.analysis is before.analysis


def test_other_data_are_said_and_analysed_on_request_beside_the_old(study, enrolment, coordinator):
    before = kept_analysis(study=study, enrolment=enrolment)
    first = Presentation.objects.filter(reader__reader_code="R-ANNA", is_practice=False)[0]
    read(first.reader, first.case, S, position=99, repeat_of=first)
    kept = kept_analysis(study=study, enrolment=enrolment)
    assert kept.data_changed
    assert kept.analysis is before.analysis
    analyse_again(study=study, by=coordinator)
    again = kept_analysis(study=study, enrolment=enrolment)
    assert (again.number, again.data_changed) == (2, False)
    assert (before.analysis.findings.repeats.pairs, again.analysis.findings.repeats.pairs) == (0, 1)
    assert StoredAnalysis.objects.count() == 2
    assert AuditEvent.objects.get(deed="analyse_again").detail["data_changed"] is True


def test_the_database_refuses_to_change_a_stored_analysis(study, enrolment):
    analyse_study(study=study, enrolment=enrolment)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StoredAnalysis.objects.update(document="{}")


def test_a_large_study_is_not_analysed_while_a_page_waits(study, enrolment, monkeypatch):
    monkeypatch.setattr(analysing, "MOST_AT_ONCE", 50)
    with pytest.raises(NotAnalysedError):
        analyse_study(study=study, enrolment=enrolment)
    assert find_stored(study=study, enrolment=enrolment) is None


def test_of_two_who_analyse_at_once_the_quicker_one_counts(study, enrolment, coordinator):
    analyse_study(study=study, enrolment=enrolment)
    late = analysing._analyse(study, enrolment, None)
    assert late.pk == StoredAnalysis.objects.get().pk
