import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from reviewapp.studies import drafting, leak_page
from reviewapp.studies.models import LeakProbe, LeakWaiver
from tests.studies.conftest import keep_probe
from tests.studies.leaks.test_report import REPORT, STRONGER


def address(name, study):
    return reverse(f"studies:{name}", args=[study.token])


@pytest.fixture
def clara(sign_in, coordinator):
    return sign_in(coordinator)


@pytest.fixture
def three_real(unprobed, coordinator):
    """So few cases that a probe says at once that it can tell nothing."""
    counts = {("SR", "real"): 3, ("SR", "synthetic"): 3}
    drafting.set_cells(by=coordinator, study=unprobed, counts=counts)
    return unprobed


def test_a_draft_leads_to_the_probe_that_blocks_it(unprobed, clara):
    page = clara.get(address("edit", unprobed)).content.decode()
    assert "The study was not probed for leaks" in page
    assert address("leaks", unprobed) in page
    assert "Probe now" in clara.get(address("leaks", unprobed)).content.decode()


def test_a_click_probes_and_the_page_says_what_was_found(three_real, clara):
    page = clara.post(address("leaks", three_real), follow=True).content.decode()
    assert LeakProbe.objects.get().by.username == "clara"
    assert "Nothing could be tested: with fewer than 5 cases of each origin" in page


def test_looking_does_not_probe(three_real, clara):
    clara.get(address("leaks", three_real))
    assert not LeakProbe.objects.exists()


def test_leaks_come_first_with_their_interval(leaking, clara):
    page = clara.get(address("leaks", leaking)).content.decode()
    assert page.index("picture: length") < page.index("picture: latency")
    assert "One feature tells the origin of a case without a look at its ECG" in page
    assert "0.70 to 1.00" in page


def test_what_is_the_same_for_all_is_named_by_kind(unprobed, clara):
    keep_probe(unprobed, REPORT)
    page = clara.get(address("leaks", unprobed)).content.decode()
    assert "Nothing was found that tells the origin" in page
    assert "<dt>picture</dt><dd>length</dd>" in page.split("The same for every case")[1]
    assert f"{STRONGER.name}: 1.00" in page


def test_a_waiver_takes_a_reason(leaking, clara):
    refused = clara.post(address("waive_leaks", leaking), {"reason": " "})
    assert refused.status_code == 422
    assert not LeakWaiver.objects.exists()
    page = clara.post(
        address("waive_leaks", leaking), {"reason": "A pilot."}, follow=True
    ).content.decode()
    assert "Waived by clara" in page
    assert "Reason: A pilot." in page
    assert "Open the study now" in clara.get(address("open", leaking)).content.decode()


def test_nothing_is_waived_that_stands_in_no_way(ready, clara):
    assert clara.post(address("waive_leaks", ready), {"reason": "Again."}).status_code == 422
    assert LeakWaiver.objects.count() == 1


def test_a_draft_that_changed_says_so(leaking, clara, coordinator):
    drafting.change_draft(by=coordinator, study=leaking, name="Other words")
    assert "has changed since" not in clara.get(address("leaks", leaking)).content.decode()
    drafting.set_cells(
        by=coordinator, study=leaking, counts={("SR", "real"): 7, ("SR", "synthetic"): 7}
    )
    assert "has changed since" in clara.get(address("leaks", leaking)).content.decode()


def test_an_opened_study_shows_what_it_was_opened_with(opened, clara):
    page = clara.get(address("leaks", opened)).content.decode()
    assert "opened on a waiver by clara" in page
    assert "Probe" not in page.split("<aside")[1].split("Only a draft")[1]
    assert clara.post(address("leaks", opened)).url == address("study", opened)


def test_many_cases_are_for_the_command(unprobed, clara, monkeypatch):
    monkeypatch.setattr(leak_page, "MOST_CASES_ON_PAGE", 10)
    page = clara.get(address("leaks", unprobed)).content.decode()
    assert f"manage.py probe_leaks {unprobed.token}" in page
    assert clara.post(address("leaks", unprobed)).status_code == 422
    assert not LeakProbe.objects.exists()


@pytest.mark.parametrize("who", ["anna", "site_coordinator", "auditor", "outsider", "researcher"])
def test_the_page_is_404_to_all_others(unprobed, request, sign_in, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(address("leaks", unprobed)).status_code == 404
    assert client.post(address("leaks", unprobed)).status_code == 404
    assert client.post(address("waive_leaks", unprobed), {"reason": "x"}).status_code == 404


def test_the_command_says_why_nothing_was_tested_and_fails(three_real, coordinator, capsys):
    with pytest.raises(CommandError, match="cannot be opened unless a coordinator waives"):
        call_command("probe_leaks", three_real.token, by="clara", verbosity=0)
    assert "Nothing was tested: with fewer than 5" in capsys.readouterr().out
    assert LeakProbe.objects.get().by == coordinator


@pytest.mark.parametrize(
    ("token", "by", "message"),
    [
        ("nowhere", "", "no study nowhere"),
        (None, "nobody", "no user nobody"),
        (None, "anna", "Only a coordinator"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(unprobed, anna, token, by, message):
    with pytest.raises(CommandError, match=message):
        call_command("probe_leaks", token or unprobed.token, by=by, verbosity=0)


def test_the_command_probes_no_open_study(opened):
    with pytest.raises(CommandError, match="open already"):
        call_command("probe_leaks", opened.token, verbosity=0)
