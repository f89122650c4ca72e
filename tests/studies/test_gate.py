"""What opens the gate: a clean probe of this very draft, or a waiver given after the last one."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from reviewapp.studies import drafting, enrolling, lifecycle, probing
from reviewapp.studies.gate import gate_of, hash_candidates
from reviewapp.studies.models import LeakProbe, LeakWaiver
from reviewapp.studies.opening import OpeningRefusedError, read_draft
from tests.studies.conftest import QUIET, TELLING, keep_probe
from tests.studies.leaks.test_report import REPORT


def state(study):
    return gate_of(study, read_draft(study)).state


def test_a_draft_that_was_not_probed_does_not_open(unprobed, coordinator):
    assert state(unprobed) == "unprobed"
    with pytest.raises(OpeningRefusedError, match="not probed for leaks"):
        lifecycle.open_study(study=unprobed, by=coordinator)


def test_a_clean_probe_opens_the_gate_and_a_later_leak_shuts_it(unprobed):
    keep_probe(unprobed, replace(REPORT, figures=(QUIET,)))
    assert state(unprobed) == "clean"
    keep_probe(unprobed, replace(REPORT, figures=(QUIET, TELLING)))
    assert state(unprobed) == "leaking"


def test_a_probe_that_showed_nothing_does_not_open_it(unprobed):
    keep_probe(unprobed, replace(REPORT, figures=(), refusal="too few cases"))
    assert gate_of(unprobed, read_draft(unprobed)).blocker == (
        "The probe for leaks shows nothing: too few cases."
    )


def test_the_blocker_names_three_leaks_and_counts_the_rest(unprobed):
    names = ["a", "b", "c", "d", "e"]
    keep_probe(
        unprobed, replace(REPORT, figures=tuple(replace(TELLING, name=name) for name in names))
    )
    assert "its ECG: a, b, c and 2 more." in gate_of(unprobed, read_draft(unprobed)).blocker


def test_a_later_probe_outdates_a_waiver(leaking, coordinator):
    probing.waive_leaks(study=leaking, by=coordinator, reason="A pilot.")
    assert state(leaking) == "waived"
    keep_probe(leaking, replace(REPORT, figures=(TELLING,)))
    assert state(leaking) == "leaking"


def test_another_draft_needs_another_probe(ready, coordinator, source):
    assert state(ready) == "waived"
    drafting.set_cells(
        by=coordinator, study=ready, counts={("SR", "real"): 7, ("SR", "synthetic"): 7}
    )
    assert state(ready) == "unprobed"


def test_a_record_barred_since_makes_another_draft(ready, source):
    source.records.filter(name="SR-1").update(barred_reason="clipped")
    assert state(ready) == "unprobed"


def test_words_and_people_change_nothing_that_was_probed(ready, coordinator):
    drafting.change_draft(by=coordinator, study=ready, name="A better name")
    anna = ready.enrolments.get(user__username="anna")
    enrolling.withdraw(by=coordinator, study=ready, reader_code=anna.reader_code)
    assert state(ready) == "waived"


def test_no_origin_goes_into_the_name_of_a_draft(unprobed):
    draft = read_draft(unprobed)
    swapped = frozenset(replace(one, origin="real") for one in draft.candidates)
    assert hash_candidates(replace(draft, candidates=swapped)) == hash_candidates(draft)


def test_the_protocol_keeps_what_was_known_of_leaks_before_the_chain_and_after(
    leaking, coordinator
):
    raw = replace(TELLING, name="numbers: limb-lead residual")
    keep_probe(leaking, replace(REPORT, real=8, synthetic=8, figures=(TELLING,), canary=(raw,)))
    probing.waive_leaks(study=leaking, by=coordinator, reason="A pilot.")
    lifecycle.open_study(study=leaking, by=coordinator)
    kept = leaking.protocol["leak_probe"]
    assert (kept["state"], kept["waived_because"]) == ("waived", "A pilot.")
    assert kept["before_the_chain"] == [
        {"name": "numbers: limb-lead residual", "auc": 1.0, "low": 0.7, "high": 1.0}
    ]
    assert [figure["name"] for figure in kept["as_served"]] == ["picture: length"]


@pytest.mark.parametrize("model", [LeakProbe, LeakWaiver])
def test_the_database_refuses_to_change_what_was_found_or_waived(leaking, coordinator, model):
    probing.waive_leaks(study=leaking, by=coordinator, reason="A pilot.")
    for change in (lambda rows: rows.update(draft_sha256="0"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(model.objects.all())


def test_the_database_refuses_a_waiver_without_a_reason(leaking, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        LeakWaiver.objects.create(study=leaking, by=coordinator, draft_sha256="0", reason="")
