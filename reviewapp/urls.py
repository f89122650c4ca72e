"""Every address of the app, room by room."""

from django.urls import include, path

from reviewapp.accounts.views import home
from reviewapp.health import livez, readyz

urlpatterns = [
    path("", home, name="home"),
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("", include("reviewapp.accounts.urls")),
    path("audit/", include("reviewapp.oversight.urls")),
    path("pools/", include("reviewapp.pool.urls")),
    path("studies/", include("reviewapp.studies.urls")),
    path("read/", include("reviewapp.readings.urls")),
    path("results/", include("reviewapp.results.urls")),
]

handler400 = "reviewapp.errors.bad_request"
handler403 = "reviewapp.errors.forbidden"
handler404 = "reviewapp.errors.not_found"
handler500 = "reviewapp.errors.server_error"
