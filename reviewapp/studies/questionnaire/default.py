"""The default questionnaire, ``ecg-blind-review/1``. Any change of it is a new version."""

from typing import Final

from reviewapp.studies.questionnaire.codes import NOT_ASSESSABLE, SCORES, VERDICT, VERDICTS
from reviewapp.studies.questionnaire.definition import Choice, Label, Question, Questionnaire, Step


def _choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    """Choices from (code, English, German), picked by the keys 1, 2, 3, ..."""
    return tuple(
        Choice(code, Label(en, de), str(number) if number < 10 else "")
        for number, (code, en, de) in enumerate(rows, start=1)
    )


READING: Final = Step(
    "reading",
    Label("Reading", "Befund"),
    (
        Question(
            "rhythm",
            "choice",
            Label("Rhythm", "Rhythmus"),
            _choices(
                ("sinus", "sinus rhythm", "Sinusrhythmus"),
                ("af", "atrial fibrillation", "Vorhofflimmern"),
                ("other", "other", "anderer"),
                ("uncertain", "uncertain", "unsicher"),
            ),
        ),
        Question(
            "heart_rate",
            "number",
            Label("Heart rate (optional)", "Herzfrequenz (freiwillig)"),
            required=False,
            least=20,
            most=350,
            unit="/min",
        ),
        Question(
            "quality",
            "choice",
            Label("Technical quality", "Technische Qualität"),
            _choices(
                ("good", "good", "gut"),
                ("adequate", "adequate", "ausreichend"),
                ("poor", "poor", "schlecht"),
            ),
        ),
    ),
)

_SCALE: Final = (
    *(
        Choice(code, label, code)
        for code, label in zip(
            SCORES,
            (
                Label("physiologically impossible", "physiologisch unmöglich"),
                Label("doubtful", "zweifelhaft"),
                Label("acceptable", "annehmbar"),
                Label("typical", "typisch"),
                Label("textbook-typical", "lehrbuchtypisch"),
            ),
            strict=True,
        )
    ),
    Choice(NOT_ASSESSABLE, Label("not assessable", "nicht beurteilbar"), "0"),
)

MORPHOLOGY: Final = Step(
    "morphology",
    Label("Morphology", "Morphologie"),
    tuple(
        Question(code, "scale", Label(en, de), _SCALE)
        for code, en, de in (
            ("rr", "RR pattern", "RR-Muster"),
            (
                "atrial",
                "atrial activity (P waves or f waves)",
                "Vorhofaktivität (P- oder f-Wellen)",
            ),
            ("av", "AV relation (PR)", "AV-Überleitung (PQ)"),
            ("qrs", "QRS complex", "QRS-Komplex"),
            ("r_progression", "precordial R progression", "R-Progression der Brustwandableitungen"),
            (
                "axis",
                "frontal axis and limb-lead consistency",
                "Lagetyp und Stimmigkeit der Extremitätenableitungen",
            ),
            ("st", "ST segment", "ST-Strecke"),
            ("t_qt", "T wave and QT", "T-Welle und QT"),
            ("amplitude", "amplitude and calibration", "Amplitude und Eichung"),
            ("noise", "noise, baseline and artefact", "Rauschen, Grundlinie und Artefakte"),
            ("overall", "overall", "Gesamteindruck"),
        )
    ),
)

ORIGIN: Final = Step(
    "origin",
    Label("Origin", "Herkunft"),
    (
        Question(
            VERDICT,
            "choice",
            Label("This ECG is", "Dieses EKG ist"),
            _choices(
                *zip(
                    VERDICTS,
                    (
                        "definitely real",
                        "probably real",
                        "possibly real",
                        "possibly synthetic",
                        "probably synthetic",
                        "definitely synthetic",
                    ),
                    (
                        "sicher echt",
                        "wahrscheinlich echt",
                        "möglicherweise echt",
                        "möglicherweise synthetisch",
                        "wahrscheinlich synthetisch",
                        "sicher synthetisch",
                    ),
                    strict=True,
                )
            ),
        ),
        Question(
            "cues",
            "ticks",
            Label("What told you? (optional)", "Woran haben Sie es erkannt? (freiwillig)"),
            _choices(
                ("rr", "RR intervals", "RR-Abstände"),
                ("p_or_f_wave", "P or f waves", "P- oder f-Wellen"),
                ("qrs", "QRS complex", "QRS-Komplex"),
                ("r_progression", "R progression", "R-Progression"),
                ("st_t", "ST-T", "ST-T"),
                ("too_clean", "too clean", "zu sauber"),
                ("record_edge", "edge of the record", "Rand der Aufzeichnung"),
                ("lead_inconsistency", "leads contradict", "Ableitungen widersprechen sich"),
                ("gut_feeling", "gut feeling", "Bauchgefühl"),
            ),
            required=False,
        ),
        Question(
            "comment",
            "text",
            Label("In your own words (optional)", "In eigenen Worten (freiwillig)"),
            required=False,
            most=2000,
        ),
    ),
)

_REASON_IN_WORDS: Final = Question(
    "reason_text",
    "text",
    Label("In your own words", "In eigenen Worten"),
    required=False,
    required_with="reason:other",
    most=400,
)

ABSTAINED: Final = Step(
    "abstained",
    Label("I abstain from this case", "Ich enthalte mich bei diesem Fall"),
    (
        Question(
            "reason",
            "choice",
            Label("Reason", "Grund"),
            _choices(
                ("known_case", "I know this ECG", "Ich kenne dieses EKG"),
                ("not_competent", "outside my expertise", "außerhalb meiner Fachkunde"),
                ("disturbed", "I was disturbed", "Ich wurde gestört"),
                ("other", "other (please say)", "anderer (bitte angeben)"),
            ),
        ),
        _REASON_IN_WORDS,
    ),
    key="e",
)

UNREADABLE: Final = Step(
    "unreadable",
    Label("Does not render, or is not an ECG", "Wird nicht angezeigt oder ist kein EKG"),
    (
        Question(
            "reason",
            "choice",
            Label("Reason", "Grund"),
            _choices(
                ("does_not_render", "the picture does not appear", "Das Bild erscheint nicht"),
                ("not_an_ecg", "this is not an ECG", "Das ist kein EKG"),
                (
                    "leads_missing",
                    "leads are missing or flat",
                    "Ableitungen fehlen oder sind flach",
                ),
                ("other", "other (please say)", "anderer (bitte angeben)"),
            ),
        ),
        _REASON_IN_WORDS,
    ),
    key="x",
)

DEFAULT: Final = Questionnaire(
    "ecg-blind-review/1", (READING, MORPHOLOGY, ORIGIN), (ABSTAINED, UNREADABLE)
)
