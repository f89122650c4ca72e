"""A reader at work: the sitting, the draft, each locked step, and the reading that they become."""

from django.db import models
from django.db.models import Q

from reviewapp.studies.models import Enrolment, Presentation


class ReadingSession(models.Model):
    """One sitting of one reader on one machine: what the ECGs were looked at with."""

    reader = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="sessions")
    started_at = models.DateTimeField(auto_now_add=True)
    last_active_at = models.DateTimeField(auto_now=True)
    app_version = models.CharField(max_length=20)
    browser = models.CharField(max_length=300, blank=True)
    viewport = models.CharField(max_length=20, blank=True)  # e.g. 1280x800
    pixel_ratio = models.FloatField(null=True)
    mm_per_px = models.FloatField(null=True)  # a CSS pixel, measured with a bank card

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Draft(models.Model):
    """Answers that are not locked yet, so that another machine goes on exactly here."""

    presentation = models.OneToOneField(
        Presentation, on_delete=models.PROTECT, primary_key=True, related_name="draft"
    )
    answers = models.JSONField(default=dict)  # of the open step only
    first_shown_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"


class LockedStep(models.Model):
    """One step of the questionnaire as it was locked; append-only.

    `submission_id` is minted with the page that was sent: the same one again is a replay.
    """

    presentation = models.ForeignKey(Presentation, on_delete=models.PROTECT, related_name="steps")
    step = models.PositiveSmallIntegerField()  # from 1
    submission_id = models.UUIDField(unique=True)
    answers = models.JSONField()
    tool_use = models.JSONField(default=dict)  # while it was open: tool_use.ToolUse
    locked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["presentation", "step"]
        constraints = [
            models.UniqueConstraint(fields=["presentation", "step"], name="a_step_locks_once")
        ]

    def __str__(self) -> str:
        return f"step {self.step} of presentation {self.presentation_id}"


class Reading(models.Model):
    """One reader's answers to one presentation; exactly one each, append-only."""

    class Outcome(models.TextChoices):
        READ = "read", "read"
        UNREADABLE = "unreadable", "does not render or is not an ECG"
        ABSTAINED = "abstained", "abstained"

    presentation = models.OneToOneField(
        Presentation, on_delete=models.PROTECT, related_name="reading"
    )
    session = models.ForeignKey(ReadingSession, on_delete=models.PROTECT, null=True)
    submission_id = models.UUIDField(unique=True)
    tool_use = models.JSONField(default=dict)  # of all its steps: tool_use.ToolUse
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.READ)
    reason = models.CharField(max_length=500, blank=True)  # of an abstention or a report
    verdict = models.CharField(max_length=30, blank=True)  # code on the six-level scale
    answers = models.JSONField(default=dict)  # every other item by code: rhythm, cues, comment
    first_shown_at = models.DateTimeField()
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="read") & ~Q(verdict=""))
                | (~Q(outcome="read") & Q(verdict="")),
                name="a_verdict_exactly_when_read",
            )
        ]

    def __str__(self) -> str:
        return f"reading of presentation {self.presentation_id}"


class Timing(models.Model):
    """How the time of one step was spent: locked, or open when its case was set aside; append-only.

    `events` is what the browser told, see `attention.Attention`; the times follow from it. Where
    there are none, `missing_because` says why.
    """

    class Missing(models.TextChoices):
        OFF_IN_STUDY = "off_in_study", "the study does not record it"
        OFF_AT_SITE = "off_at_site", "the reader's site does not record it"
        NOT_SENT = "not_sent", "the browser sent nothing"
        UNREADABLE = "unreadable", "what the browser sent makes no sense"
        TOO_LONG = "too_long", "the browser counted longer than the step was open"

    presentation = models.ForeignKey(Presentation, on_delete=models.PROTECT, related_name="timings")
    step = models.PositiveSmallIntegerField()  # from 1
    events = models.JSONField(default=dict)
    active_ms = models.PositiveBigIntegerField(null=True)
    hidden_ms = models.PositiveBigIntegerField(null=True)
    idle_ms = models.PositiveBigIntegerField(null=True)
    missing_because = models.CharField(max_length=12, choices=Missing.choices, blank=True)

    class Meta:
        ordering = ["presentation", "step"]
        constraints = [
            models.UniqueConstraint(fields=["presentation", "step"], name="one_timing_per_step"),
            models.CheckConstraint(
                condition=Q(
                    missing_because="",
                    active_ms__isnull=False,
                    hidden_ms__isnull=False,
                    idle_ms__isnull=False,
                )
                | (
                    ~Q(missing_because="")
                    & Q(active_ms__isnull=True, hidden_ms__isnull=True, idle_ms__isnull=True)
                ),
                name="times_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"timing of step {self.step} of presentation {self.presentation_id}"


class Score(models.Model):
    """One morphology item of one reading: 1 to 5, or not assessable (no value)."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="scores")
    item = models.CharField(max_length=30)
    value = models.PositiveSmallIntegerField(null=True)  # null: not assessable

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "item"], name="one_score_per_item"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(1, 5)), name="score_of_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} of reading {self.reading_id}"
