from django.urls import path

from reviewapp.pool import views, views_evaluations

app_name = "pool"
urlpatterns = [
    path("", views.source_list, name="list"),
    path("upload/", views.upload, name="upload"),
    path("runs/<str:token>/", views.run, name="run"),
    path("sources/<str:token>/", views.source, name="source"),
    path("sources/<str:token>/evaluations/", views_evaluations.add, name="add_evaluation"),
    path("evaluations/<str:token>/", views_evaluations.report, name="evaluation"),
    path("records/<str:token>/", views.record, name="record"),
    path("records/<str:token>/picture.svg", views.record_picture, name="record_picture"),
    path("records/<str:token>/bar/", views.bar, name="bar"),
]
