"""Who may learn an ECG's origin, and when: the one door to the truth of a study."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.pool.sealed import Origin
from reviewapp.studies.membership import find_enrolment
from reviewapp.studies.models import Case, Status, Study

SYNTHETIC = "synthetic"


class StillBlind(PermissionDenied):
    """Somebody asked for the truth who may not see it, or not yet."""


def may_see_truth(user: User, study: Study) -> bool:
    """Is the study unblinded, as the database has it now, and may `user` see its results?"""
    is_unblinded = Study.objects.filter(pk=study.pk, status=Status.UNBLINDED).exists()
    return is_unblinded and find_enrolment(user, study.token, Permission.SEE_RESULTS) is not None


def truth_of_cases(study: Study, user: User) -> dict[int, str]:
    """The origin of each case of the study by the case's primary key, practice among them.

    Raises StillBlind unless `may_see_truth`.
    """
    if not may_see_truth(user, study):
        raise StillBlind
    case_of = dict(Case.objects.filter(study=study).values_list("record_id", "pk"))
    origins = Origin.objects.filter(record__in=Case.objects.filter(study=study).values("record"))
    return {case_of[record]: origin for record, origin in origins.values_list("pk", "origin")}


def which_are_synthetic(study: Study, keys: Sequence[str]) -> list[bool]:
    """For the probe for leaks alone: is the record of each key, from the study's pools, synthetic?

    Nobody gets to see this: the probe makes areas under the curve of it, over all cases at once.
    """
    rows = Origin.objects.filter(
        record__source__in=study.sources.all(), record__sha256__in=keys
    ).values_list("record__sha256", "origin")
    origin_of = dict(rows)
    return [origin_of[key] == SYNTHETIC for key in keys]
