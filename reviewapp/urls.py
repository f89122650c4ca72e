"""Every address of the app, room by room."""

from django.urls import include, path

from reviewapp.accounts.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("reviewapp.accounts.urls")),
    path("audit/", include("reviewapp.audit.urls")),
    path("pools/", include("reviewapp.pool.urls")),
    path("studies/", include("reviewapp.studies.urls")),
    path("read/", include("reviewapp.readings.urls")),
    path("results/", include("reviewapp.results.urls")),
]
