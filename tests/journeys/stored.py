"""What a database under test holds of a study, read whole in a process of its own.

    python -m tests.journeys.stored STUDY-TOKEN

prints it as JSON: every locked step, every reading, and the audit trail's own verdict.
"""

import json
import sys
from collections import Counter
from typing import Any

import django

from tests.journeys.server import run_python


def fetch_stored(study: str, environment: dict[str, str]) -> dict[str, Any]:
    """`read_stored` on the database of `environment`, as JSON brings it back."""
    stored: dict[str, Any] = json.loads(
        run_python(["-m", "tests.journeys.stored", study], environment)
    )
    return stored


def read_stored(study: str) -> dict[str, Any]:
    """Locked steps, readings and audit events of the study with token `study`."""
    from reviewapp.audit.models import AuditEvent
    from reviewapp.audit.trail import verify_chain
    from reviewapp.studies.models import Presentation

    events = AuditEvent.objects.filter(study_token=study).values_list("deed", flat=True)
    return {
        "presentations": Presentation.objects.filter(case__study__token=study).count(),
        "steps": _read_steps(study),
        "readings": _read_readings(study),
        "events": Counter(events),
        "chain": verify_chain(AuditEvent.objects.order_by("sequence")),
    }


def _read_steps(study: str) -> list[dict[str, Any]]:
    from reviewapp.readings.models import LockedStep

    steps = LockedStep.objects.filter(presentation__case__study__token=study)
    return [
        {
            "submission_id": str(step.submission_id),
            "presentation": step.presentation.token,
            "step": step.step,
            "answers": step.answers,
        }
        for step in steps.select_related("presentation")
    ]


def _read_readings(study: str) -> list[dict[str, Any]]:
    from reviewapp.readings.models import Reading

    readings = Reading.objects.filter(presentation__case__study__token=study)
    return [
        {
            "submission_id": str(reading.submission_id),
            "presentation": reading.presentation.token,
            "answers": {"verdict": reading.verdict, **reading.answers},
            "scores": [[score.item, score.value] for score in reading.scores.all()],
        }
        for reading in readings.select_related("presentation").prefetch_related("scores")
    ]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(read_stored(sys.argv[1])))  # noqa: T201
