"""The audit trail: one append-only table whose rows are chained by hash."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One deed: who did what to which object, when; `hash` covers the row and the one before.

    The database refuses to update or delete a row (see `append_only`).
    """

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    actor_name = models.CharField(max_length=150)
    deed = models.CharField(max_length=60)
    target = models.CharField(max_length=200, blank=True)
    study_token = models.CharField(max_length=43, blank=True, db_index=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.deed} {self.target}"
