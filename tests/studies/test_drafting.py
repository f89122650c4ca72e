import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reviewapp.accounts.roles import Role
from reviewapp.audit.models import AuditEvent
from reviewapp.pool.models import Source
from reviewapp.studies import drafting
from reviewapp.studies.allocation import AllocationError
from reviewapp.studies.models import Study
from reviewapp.studies.questionnaire import DEFAULT, QuestionnaireError


def test_who_begins_a_draft_coordinates_it(draft, coordinator):
    enrolment = draft.enrolments.get()
    assert (enrolment.user, enrolment.role) == (coordinator, Role.STUDY_COORDINATOR)
    assert list(draft.sites.all()) == [coordinator.site]
    assert AuditEvent.objects.filter(deed="draft_study", study_token=draft.token).exists()


@pytest.mark.parametrize("who", ["anna", "researcher", "site_coordinator", "auditor"])
def test_nobody_else_begins_one(who, request):
    with pytest.raises(PermissionDenied):
        drafting.draft_study(by=request.getfixturevalue(who), name="Mine")
    assert not Study.objects.exists()


def test_a_change_is_audited_with_old_and_new(draft, coordinator):
    drafting.change_draft(by=coordinator, study=draft, name="Better name", block_size=20)
    event = AuditEvent.objects.get(deed="change_draft")
    assert event.detail["changed"] == {
        "name": ["Blind review", "Better name"],
        "block_size": [22, 20],
    }


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": ""}, ValidationError),
        ({"name": "x" * 121}, ValidationError),
        ({"practice_count": 7}, AllocationError),
        ({"repeat_percent": 90}, AllocationError),
        ({"margin_percent": 0}, drafting.DraftRefusedError),
        ({"status": "open"}, TypeError),
        ({"seed": "mine"}, TypeError),
    ],
)
def test_a_bad_change_changes_nothing(draft, coordinator, changes, error):
    with pytest.raises(error):
        drafting.change_draft(by=coordinator, study=draft, **changes)
    unchanged = Study.objects.get()
    assert (unchanged.name, unchanged.practice_count, unchanged.status) == (
        "Blind review",
        4,
        "draft",
    )


def test_pools_are_those_of_the_own_site(draft, coordinator, uppsala, foreign_researcher):
    foreign = Source.objects.create(
        site=uppsala, name="Theirs", kind="wfdb", licence="CC0", created_by=foreign_researcher
    )
    with pytest.raises(drafting.DraftRefusedError, match="own site"):
        drafting.choose_sources(by=coordinator, study=draft, sources=[foreign])
    assert not draft.sources.exists()


def test_a_coordinator_of_another_site_neither_sees_nor_chooses_pools(
    draft, coordinator, source, outsider, sign_in
):
    drafting.choose_sources(by=coordinator, study=draft, sources=[source])
    draft.enrolments.create(user=outsider, site=outsider.site, role=Role.STUDY_COORDINATOR)
    for sources in ([], [source]):
        with pytest.raises(drafting.DraftRefusedError, match="own site"):
            drafting.choose_sources(by=outsider, study=draft, sources=sources)
    assert list(draft.sources.all()) == [source]
    page = sign_in(outsider).get(f"/studies/{draft.token}/edit/").content.decode()
    assert "Use these pools" not in page


def test_cells_are_replaced_as_a_whole(draft, coordinator):
    drafting.set_cells(by=coordinator, study=draft, counts={("SR", "real"): 5, ("AF", "real"): 1})
    drafting.set_cells(by=coordinator, study=draft, counts={("SR", "real"): 6, ("AF", "real"): 0})
    assert [(c.rhythm, c.origin, c.case_count) for c in draft.cells.all()] == [("SR", "real", 6)]


@pytest.mark.parametrize(
    ("counts", "error"),
    [
        ({("SR", "real"): -1}, drafting.DraftRefusedError),
        ({("SR", "real"): 1001}, drafting.DraftRefusedError),
        ({("WALTZ", "real"): 3}, ValidationError),
        ({("SR", "dreamt"): 3}, ValidationError),
    ],
)
def test_bad_cells_leave_the_old_ones(draft, coordinator, counts, error):
    drafting.set_cells(by=coordinator, study=draft, counts={("SR", "real"): 5})
    with pytest.raises(error):
        drafting.set_cells(by=coordinator, study=draft, counts=counts)
    assert draft.cells.get().case_count == 5


def test_a_questionnaire_of_ones_own_replaces_the_default_and_back(draft, coordinator):
    document = DEFAULT.to_json() | {"version": "mine/1"}
    assert drafting.questionnaire_of(draft.questionnaire) == DEFAULT
    drafting.set_questionnaire(by=coordinator, study=draft, document=document)
    draft.refresh_from_db()
    assert drafting.questionnaire_of(draft.questionnaire).version == "mine/1"
    drafting.set_questionnaire(by=coordinator, study=draft, document=None)
    draft.refresh_from_db()
    assert draft.questionnaire == {}


def test_a_broken_questionnaire_is_not_taken(draft, coordinator):
    with pytest.raises(QuestionnaireError):
        drafting.set_questionnaire(by=coordinator, study=draft, document={"version": "mine/1"})
    draft.refresh_from_db()
    assert draft.questionnaire == {}


def test_an_open_study_is_a_draft_no_more(opened, coordinator, source):
    for deed, what in (
        (drafting.change_draft, {"name": "Other"}),
        (drafting.choose_sources, {"sources": []}),
        (drafting.set_cells, {"counts": {}}),
        (drafting.set_questionnaire, {"document": None}),
    ):
        with pytest.raises(drafting.NotADraftError):
            deed(by=coordinator, study=opened, **what)
    assert opened.cells.count() == 2


def test_a_coordinator_who_takes_no_part_changes_nothing(draft, outsider):
    with pytest.raises(PermissionDenied):
        drafting.change_draft(by=outsider, study=draft, name="Mine now")
