"""The deeds of analysis: computed once from an unblinded study, stored, and never replaced quietly.

Of one study there is an analysis of all sites and, where a site may see no other, one of each
site. The newest counts; the older ones are kept.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.http import Http404

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Permission
from reviewapp.audit.trail import record_event
from reviewapp.readings.models import Reading
from reviewapp.results.analysis import Analysis, analyse, as_json, from_json
from reviewapp.results.dataset import read_dataset
from reviewapp.results.findings import Progress
from reviewapp.results.fingerprint import code_version
from reviewapp.results.models import StoredAnalysis
from reviewapp.studies.blinding import StillBlind, may_see_truth
from reviewapp.studies.membership import require
from reviewapp.studies.models import Enrolment, Study

MOST_AT_ONCE: Final = 2_000
"""A page computes the analysis of so many readings by itself, in a few seconds; more take a run."""


class NotAnalysedError(Http404):
    """A study too large to analyse while somebody waits, which was not analysed yet."""


@dataclass(frozen=True)
class Kept:
    """The analysis that counts, and how it stands to the code and the data of today.

    ``number`` of ``total`` that were ever made of this study and site.
    """

    analysis: Analysis
    number: int
    at: datetime
    by: str
    seconds: float
    code_changed: bool
    data_changed: bool


def analyse_study(*, study: Study, enrolment: Enrolment) -> Analysis:
    """The analysis that counts of what `enrolment` may see; a small study's is made where none is.

    Raises `blinding.StillBlind` before unblinding, NotAnalysedError where a large study has none.
    """
    return kept_analysis(study=study, enrolment=enrolment).analysis


def kept_analysis(*, study: Study, enrolment: Enrolment) -> Kept:
    """The same with all that is known of it."""
    stored = find_stored(study=study, enrolment=enrolment)
    if stored is None:
        if readings_of(study, enrolment).count() > MOST_AT_ONCE:
            raise NotAnalysedError("this study was not analysed yet: see its page of results")
        stored = _analyse(study, enrolment, None)
    return Kept(
        analysis=_decoded(stored.document_sha256),
        number=stored.number,
        at=stored.at,
        by=stored.by.username if stored.by else "",
        seconds=stored.seconds,
        code_changed=stored.code_version != code_version(),
        data_changed=stored.data_mark != _mark(study, enrolment),
    )


def find_stored(*, study: Study, enrolment: Enrolment) -> StoredAnalysis | None:
    """The newest stored analysis of what `enrolment` may see, without its document.

    Raises `blinding.StillBlind` before unblinding.
    """
    if not may_see_truth(enrolment.user, study):
        raise StillBlind
    stored = StoredAnalysis.objects.filter(study=study, site=scope_of(enrolment))
    return stored.defer("document").select_related("by").first()


def analyse_again(*, study: Study, by: User, progress: Progress | None = None) -> StoredAnalysis:
    """Analyse what `by` may see from the data and with the code of today; the old ones are kept.

    The first analysis is made by this too. Raises PermissionDenied, and `blinding.StillBlind`
    before unblinding.
    """
    enrolment = require(by, study, Permission.SEE_RESULTS)
    found = find_stored(study=study, enrolment=enrolment)
    return _analyse(study, enrolment, found, progress)


def scope_of(enrolment: Enrolment) -> str:
    """The site that an analysis for this enrolment is about; "" for all."""
    return "" if enrolment.may(Permission.SEE_ALL_SITES) else enrolment.site.code


def readings_of(study: Study, enrolment: Enrolment) -> QuerySet[Reading]:
    """The readings that `enrolment` may see, practice and repeats among them."""
    readers = Enrolment.objects.filter(study=study).visible_to(enrolment).readers()
    return Reading.objects.filter(presentation__reader__in=readers)


def _analyse(
    study: Study, enrolment: Enrolment, last: StoredAnalysis | None,
    progress: Progress | None = None,
) -> StoredAnalysis:  # fmt: skip
    began = time.monotonic()
    mark = _mark(study, enrolment)
    analysis = analyse(read_dataset(study=study, enrolment=enrolment), progress=progress)
    document = json.dumps(as_json(analysis), ensure_ascii=False, allow_nan=False)
    fresh = StoredAnalysis(
        study=study,
        site=scope_of(enrolment),
        number=last.number + 1 if last else 1,
        by=enrolment.user,
        code_version=analysis.code_version,
        data_sha256=analysis.data_sha256,
        data_mark=mark,
        seconds=round(time.monotonic() - began, 3),
        document=document,
        document_sha256=hashlib.sha256(document.encode()).hexdigest(),
    )
    return _keep(fresh, last)


@transaction.atomic
def _keep(fresh: StoredAnalysis, last: StoredAnalysis | None) -> StoredAnalysis:
    """Store it, unless somebody else was quicker: then theirs counts."""
    Study.objects.select_for_update().only("pk").get(pk=fresh.study_id)
    others = StoredAnalysis.objects.filter(study_id=fresh.study_id, site=fresh.site)
    quicker = others.filter(number__gte=fresh.number).first()
    if quicker is not None:
        return quicker
    fresh.save(force_insert=True)
    record_event(
        by=fresh.by,
        deed="analyse_study" if last is None else "analyse_again",
        target=fresh.site,
        study_token=fresh.study.token,
        number=fresh.number,
        code_version=fresh.code_version,
        data_sha256=fresh.data_sha256,
        document_sha256=fresh.document_sha256,
        data_changed=last is not None and last.data_sha256 != fresh.data_sha256,
        code_changed=last is not None and last.code_version != fresh.code_version,
    )
    return fresh


def _mark(study: Study, enrolment: Enrolment) -> str:
    """Readings and the newest of them: readings are append-only, so that more is all that comes.

    The whole hash of the data would read them all for each page.
    """
    found = readings_of(study, enrolment).aggregate(count=Count("pk"), newest=Max("pk"))
    return f"{found['count']} readings up to {found['newest'] or 0}"


@lru_cache(maxsize=4)
def _decoded(document_sha256: str) -> Analysis:
    """The analysis with this hash: decoding a large one takes longer than showing it."""
    stored = StoredAnalysis.objects.filter(document_sha256=document_sha256).latest("pk")
    return from_json(json.loads(stored.document))
