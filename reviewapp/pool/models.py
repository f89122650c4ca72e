"""Every ECG that may be shown: where it came from, what it is, and its signal as recorded."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reviewapp.accounts.models import Site, User
from reviewapp.ecg.record import RHYTHMS
from reviewapp.pool import sealed  # noqa: F401 -- Django finds the sealed table through this

SILENCE_LIMIT = timedelta(minutes=3)


def new_token() -> str:
    """A random address part of 128 bits: 22 URL-safe characters.

    None begins with "-", which a command line would take for an option.
    """
    token = secrets.token_urlsafe(16)
    return new_token() if token.startswith("-") else token


class Light(models.TextChoices):
    """The traffic light of an evaluation, in words."""

    GREEN = "green", "passes"
    AMBER = "amber", "passes with doubts"
    RED = "red", "fails"
    GREY = "grey", "could not be measured"


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> "SourceQuerySet":
        """The sources of the user's own site."""
        return self.filter(site_id=user.site_id) if user.site_id else self.none()


class Source(models.Model):
    """A database or batch that records came from, owned by one site."""

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10,
        choices=[("wfdb", "WFDB folder"), ("array", "NumPy array"), ("batch", "generated batch")],
    )
    licence = models.CharField(max_length=120)
    is_simulated = models.BooleanField(default=False)  # demo material: said on pages that may
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="one_source_name_per_site")
        ]

    def __str__(self) -> str:
        return self.name


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: User) -> "RecordQuerySet":
        """The records of the user's own site."""
        return self.filter(site_id=user.site_id) if user.site_id else self.none()


class Record(models.Model):
    """One ECG in the pool: 12 standard leads, 10 s, kept as recorded."""

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="records")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    name = models.CharField(max_length=120)  # pseudonymous record id in the source
    patient = models.CharField(max_length=120, blank=True)  # pseudonymous patient id
    rhythm = models.CharField(max_length=8, choices=list(RHYTHMS.items()))
    age = models.PositiveSmallIntegerField(null=True)  # 90 stands for "over 89"
    sex = models.CharField(max_length=1, blank=True, choices=[("F", "female"), ("M", "male")])
    licence = models.CharField(max_length=120)
    rate_hz = models.FloatField()
    sample_count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    cut = models.CharField(max_length=120, blank=True)  # rule by which a longer one was cut
    note = models.CharField(max_length=300, blank=True)
    ingested_at = models.DateTimeField(auto_now_add=True)
    barred_reason = models.CharField(max_length=200, blank=True)  # kept out of future studies

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["source", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "sha256"], name="one_record_per_signal"),
            models.CheckConstraint(condition=Q(rate_hz__gt=0), name="positive_rate"),
            models.CheckConstraint(condition=Q(rhythm__in=list(RHYTHMS)), name="known_rhythm"),
        ]
        indexes = [models.Index(fields=["source", "rhythm"], name="record_by_source_rhythm")]

    def __str__(self) -> str:
        return f"record {self.token}"


class Signal(models.Model):
    """A record's samples, apart from it so that lists of records never load them.

    `samples_uv` is int16 microvolt, little-endian, lead after lead in standard order.
    """

    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, primary_key=True, related_name="signal"
    )
    samples_uv = models.BinaryField()

    def __str__(self) -> str:
        return f"signal {self.pk}"


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: User) -> "EvaluationQuerySet":
        """The reports on sources of the user's own site."""
        return self.filter(source__site_id=user.site_id) if user.site_id else self.none()

    def in_short(self) -> "EvaluationQuerySet":
        """Without the page, and without the data behind the light."""
        return self.defer("page", "document")


class Evaluation(models.Model):
    """One report on a source's batches, as its files said; the database refuses to change it.

    `document` is report.json and `page` report.html, byte for byte; `page` is anybody's HTML, and
    only the sandboxed view may send it. `manifests` are the SHA-256 of the batches' manifests,
    `barred` the records that should enter no pool: [SHA-256 in the manifest, name, reason].
    """

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="evaluations")
    light = models.CharField(max_length=5, choices=Light.choices)
    manifests = models.JSONField()
    barred = models.JSONField()
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    page = models.BinaryField()
    page_sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]  # the newest first
        constraints = [
            models.UniqueConstraint(
                fields=["source", "document_sha256"], name="one_report_once_a_source"
            ),
            models.CheckConstraint(condition=Q(light__in=Light.values), name="known_light"),
        ]

    def __str__(self) -> str:
        return f"evaluation {self.token}"


class IngestRunQuerySet(models.QuerySet["IngestRun"]):
    def visible_to(self, user: User) -> "IngestRunQuerySet":
        """The uploads of the user's own site."""
        return self.filter(site_id=user.site_id) if user.site_id else self.none()


class IngestRun(models.Model):
    """One uploaded zip on its way into the pool, with its report.

    A process of its own checks it and says every few seconds that it is alive.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "being checked"
        DONE = "done", "done"
        FAILED = "failed", "refused"

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    alive_at = models.DateTimeField(auto_now_add=True)

    objects = IngestRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"upload {self.token}"

    @property
    def is_under_way(self) -> bool:
        """Waiting or running, by a process that was alive within SILENCE_LIMIT."""
        unfinished = self.status in (self.Status.WAITING, self.Status.RUNNING)
        return unfinished and timezone.now() - self.alive_at < SILENCE_LIMIT

    @property
    def was_cut_off(self) -> bool:
        """The checking process died without a word; nothing of the upload was taken."""
        unfinished = self.status in (self.Status.WAITING, self.Status.RUNNING)
        return unfinished and not self.is_under_way
