"""A study in the database whose analysis is that of any dataset, as if it had been computed."""

import hashlib
import json

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Role
from reviewapp.ecg.harmonise import harmonise
from reviewapp.results.analysing import kept_analysis
from reviewapp.results.analysis import Analysis, analyse, as_json
from reviewapp.results.charts import sheet_codes
from reviewapp.results.dataset import Dataset
from reviewapp.results.models import StoredAnalysis
from reviewapp.studies.models import Case, Enrolment, Study
from tests.ecg.ecgs import simulated_ecg

from .finished_study import make_unblinded_study

REPLICATES = 40
LEAKS = [
    {"name": "unique values", "auc": 1.0, "low": 0.99, "high": 1.0},
    {"name": "limb-lead residual", "auc": 0.98, "low": 0.94, "high": 1.0},
    {"name": "power above 42 Hz", "auc": 0.57, "low": 0.5, "high": 0.64},
]


def store_study(coordinator: User, dataset: Dataset) -> Study:
    """An unblinded study of the coordinator with the analysis of `dataset`, and ECGs to show."""
    study = make_unblinded_study(coordinator, {}, origins=("real", "synthetic") * 4)
    served = [{"name": "size of the picture", "auc": 0.5, "low": 0.44, "high": 0.56}]
    study.protocol["leak_probe"] = {
        "real": 500, "synthetic": 500, "before_the_chain": LEAKS, "as_served": served,
    }  # fmt: skip
    study.save()
    analysis = analyse(dataset, replicates=REPLICATES)
    _show_ecgs(study, sheet_codes(analysis))
    store_analysis(study, coordinator, analysis)
    return study


def store_analysis(study: Study, by: User, analysis: Analysis) -> None:
    """Put it where the page finds it."""
    enrolment = Enrolment.objects.get(study=study, user=by)
    assert enrolment.role == Role.STUDY_COORDINATOR
    kept_analysis(study=study, enrolment=enrolment)
    made = StoredAnalysis.objects.get(study=study)
    document = json.dumps(as_json(analysis), ensure_ascii=False, allow_nan=False)
    StoredAnalysis.objects.create(
        study=study,
        number=2,
        by=by,
        code_version=made.code_version,
        data_sha256=made.data_sha256,
        data_mark=made.data_mark,
        seconds=3.2,
        document=document,
        document_sha256=hashlib.sha256(document.encode()).hexdigest(),
    )


def _show_ecgs(study: Study, codes: list[str]) -> None:
    """Give the study's cases the codes of the sheet, and a signal each."""
    cases = list(Case.objects.filter(study=study, is_practice=False).order_by("pk"))
    for number, (case, code) in enumerate(zip(cases, codes, strict=False)):
        signal = harmonise(simulated_ecg(beats_per_min=58 + 6 * number)).to_bytes()
        Case.objects.filter(pk=case.pk).update(code=code, signal_5uv=signal)
