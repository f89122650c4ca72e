"""May a draft be opened, as far as leaks go? Only when a probe cleared it, or somebody waived it.

A probe and a waiver speak for the draft as it was: its cells, its candidates, its display and the
version of the signal chain. Whoever changes one of them has to probe again. A later probe of the
same draft outdates a waiver, so that nobody waives what was found afterwards.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from reviewapp.ecg.harmonise import HARMONISE_VERSION
from reviewapp.studies.leaks.report import Figure, LeakReport
from reviewapp.studies.models import LeakProbe, LeakWaiver, Study
from reviewapp.studies.opening import Draft

NAMED_LEAKS = 3


@dataclass(frozen=True)
class Gate:
    """The newest probe and waiver of a draft as it is now, and the report of that probe."""

    draft_sha256: str
    probe: LeakProbe | None
    report: LeakReport | None
    waiver: LeakWaiver | None

    @property
    def blocker(self) -> str:
        """Why the study cannot be opened, as a sentence; "" when it can."""
        if self.waiver is not None:
            return ""
        if self.report is None:
            return "The study was not probed for leaks, or it changed since."
        if self.report.refusal:
            return f"The probe for leaks shows nothing: {self.report.refusal}."
        if not self.report.leaks:
            return ""
        names = [figure.name for figure in self.report.leaks]
        named = ", ".join(names[:NAMED_LEAKS])
        more = f" and {len(names) - NAMED_LEAKS} more" if len(names) > NAMED_LEAKS else ""
        return f"The origin of a case shows in something else than its ECG: {named}{more}."

    @property
    def state(self) -> str:
        """ "waived", "unprobed", "clean", "leaking" or "refused", for the audit trail and pages."""
        if self.waiver is not None:
            return "waived"
        if self.report is None:
            return "unprobed"
        if self.report.refusal:
            return "refused"
        return "leaking" if self.report.leaks else "clean"


def gate_of(study: Study, draft: Draft) -> Gate:
    """Where `study` stands, drafted as `draft` says. Two queries."""
    draft_sha256 = hash_candidates(draft)
    probe = LeakProbe.objects.filter(study=study, draft_sha256=draft_sha256).first()
    waivers = LeakWaiver.objects.filter(study=study, draft_sha256=draft_sha256, probe=probe)
    report = LeakReport.from_json(probe.report) if probe else None
    return Gate(draft_sha256, probe, report, waivers.select_related("by").first())


def hash_candidates(draft: Draft) -> str:
    """SHA-256 of what decides which cases are drawn and how they are drawn; no origin goes in."""
    document = [
        HARMONISE_VERSION,
        draft.protocol["display"],
        [[cell.rhythm, cell.origin, cell.count] for cell in draft.cells],
        sorted([one.key, one.rhythm, one.patient] for one in draft.candidates),
    ]
    return hashlib.sha256(json.dumps(document).encode()).hexdigest()


def describe_gate(gate: Gate) -> dict[str, Any]:
    """What the protocol of a study that is opened says of its probe, as JSON values.

    The AUCs of the records before the signal chain stand beside those after it: what the chain
    takes away is to be published with what readers found.
    """
    report = gate.report or LeakReport(real=0, synthetic=0)
    return {
        "state": gate.state,
        "waived_because": gate.waiver.reason if gate.waiver else "",
        "real": report.real,
        "synthetic": report.synthetic,
        "smallest_auc_caught": report.smallest_caught,
        "before_the_chain": [_describe_figure(figure) for figure in report.canary],
        "as_served": [_describe_figure(f) for f in report.figures if not f.is_constant],
        "the_same_for_all": [figure.name for figure in report.figures if figure.is_constant],
        "realism": _describe_figure(report.picture) if report.picture else None,
    }


def _describe_figure(figure: Figure) -> dict[str, Any]:
    """AUC with its 95 % interval, to three decimals."""
    numbers = {"auc": figure.auc, "low": figure.low, "high": figure.high}
    return {"name": figure.name, **{name: round(value, 3) for name, value in numbers.items()}}
