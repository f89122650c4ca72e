"""The addresses of the studies room: random tokens, never ids."""

from django.urls import path

from reviewapp.studies import views, views_draft, views_leaks, views_lifecycle

app_name = "studies"
urlpatterns = [
    path("", views.study_list, name="list"),
    path("new/", views.new, name="new"),
    path("<str:token>/", views.study, name="study"),
    path("<str:token>/progress/", views.progress, name="progress"),
    path("<str:token>/protocol/", views.protocol, name="protocol"),
    path("<str:token>/protocol.json", views.protocol_json, name="protocol_json"),
    path("<str:token>/plan.json", views.plan_json, name="plan_json"),
    path("<str:token>/questionnaire/", views.questionnaire, name="questionnaire"),
    path("<str:token>/questionnaire.json", views.questionnaire_json, name="questionnaire_json"),
    path("<str:token>/edit/", views_draft.edit, name="edit"),
    path("<str:token>/edit/pools/", views_draft.sources, name="sources"),
    path("<str:token>/edit/cases/", views_draft.cells, name="cells"),
    path("<str:token>/edit/viewing/", views_draft.viewing, name="viewing"),
    path("<str:token>/edit/enrol/", views_draft.enrol, name="enrol"),
    path("<str:token>/edit/withdraw/", views_draft.withdraw, name="withdraw"),
    path(
        "<str:token>/edit/questionnaire/",
        views_draft.upload_questionnaire,
        name="upload_questionnaire",
    ),
    path(
        "<str:token>/edit/questionnaire/default/",
        views_draft.reset_questionnaire,
        name="reset_questionnaire",
    ),
    path("<str:token>/leaks/", views_leaks.leaks, name="leaks"),
    path("<str:token>/leaks/waive/", views_leaks.waive, name="waive_leaks"),
    path("<str:token>/open/", views_lifecycle.open_study, name="open"),
    path("<str:token>/lock/", views_lifecycle.lock, name="lock"),
    path("<str:token>/unblind/", views_lifecycle.ask_unblinding, name="ask_unblinding"),
    path(
        "<str:token>/unblind/approve/",
        views_lifecycle.approve_unblinding,
        name="approve_unblinding",
    ),
]
