"""The least that Django can do in the place of the app: store one row, return a page.

The page has PAGE_BYTES bytes, the size of the app's own; the database and its options are the
app's. `gunicorn benchmarks.bare_view` serves it; `python -m benchmarks.bare_view` makes its table.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from reviewapp import settings as app_settings

settings.configure(
    SECRET_KEY=app_settings.SECRET_KEY,
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES=app_settings.DATABASES,
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    MIDDLEWARE=[],  # no session, no sign-in, no CSRF: the floor, not a fair price
)
django.setup()

PAGE = b"x" * int(os.environ.get("PAGE_BYTES", "10000"))


class Row(models.Model):
    """What the bare view stores."""

    content = models.TextField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return f"row {self.pk}"


@require_POST
@transaction.atomic
def store(request: HttpRequest) -> HttpResponse:
    Row.objects.create(content=request.POST["content"])
    return HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})


def greet(_: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ready", headers={"Content-Length": "5"})


urlpatterns = [path("store/", store), path("static/icon.svg", greet)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Row)
