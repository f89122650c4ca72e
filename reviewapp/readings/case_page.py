"""What the case page shows: never more than random tokens, counts and the study's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from reviewapp.readings.place import Place
from reviewapp.readings.questions import ShownStep, questionnaire_of, show_step
from reviewapp.readings.timing import records_timing
from reviewapp.readings.toolbar import Look, Toolbar, make_toolbar, viewing_of
from reviewapp.studies.models import Presentation, Status
from reviewapp.studies.questionnaire import Questionnaire


@dataclass(frozen=True)
class SentBack:
    """Answers that were not taken: of the open step (`outcome` is "") or of an alternative."""

    outcome: str
    answers: Mapping[str, list[str]]
    errors: Mapping[str, str]


@dataclass(frozen=True)
class CasePage:
    """Everything that the template of the case page gets.

    `state` is "reading", "finished", "waiting" (not open yet) or "closed"; `notice` the code of
    what the page says at its top. `number` and `total` count the practice cases, or the cases
    of the study proper.
    """

    state: str
    study_token: str
    study_name: str
    notice: str
    case_token: str = ""
    is_practice: bool = False
    number: int = 0
    total: int = 0
    step_number: int = 0
    step_titles: tuple[str, ...] = ()
    step: ShownStep | None = None
    alternatives: tuple[ShownStep, ...] = ()
    toolbar: Toolbar | None = None
    records_timing: bool = False
    practice_is_over: bool = False
    opens_block: bool = False

    @property
    def is_new_case(self) -> bool:
        """Is this the case's first step, so that its heading takes the focus?"""
        return self.step_number == 1

    @property
    def has_errors(self) -> bool:
        """Was something sent back, so that the first question at fault takes the focus?"""
        return any(form.has_errors for form in (self.step, *self.alternatives) if form)


def case_page(
    place: Place, notice: str = "", sent_back: SentBack | None = None, look: Look | None = None
) -> CasePage:
    """The page for where a reader stands; `look` is how the reader looks at ECGs at present."""
    study = place.reader.study
    if study.status != Status.OPEN:
        state = "waiting" if study.status == Status.DRAFT else "closed"
        return CasePage(state, study.token, study.name, notice)
    if place.presentation is None:
        total = place.total_count - place.practice_count
        return CasePage("finished", study.token, study.name, notice, total=total)
    return _reading_page(place, place.presentation, notice, sent_back, look)


def _reading_page(
    place: Place,
    presentation: Presentation,
    notice: str,
    sent_back: SentBack | None,
    look: Look | None,
) -> CasePage:
    language = get_language() or "en"
    study = place.reader.study
    questionnaire = questionnaire_of(study)
    before = 0 if presentation.is_practice else place.practice_count
    proper_count = place.total_count - place.practice_count
    number = presentation.position - before
    return CasePage(
        state="reading",
        study_token=study.token,
        study_name=study.name,
        notice=notice,
        case_token=presentation.token,
        is_practice=presentation.is_practice,
        number=number,
        total=place.practice_count if presentation.is_practice else proper_count,
        step_number=place.step,
        step_titles=tuple(step.title.in_language(language) for step in questionnaire.steps),
        step=_open_step(questionnaire, place, language, sent_back),
        alternatives=_alternatives(questionnaire, language, sent_back),
        toolbar=make_toolbar(viewing_of(study), look, language),
        records_timing=records_timing(study, place.reader),
        practice_is_over=number == 1 and before > 0,
        opens_block=place.opens_block and number > 1 and not presentation.is_practice,
    )


def _open_step(
    questionnaire: Questionnaire, place: Place, language: str, sent_back: SentBack | None
) -> ShownStep:
    """The open step with what was sent a moment ago, else with its draft."""
    step = questionnaire.steps[place.step - 1]
    if sent_back and not sent_back.outcome:
        return show_step(step, language, sent_back.answers, sent_back.errors)
    return show_step(step, language, place.draft_answers)


def _alternatives(
    questionnaire: Questionnaire, language: str, sent_back: SentBack | None
) -> tuple[ShownStep, ...]:
    """The ways to set a case aside, the one that was sent a moment ago with its errors."""
    return tuple(
        show_step(step, language, sent_back.answers, sent_back.errors)
        if sent_back and sent_back.outcome == step.code
        else show_step(step, language)
        for step in questionnaire.alternatives
    )
