import pytest
from django.core.management import CommandError, call_command

from reviewapp.studies.models import Study
from reviewapp.studies.verification import find_misallocation


def test_an_opened_study_follows_from_its_seed(opened):
    assert find_misallocation(opened) == ""


def test_it_still_does_after_the_pool_has_grown_and_shrunk(opened, source):
    source.records.update(barred_reason="not for later studies")
    assert find_misallocation(opened) == ""


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("seed", "another", "give another plan"),
        ("plan", {}, "stored plan is not the one"),
        ("protocol", {}, "stored protocol is not the one"),
    ],
)
def test_a_change_behind_the_apps_back_is_found(opened, field, value, fault):
    Study.objects.update(**{field: value})
    assert fault in find_misallocation(Study.objects.get())


def test_an_added_presentation_is_found(opened):
    reader = opened.enrolments.readers().first()
    reader.presentations.create(case=opened.cases.first(), position=99, block=1)
    assert find_misallocation(opened) == "The stored presentations are not those of the plan."


def test_the_command_says_so(opened, capsys):
    call_command("verify_plan", opened.token)
    assert opened.plan_sha256 in capsys.readouterr().out


def test_the_command_fails_loudly(opened, ready):
    Study.objects.update(seed="another")
    with pytest.raises(CommandError, match="another plan"):
        call_command("verify_plan", opened.token)
    with pytest.raises(CommandError, match="no opened study"):
        call_command("verify_plan", "nonsense")
