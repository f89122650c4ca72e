"""The sealed origin of each record: real or synthetic, and how it was made.

Only ingest, a study's opening and `studies.blinding` may import this module (import contracts
hold that), and no reader's page ever gets it.
"""

from django.db import models

from reviewapp.ecg.record import ORIGINS


class Origin(models.Model):
    """Whether a record is real or synthetic; apart from the record, so that no query meets it."""

    record = models.OneToOneField(
        "pool.Record",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="+",  # no walk from a record to its origin: only through this module
    )
    origin = models.CharField(max_length=9, choices=[(o, o) for o in ORIGINS])
    detail = models.JSONField(default=dict)  # generator, checkpoint, sampler, seed, condition

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(origin__in=ORIGINS), name="known_origin")
        ]

    def __str__(self) -> str:
        return f"sealed origin {self.pk}"  # never the origin itself: this ends up in logs
