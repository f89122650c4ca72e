import hashlib
import random

import pytest

from reviewapp.accounts.roles import Role
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.pool.signals import load_ecg
from reviewapp.studies import drafting
from reviewapp.studies.lifecycle import open_study
from reviewapp.studies.models import Case, Enrolment, Presentation
from reviewapp.studies.opening import OpeningRefusedError, prepare, read_candidates
from reviewapp.studies.probing import waive_leaks
from tests.studies.conftest import WAIVED, add_record


def test_every_case_is_drawn_once_and_harmonised(opened):
    cases = Case.objects.filter(study=opened).select_related("record__signal")
    assert cases.filter(is_practice=False).count() == 16
    assert cases.filter(is_practice=True).count() == 2
    for case in cases:
        signal = bytes(case.signal_5uv)
        assert signal == harmonise(load_ecg(case.record)).to_bytes()
        assert case.signal_sha256 == hashlib.sha256(signal).hexdigest()
        assert HarmonisedEcg.from_bytes(signal).rate_hz == 500


def test_each_reader_gets_every_case_with_practice_first(opened):
    for reader in opened.enrolments.readers():
        shown = list(reader.presentations.select_related("case"))
        assert [p.position for p in shown] == list(range(1, 19))
        assert [p.is_practice for p in shown] == [True] * 2 + [False] * 16
        assert all(p.case.is_practice == p.is_practice for p in shown)
        assert len({p.case_id for p in shown}) == 18


def test_every_presentation_has_a_token_of_its_own(opened):
    tokens = set(Presentation.objects.values_list("token", flat=True))
    assert len(tokens) == 2 * 18
    assert all(len(token) == 22 for token in tokens)


def test_the_stored_plan_is_what_was_presented(opened):
    for reader in opened.enrolments.readers():
        planned = opened.plan["readers"][reader.reader_code]
        shown = reader.presentations.select_related("case__record").order_by("position")
        assert [p["case_key"] for p in planned] == [s.case.record.sha256 for s in shown]


def test_hidden_repeats_refer_to_their_first_showing(ready, coordinator, source):
    for origin in ("real", "synthetic"):
        for number in range(12, 22):
            add_record(source, "SR", origin, number)
    ready = drafting.change_draft(by=coordinator, study=ready, repeat_percent=15)
    drafting.set_cells(
        by=coordinator, study=ready, counts={("SR", "real"): 20, ("SR", "synthetic"): 20}
    )
    waive_leaks(study=ready, by=coordinator, reason=WAIVED)
    open_study(study=ready, by=coordinator)
    repeats = Presentation.objects.filter(repeat_of__isnull=False).select_related("repeat_of")
    assert repeats.count() == 2 * 6
    for repeat in repeats:
        assert repeat.case_id == repeat.repeat_of.case_id
        assert repeat.reader_id == repeat.repeat_of.reader_id
        assert repeat.position - repeat.repeat_of.position >= 25


def test_the_order_of_rows_carries_no_origin(opened):
    """Cases stand in the order of their hashes, whatever order they were drawn in."""
    keys = list(Case.objects.order_by("pk").values_list("record__sha256", flat=True))
    assert keys == sorted(keys)


def test_a_patient_name_counts_within_its_source(ready, source):
    source.records.filter(name="SR-1").update(patient="P1")
    patients = {candidate.patient for candidate in read_candidates(ready)}
    assert patients == {"", "Pool P1"}


def test_the_plan_follows_from_seed_and_draft_alone(opened):
    """The same on every database: nothing but codes, hashes and the seed goes in."""
    again = prepare(opened, seed=opened.seed)
    assert again.plan.sha256 == opened.plan_sha256
    assert again.plan.seed_commitment == opened.seed_sha256


def test_rows_in_another_order_give_the_same_plan(ready):
    before = prepare(ready, seed="seed").plan
    enrolments = list(Enrolment.objects.filter(study=ready, role=Role.READER).values())
    Enrolment.objects.filter(study=ready, role=Role.READER).delete()
    random.shuffle(enrolments)
    for values in enrolments:
        Enrolment.objects.create(**{key: values[key] for key in values if key != "id"})
    assert prepare(ready, seed="seed").plan.sha256 == before.sha256


def test_this_study_has_this_plan_on_every_database(ready, anna, bela):
    """The suite runs on SQLite and on PostgreSQL; both have to meet this hash."""
    for user, code in ((anna, "R-AAAAA"), (bela, "R-BBBBB")):
        ready.enrolments.filter(user=user).update(reader_code=code)
    assert (
        prepare(ready, seed="2026").plan.sha256
        == "5a789e468fc9a4fa722961021e1918006de59cccdb38b4190a84e00e50608916"
    )


def test_a_record_that_the_chain_cannot_take_is_named(ready, source):
    record = source.records.first()
    source.records.update(rate_hz=90)
    with pytest.raises(OpeningRefusedError) as refusal:
        prepare(ready)
    assert len(refusal.value.reasons) == 18
    assert "sampled at 90 Hz" in refusal.value.reasons[0]
    assert record.name not in str(refusal.value)
