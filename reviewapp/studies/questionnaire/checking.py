"""What a form sent for one step, turned into clean answers or into errors a reader can act on."""

from collections.abc import Mapping, Sequence
from typing import Final

from reviewapp.studies.questionnaire.codes import NOT_ASSESSABLE
from reviewapp.studies.questionnaire.definition import Label, Question, Step

Clean = str | int | list[str] | None
"""A code or text, a number or score, codes of ticks; None for a score: not assessable."""

MISSING: Final = Label("Please answer this question.", "Bitte beantworten Sie diese Frage.")
UNKNOWN: Final = Label(
    "This is none of the choices. Please choose again.",
    "Das ist keine der Auswahlmöglichkeiten. Bitte wählen Sie erneut.",
)
SEVERAL: Final = Label(
    "More than one answer arrived. Please give one.",
    "Es kam mehr als eine Antwort an. Bitte geben Sie eine.",
)
NO_NUMBER: Final = Label(
    "Please write a whole number from {least} to {most}.",
    "Bitte schreiben Sie eine ganze Zahl von {least} bis {most}.",
)
TOO_LONG: Final = Label(
    "At most {most} characters, please; these are {length}.",
    "Bitte höchstens {most} Zeichen; das sind {length}.",
)
UNPRINTABLE: Final = Label(
    "The text holds a character that cannot be kept.",
    "Der Text enthält ein Zeichen, das nicht gespeichert werden kann.",
)


class _Fault(Exception):  # noqa: N818 - never leaves this module
    """One answer that cannot be taken, with the words for the reader."""

    def __init__(self, label: Label, **numbers: int) -> None:
        self.label, self.numbers = label, numbers

    def in_language(self, language: str) -> str:
        return self.label.in_language(language).format(**self.numbers)


def validate_step(
    step: Step, data: Mapping[str, object], language: str = "en"
) -> tuple[dict[str, Clean], dict[str, str]]:
    """Clean answers by question code, and errors by question code in ``language``.

    ``data`` maps question codes to text or to lists of text (``dict(request.POST.lists())``);
    what no question asks for is ignored. An optional question left empty gives no answer; a
    score of None says "not assessable". A step may be locked when there are no errors.
    """
    answers: dict[str, Clean] = {}
    errors: dict[str, str] = {}
    for question in step.questions:
        try:
            answer = _read_answer(question, _texts(data.get(question.code)))
        except _Fault as fault:
            errors[question.code] = fault.in_language(language)
            continue
        if answer != "":
            answers[question.code] = answer
    for question in step.questions:
        is_open = question.code not in answers and question.code not in errors
        if is_open and (question.required or _is_asked_beside(question, answers)):
            errors[question.code] = MISSING.in_language(language)
    return answers, errors


def _is_asked_beside(question: Question, answers: Mapping[str, Clean]) -> bool:
    code, _, wanted = question.required_with.partition(":")
    given = answers.get(code)
    return wanted != "" and (wanted in given if isinstance(given, list) else given == wanted)


def _texts(value: object) -> list[str]:
    """The non-empty texts that arrived for one question."""
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    texts = ["" if value is None else str(value).strip() for value in values]
    return [text for text in texts if text]


def _read_answer(question: Question, texts: list[str]) -> Clean:
    """The clean answer; "" when none was given. Raises _Fault for what cannot be taken."""
    if question.kind == "ticks":
        return _read_ticks(question, texts)
    if len(texts) > 1:
        raise _Fault(SEVERAL)
    if not texts:
        return ""
    (text,) = texts
    if question.kind == "number":
        return _read_number(question, text)
    if question.kind == "text":
        return _read_text(question, text)
    if text not in {choice.code for choice in question.choices}:
        raise _Fault(UNKNOWN)
    if question.kind == "scale":
        return None if text == NOT_ASSESSABLE else int(text)
    return text


def _read_ticks(question: Question, texts: list[str]) -> Clean:
    """Codes in the order of the questionnaire; "" when nothing is ticked."""
    codes = [choice.code for choice in question.choices]
    if not set(texts) <= set(codes):
        raise _Fault(UNKNOWN)
    return [code for code in codes if code in texts] or ""


def _read_number(question: Question, text: str) -> int:
    # isascii: int() would also take digits of other scripts
    is_number = text.isascii() and text.isdigit() and len(text) <= 7
    if not is_number or not question.least <= int(text) <= question.most:
        raise _Fault(NO_NUMBER, least=question.least, most=question.most)
    return int(text)


def _read_text(question: Question, text: str) -> str:
    text = text.replace("\r\n", "\n")
    if len(text) > question.most:
        raise _Fault(TOO_LONG, most=question.most, length=len(text))
    if any(not (character.isprintable() or character in "\n\t") for character in text):
        raise _Fault(UNPRINTABLE)
    return text
