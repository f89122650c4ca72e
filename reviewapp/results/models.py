"""What the results room stores: analyses of unblinded studies, and how far a running one is."""

from django.db import models

from reviewapp.accounts.models import User
from reviewapp.studies.models import Study


class StoredAnalysis(models.Model):
    """One analysis as it was computed; the database refuses to change it.

    ``site`` is the code of the one site it is about, "" for all. Of one study and site the one
    with the highest ``number`` counts; the older ones are kept. ``document`` is the JSON of
    `results.analysis.Analysis`, and ``data_mark`` says cheaply whether readings came since.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="analyses")
    site = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    code_version = models.CharField(max_length=64)
    data_sha256 = models.CharField(max_length=64)
    data_mark = models.CharField(max_length=64)
    seconds = models.FloatField()
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "site", "number"], name="one_analysis_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"analysis {self.number} of study {self.study_id}"


class AnalysisRun(models.Model):
    """An analysis being computed, so that a page can show how far it is; gone when it is done.

    ``told_at`` is when the computation was last heard of; ``failure`` says why it ended.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="analysis_runs")
    site = models.CharField(max_length=20, blank=True)
    section = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(auto_now=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "site"], name="one_analysis_at_a_time")
        ]

    def __str__(self) -> str:
        return f"analysis of study {self.study_id}, {self.done} of {self.total}"
