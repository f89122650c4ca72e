"""The reader's addresses: random tokens, never ids."""

from django.urls import path

from reviewapp.readings import views

app_name = "readings"
urlpatterns = [
    path("", views.study_list, name="list"),
    path("ecg/<str:presentation_token>/", views.picture, name="picture"),
    path("<str:study_token>/", views.case, name="case"),
    path("<str:study_token>/start/", views.start, name="start"),
    path("<str:study_token>/draft/", views.draft, name="draft"),
]
