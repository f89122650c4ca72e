"""Addresses of the results: the study's random token, never an id."""

from django.urls import path

from reviewapp.results import api, views, views_analysing, views_exports

app_name = "results"
urlpatterns = [
    path("<str:token>/", views.study, name="study"),
    path("<str:token>/analyse/", views_analysing.analyse, name="analyse"),
    path("<str:token>/analysing/", views_analysing.analysing, name="analysing"),
    path("<str:token>/figures/<slug:name>.<slug:kind>", views.figure, name="figure"),
    path("<str:token>/export.zip", views_exports.archive, name="archive"),
    path("<str:token>/blind.zip", views_exports.blind, name="blind"),
    path("<str:token>/readings.csv", views_exports.readings, name="readings"),
    path("<str:token>/scores.csv", views_exports.scores, name="scores"),
    path("<str:token>/analysis.json", views_exports.analysis, name="analysis"),
    path("<str:token>/codebook.csv", views_exports.codebook, name="codebook"),
    path("<str:token>/api/analysis/", api.analysis, name="api_analysis"),
    path("<str:token>/api/progress/", api.progress, name="api_progress"),
]
