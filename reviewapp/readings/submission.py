"""What a case's form sent, on its way from a request to its deed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from reviewapp.accounts.models import User, as_user
from reviewapp.readings.draft import save_draft
from reviewapp.readings.forms import SubmissionForm
from reviewapp.readings.questions import questionnaire_of, sent_answers
from reviewapp.readings.session import lock_step, set_aside
from reviewapp.readings.sitting import Screen
from reviewapp.readings.tool_use import ToolUse
from reviewapp.studies.models import Enrolment, Presentation


@dataclass(frozen=True)
class Submission:
    """One step's answers, or with `outcome` those of an abstention or a report."""

    by: User
    presentation: Presentation
    step: int
    outcome: str
    submission_id: UUID
    answers: Mapping[str, list[str]]
    screen: Screen
    tool_use: ToolUse
    attention: str

    @classmethod
    def from_request(cls, request: HttpRequest, reader: Enrolment) -> "Submission":
        """Read a POST. Raises BadRequest for a form that no page sent, Http404 for a
        presentation of anyone else."""
        form = SubmissionForm(request.POST)
        if not form.is_valid():
            raise BadRequest(f"this is no form of a case: {form.errors.as_json()}")
        fields = form.cleaned_data
        step, outcome = fields["step"], fields["outcome"]
        questionnaire = questionnaire_of(reader.study)
        asked = {alternative.code: alternative for alternative in questionnaire.alternatives}
        if step > len(questionnaire.steps) or (outcome and outcome not in asked):
            raise BadRequest("this study asks no such step")
        return cls(
            by=as_user(request.user),
            presentation=own_presentation(reader, fields["presentation"]),
            step=step,
            outcome=outcome,
            submission_id=fields["submission_id"],
            answers=sent_answers(
                asked[outcome] if outcome else questionnaire.steps[step - 1],
                dict(request.POST.lists()),
            ),
            screen=Screen.from_form(
                browser=request.headers.get("User-Agent", ""),
                viewport=request.POST.get("viewport", ""),
                pixel_ratio=request.POST.get("pixel_ratio", ""),
                mm_per_px=request.POST.get("mm_per_px", ""),
            ),
            tool_use=ToolUse.from_text(request.POST.get("tool_use", "")),
            attention=request.POST.get("attention", ""),
        )

    def store(self) -> None:
        """Lock the step, or set the case aside. Raises what those deeds raise."""
        if self.outcome:
            set_aside(
                by=self.by,
                presentation=self.presentation,
                outcome=self.outcome,
                submission_id=self.submission_id,
                answers=self.answers,
                screen=self.screen,
                tool_use=self.tool_use,
                attention=self.attention,
            )
        else:
            lock_step(
                by=self.by,
                presentation=self.presentation,
                step=self.step,
                submission_id=self.submission_id,
                answers=self.answers,
                screen=self.screen,
                tool_use=self.tool_use,
                attention=self.attention,
            )

    def keep_draft(self) -> None:
        """Keep the answers of a step that are not good enough to be locked."""
        if not self.outcome:
            save_draft(
                by=self.by, presentation=self.presentation, step=self.step, answers=self.answers
            )


def own_presentation(reader: Enrolment, token: str) -> Presentation:
    """The reader's own presentation of that token; Http404 for any other."""
    presentation = Presentation.objects.filter(reader=reader, token=token).first()
    if presentation is None:
        raise Http404
    presentation.reader = reader  # with its study, which is loaded already
    return presentation
