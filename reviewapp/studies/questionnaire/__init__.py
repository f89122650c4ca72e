"""PURE: what a reader is asked: versioned questions in locked steps, in English and German.

``definition`` holds the frozen parts, ``default`` the questionnaire ``ecg-blind-review/1``,
``document`` its JSON, ``checking`` turns what a form sent into clean answers or errors.
"""

from reviewapp.studies.questionnaire.checking import validate_step
from reviewapp.studies.questionnaire.codes import VERDICTS, is_synthetic, verdict_rank
from reviewapp.studies.questionnaire.default import DEFAULT
from reviewapp.studies.questionnaire.definition import (
    Choice,
    Label,
    Question,
    Questionnaire,
    QuestionnaireError,
    Step,
)

__all__ = [
    "DEFAULT",
    "VERDICTS",
    "Choice",
    "Label",
    "Question",
    "Questionnaire",
    "QuestionnaireError",
    "Step",
    "is_synthetic",
    "validate_step",
    "verdict_rank",
]
