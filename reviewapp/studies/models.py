"""The protocol of one blind review: study, who takes part, its cases, and who reads which when."""

import secrets

from django.db import models
from django.db.models import Q

from reviewapp.accounts.models import Site, User
from reviewapp.accounts.roles import PERMISSIONS, Permission, Role
from reviewapp.ecg.record import ORIGINS, RHYTHMS
from reviewapp.pool.models import Record, Source, new_token

REASON_LENGTH = 300


def new_reader_code() -> str:
    """A pseudonym such as R-7KQF: random, so that it says nothing of site or order."""
    return "R-" + "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(5))


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    OPEN = "open", "open"
    LOCKED = "locked", "locked"
    UNBLINDED = "unblinded", "unblinded"


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: User) -> "StudyQuerySet":
        """The studies that the user is enrolled in, in whatever role."""
        return self.filter(enrolments__user=user).distinct()


class Study(models.Model):
    """One blind review. Only `studies.lifecycle` writes `status` and what opening freezes."""

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    registration_id = models.CharField(max_length=60, blank=True)
    ethics_id = models.CharField(max_length=60, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="coordinated_studies")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The draft; frozen into `protocol` at opening
    sources = models.ManyToManyField(Source, blank=True, related_name="+")
    sites = models.ManyToManyField(Site, blank=True, related_name="+")
    questionnaire = models.JSONField(default=dict, blank=True)  # empty: the default one
    viewing = models.JSONField(default=dict, blank=True)  # empty: the default one
    practice_count = models.PositiveSmallIntegerField(default=4)
    repeat_percent = models.PositiveSmallIntegerField(default=15)
    block_size = models.PositiveSmallIntegerField(default=22)
    margin_percent = models.PositiveSmallIntegerField(default=10)
    records_timing = models.BooleanField(default=True)
    # Frozen at opening
    protocol = models.JSONField(default=dict, blank=True)
    protocol_sha256 = models.CharField(max_length=64, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    plan_sha256 = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)  # sealed until unblinding
    seed_sha256 = models.CharField(max_length=64, blank=True)  # its published commitment
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    unblinded_at = models.DateTimeField(null=True)
    unblinding_asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unblinding_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "studies"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="known_status"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, opened_at__isnull=True)
                | (~Q(status=Status.DRAFT) & Q(opened_at__isnull=False) & ~Q(plan_sha256="")),
                name="opened_with_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.UNBLINDED)
                | Q(locked_at__isnull=False, unblinded_at__isnull=False),
                name="unblinded_after_locking",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """How many cases of one rhythm and origin the study draws."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="cells")
    rhythm = models.CharField(max_length=8, choices=list(RHYTHMS.items()))
    origin = models.CharField(max_length=9, choices=[(o, o) for o in ORIGINS])
    case_count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rhythm", "origin"]
        constraints = [
            models.UniqueConstraint(fields=["study", "rhythm", "origin"], name="one_cell_each")
        ]

    def __str__(self) -> str:
        return f"{self.case_count} x {self.rhythm} {self.origin}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def readers(self) -> "EnrolmentQuerySet":
        return self.filter(role=Role.READER)

    def visible_to(self, enrolment: "Enrolment") -> "EnrolmentQuerySet":
        """The enrolments of the same study that `enrolment` may see: all sites, or the own."""
        visible = self.filter(study_id=enrolment.study_id)
        if enrolment.may(Permission.SEE_ALL_SITES):
            return visible
        if enrolment.may(Permission.SEE_PROGRESS):
            return visible.filter(site_id=enrolment.site_id)
        return visible.filter(pk=enrolment.pk)


class Enrolment(models.Model):
    """One user in one study, at one site, in one role."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=20, choices=Role.choices)
    reader_code = models.CharField(max_length=10, default=new_reader_code, editable=False)
    profile = models.JSONField(default=dict, blank=True)  # specialty, grade, years, ...
    consent_at = models.DateTimeField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["site__code", "reader_code"]
        constraints = [
            models.UniqueConstraint(fields=["study", "user"], name="one_enrolment_per_user"),
            models.UniqueConstraint(fields=["study", "reader_code"], name="one_reader_per_code"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="known_enrolment_role"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_code} ({self.role})"

    def may(self, permission: Permission) -> bool:
        """Does this enrolment's role carry `permission` within its study?"""
        return permission in PERMISSIONS[self.role]


class Case(models.Model):
    """A record drawn into a study, brought through the signal chain once, at opening.

    `signal_5uv` is int16 in steps of 5 microvolt, see `ecg.harmonise.HarmonisedEcg.to_bytes`.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="cases")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    is_practice = models.BooleanField(default=False)
    signal_5uv = models.BinaryField()
    signal_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "record"], name="one_case_per_record")
        ]

    def __str__(self) -> str:
        return f"case {self.code}"


class Presentation(models.Model):
    """One case before one reader at one position; may be practice, or repeat an earlier one.

    Written whole at opening and never changed: the database refuses it.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="presentations")
    reader = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="presentations")
    position = models.PositiveIntegerField()  # from 1, practice first
    block = models.PositiveIntegerField()  # 0 for practice
    is_practice = models.BooleanField(default=False)
    repeat_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="repeat"
    )

    class Meta:
        ordering = ["reader", "position"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "position"], name="one_case_per_position")
        ]

    def __str__(self) -> str:
        return f"presentation {self.token}"


class LeakProbe(models.Model):
    """What was found when a draft was probed for leaks; the database refuses to change it.

    `draft_sha256` names the draft that was probed: see `studies.gate`.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="leak_probes")
    draft_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_clean = models.BooleanField()
    report = models.JSONField()  # leaks.report.LeakReport

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"probe {self.pk}"


class LeakWaiver(models.Model):
    """A coordinator's word that a draft may be opened although a probe did not clear it.

    `probe` is what it was given in view of; None when the draft had not been probed.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="leak_waivers")
    probe = models.ForeignKey(LeakProbe, on_delete=models.PROTECT, null=True, related_name="+")
    draft_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=REASON_LENGTH)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="waived_for_a_reason")]

    def __str__(self) -> str:
        return f"waiver {self.pk}"
