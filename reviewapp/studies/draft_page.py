"""The page on which a study is drafted: every form of it, and what still blocks opening."""

from typing import Any

from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reviewapp.accounts.models import as_user
from reviewapp.pool.models import Source
from reviewapp.pool.queries import count_by_cell, count_by_source
from reviewapp.studies.blockers import check_readiness
from reviewapp.studies.drafting import questionnaire_of
from reviewapp.studies.forms import (
    CellsForm,
    DesignForm,
    EnrolForm,
    QuestionnaireForm,
    SourcesForm,
)
from reviewapp.studies.models import Enrolment, Study
from reviewapp.studies.overview import people_of
from reviewapp.studies.viewing import Viewing
from reviewapp.studies.viewing_form import ViewingForm


def render_draft(
    request: HttpRequest, viewer: Enrolment, **refused: "Form | ModelForm[Study]"
) -> HttpResponse:
    """The whole page; ``refused`` holds, by its name, a form that was sent and not taken (422)."""
    study, user = viewer.study, as_user(request.user)
    fresh = Study.objects.get(pk=study.pk)  # a refused form has changed the instance it checked
    context: dict[str, Any] = {
        "study": study,
        "design": DesignForm(instance=fresh),
        "sources": SourcesForm(user=user, initial={"sources": study.sources.all()}),
        "source_rows": _source_rows(study),
        "may_choose_sources": user.site_id == study.site_id,
        "cells": cells_form(study),
        "viewing": ViewingForm.of(Viewing.from_json(fresh.viewing)),
        "enrol": EnrolForm(user=user),
        "upload": QuestionnaireForm(),
        "questionnaire": questionnaire_of(fresh.questionnaire),
        "is_default_questionnaire": fresh.questionnaire == {},
        "people": people_of(study),
        "readiness": check_readiness(fresh),
    }
    context.update(refused)
    return render(request, "studies/draft.html", context, status=422 if refused else 200)


def cells_form(study: Study, data: Any = None) -> CellsForm:
    """The grid of the study's cells over what its sources hold."""
    return CellsForm(
        data,
        available=count_by_cell(study.sources.all()),
        wanted={(cell.rhythm, cell.origin): cell.case_count for cell in study.cells.all()},
    )


def _source_rows(study: Study) -> list[dict[str, Any]]:
    """The pools to choose from, each with its number of records in all: no origin of any."""
    sources = Source.objects.filter(site=study.site_id)
    counts = count_by_source(sources)
    chosen = set(study.sources.values_list("pk", flat=True))
    return [
        {
            "pk": source.pk,
            "name": source.name,
            "licence": source.licence,
            "is_simulated": source.is_simulated,
            "is_chosen": source.pk in chosen,
            "count": sum(counts.get(source.pk, {}).values()),
        }
        for source in sources
    ]
