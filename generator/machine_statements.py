"""What the statements of an ECG machine say of the rhythm: SR, AF, other, or nothing certain.

The rule is strict on purpose: a record is SR or AF when the machine says so plainly and nothing
that it says beside it tells of another rhythm, of extra beats or of a pacemaker. Statements are
compared in lower case, without blanks, stars, dashes and full stops around them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

SINUS: Final = frozenset(
    {
        "sinus rhythm",
        "normal sinus rhythm",
        "sinus rhythm with borderline 1st degree a-v block",
        "sinus rhythm with 1st degree a-v block",
        "sinus rhythm with prolonged pr interval",
        "sinus rhythm with short pr interval",
    }
)
"""A slow, fast or irregular sinus rhythm is other, as it is in the plain folders' tables; a first
degree block changes neither P waves nor regularity, so it stays."""
FIBRILLATION: Final = frozenset(
    {
        "atrial fibrillation",
        *(
            f"atrial fibrillation with {response} ventricular response"
            for response in ("rapid", "slow", "controlled", "moderate")
        ),
    }
)
NORMAL: Final = "normal ecg"
"""Not 'otherwise normal ECG', 'borderline ECG', 'normal ECG except for rate'."""
OTHER_RHYTHM: Final = (
    "2nd degree",
    "3rd degree",
    "a-v dissociation",
    "aberra",
    "accelerated",
    "arrhythmia",
    "asystole",
    "av block, complete",
    "bigem",
    "bradycardia",
    "complete a-v block",
    "complete heart block",
    "couplet",
    "ectopic",
    "escape",
    "fibrillation",
    "flutter",
    "idioventricular",
    "irregular",
    "junctional",
    "mobitz",
    "multifocal",
    "pac(s)",
    "paced",
    "pacemaker",
    "pacing",
    "pacs",
    "premature",
    "pvc",
    "rhythm",
    "tachycardia",
    "trigem",
    "wandering",
    "wenckebach",
)
"""Parts of statements, in any of them, that speak of a rhythm. One outside SINUS and FIBRILLATION
that has such a part makes the record other: 'Possible atrial fibrillation', 'Sinus rhythm with
PAC(s)', 'Atrial flutter', 'Demand pacing'."""
DOUBTED: Final = (
    "artifact",
    "data quality",
    "lead reversal",
    "leads reversed",
    "missing lead",
    "poor quality",
    "unsuitable for analysis",
)
"""Parts of statements by which the machine doubts the recording itself."""


@dataclass(frozen=True)
class Finding:
    """What the statements of one record amount to."""

    rhythm: str
    """SR, AF or other; empty where nothing is said of the rhythm."""
    is_normal: bool = False
    is_doubted: bool = False


def finding_of(statements: Iterable[str]) -> Finding:
    """The rhythm that ``statements``, of one record and in any order, agree on."""
    plain = [normalised(statement) for statement in statements if statement.strip()]
    rhythms = {rhythm for each in plain if (rhythm := _rhythm_of(each))}
    rhythm = rhythms.pop() if len(rhythms) == 1 else "other" if rhythms else ""
    return Finding(
        rhythm,
        is_normal=rhythm == "SR" and NORMAL in plain,
        is_doubted=any(part in each for each in plain for part in DOUBTED),
    )


def normalised(statement: str) -> str:
    """'*** Atrial  Fibrillation. ***' as 'atrial fibrillation'."""
    return " ".join(statement.lower().split()).strip(" .*-")


def _rhythm_of(statement: str) -> str:
    if statement in SINUS:
        return "SR"
    if statement in FIBRILLATION:
        return "AF"
    return "other" if any(part in statement for part in OTHER_RHYTHM) else ""
