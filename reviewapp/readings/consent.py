"""Consent: the deed by which a reader joins a study, with a short profile."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from reviewapp.accounts.models import User
from reviewapp.audit.trail import record_event
from reviewapp.readings.refusals import NotYours, StudyNotOpen
from reviewapp.studies.models import Enrolment, Status


@transaction.atomic
def give_consent(*, by: User, reader: Enrolment, profile: Mapping[str, object]) -> None:
    """Keep the reader's consent and profile; a consent already given is left as it is.

    Raises NotYours when `reader` is not `by`'s enrolment, StudyNotOpen when the study does not
    take readings.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    if enrolment.user_id != by.pk:
        raise NotYours
    if enrolment.consent_at is not None:
        return
    if reader.study.status != Status.OPEN:
        raise StudyNotOpen
    enrolment.profile = dict(profile)
    enrolment.consent_at = timezone.now()
    enrolment.save(update_fields=["profile", "consent_at"])
    record_event(
        by=by,
        deed="give_consent",
        target=f"reader {enrolment.reader_code}",
        study_token=reader.study.token,
    )
