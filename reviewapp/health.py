"""Is the app alive, and is it ready? For a load balancer; neither says a version or a name."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from reviewapp.audit.append_only import missing_triggers


@login_not_required
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers; asks nothing of the database."""
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, is migrated, and keeps its append-only tables; else 503."""
    executor = MigrationExecutor(connection)  # a database that is away becomes a 503 as anywhere
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    ready = {
        "database": True,
        "migrations": not pending,
        "append_only_triggers": not missing_triggers(connection),
    }
    return JsonResponse(ready, status=200 if all(ready.values()) else 503)
