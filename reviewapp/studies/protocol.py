"""The protocol that opening freezes: what is asked of whom, about how many ECGs, shown how."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from reviewapp.ecg.display import SETTINGS
from reviewapp.ecg.enlarged import MOST_MM_MV, SPEED_MM_S
from reviewapp.ecg.harmonise import HARMONISE_VERSION
from reviewapp.ecg.paper import PULSE_MV, PULSE_S, Paper
from reviewapp.ecg.signal_chain import CHAIN_LIMITS, CHAIN_STEPS, NEVER_DONE
from reviewapp.studies.allocation import ALGORITHM
from reviewapp.studies.allocation.plan import LEAST_REPEAT_GAP, LONGEST_RUN, SYNTHETIC_PERCENT
from reviewapp.studies.drafting import questionnaire_of
from reviewapp.studies.models import Study
from reviewapp.studies.viewing import Viewing

PROTOCOL_VERSION = "1"
"""Version of the layout of this document, not of a study."""

IDLE_AFTER_S = 30
"""A reader who gave no input for so long is no longer taken to be active."""


def write_protocol(study: Study) -> dict[str, Any]:
    """The whole protocol as JSON values, from what the draft says now."""
    return {
        "version": PROTOCOL_VERSION,
        "name": study.name,
        "description": study.description,
        "registration_id": study.registration_id,
        "ethics_id": study.ethics_id,
        "algorithm": ALGORITHM,
        "allocation_rules": _describe_allocation(),
        "cells": [
            {"rhythm": cell.rhythm, "origin": cell.origin, "case_count": cell.case_count}
            for cell in study.cells.order_by("rhythm", "origin")
        ],
        "practice_count": study.practice_count,
        "repeat_percent": study.repeat_percent,
        "block_size": study.block_size,
        "margin_percent": study.margin_percent,
        "questionnaire": questionnaire_of(study.questionnaire).to_json(),
        "harmonise": {
            "version": HARMONISE_VERSION,
            "steps": [step._asdict() for step in CHAIN_STEPS],
            "limits": list(CHAIN_LIMITS),
            "never_done": list(NEVER_DONE),
        },
        "display": _describe_display(Viewing.from_json(study.viewing)),
        "timing": {"is_recorded": study.records_timing, "idle_after_s": IDLE_AFTER_S},
        "sources": sorted(study.sources.values_list("name", flat=True)),
        "sites": sorted(study.sites.values_list("code", flat=True)),
        "readers": _codes_by_site(study),
    }


def _describe_allocation() -> list[str]:
    """The rules of every plan, in words; what a plan could not meet stands in its notes."""
    least, most = SYNTHETIC_PERCENT
    return [
        "Cases are drawn from the pools by seed, one record a patient.",
        f"{least} to {most} % of the cases of a block are synthetic; over the study the shares are "
        "those of the cells.",
        f"At most {LONGEST_RUN} cases of one origin stand in a row. Alternation is therefore a "
        "little likelier than by chance; readers get no feedback and cannot use it.",
        "Each reader has an order of their own; quarters of the study are balanced over readers.",
        f"A hidden repeat comes at least {LEAST_REPEAT_GAP} cases after the first showing.",
    ]


def _describe_display(viewing: Viewing) -> dict[str, Any]:
    """How each case opens, with its footer, what a reader may switch to and use, and in words how
    it is drawn."""
    return {
        **viewing.to_json(),
        "footer": Paper(viewing.start).footer.text,
        "may_switch_to": {
            setting.code: list(setting.values)
            for setting in SETTINGS
            if setting.code in viewing.switches
        },
        "drawing_rules": list(_describe_drawing(viewing)),
    }


def _describe_drawing(viewing: Viewing) -> Iterator[str]:
    yield (
        f"A calibration pulse of {PULSE_MV:g} mV and {1000 * PULSE_S:g} ms stands before each row. "
        "The footer states speed, gain and filter; nothing on the paper tells of patient or device."
    )
    yield (
        "Gain is never adapted to an ECG. Where traces would collide or leave the paper, rows move "
        "as a whole, with their pulse; where there is no room left, traces overlap."
    )
    yield (
        "Sequential columns go on in time where their neighbour ends, aligned with the rhythm "
        "strips; simultaneous columns all show the beginning."
    )
    yield (
        "The browser shows a case as large as the window allows, at one scale for time and "
        "amplitude. On a screen that was measured with a bank card it says how large 10 mm are; "
        "on any other it says that it is not to scale."
    )
    if "lead" in viewing.tools:
        yield (
            f"An enlarged lead shows the whole recording in two rows at {SPEED_MM_S} mm/s and "
            f"twice the gain, at most {MOST_MM_MV} mm/mV."
        )


def _codes_by_site(study: Study) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    readers = study.enrolments.readers().order_by("site__code", "reader_code")
    for site, code in readers.values_list("site__code", "reader_code"):
        codes.setdefault(site, []).append(code)
    return codes


def hash_document(document: dict[str, Any]) -> str:
    """SHA-256, in hex, of the JSON with sorted keys and no blanks, in ASCII."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
