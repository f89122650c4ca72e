"""Why a reader's deed was refused; a view turns each into its page."""

from collections.abc import Mapping
from typing import ClassVar


class Refused(Exception):  # noqa: N818 - says what happened, like Http404
    """A deed that changed nothing. `notice` is the code of what the page then says."""

    notice: ClassVar[str] = ""


class NotYours(Refused):
    """The presentation is not this user's, or its turn has not come: a page says 404."""


class StudyNotOpen(Refused):
    """The study does not take readings, or no longer."""

    notice = "not_open"


class AlreadyAnswered(Refused):
    """This step or case has an answer from another page; the first one was kept."""

    notice = "kept_first"


class NotThisStep(Refused):
    """Another step of this presentation has to be answered first."""

    notice = "not_this_step"


class InvalidAnswers(Refused):
    """What was sent does not answer the questions; `errors` says why, by question code."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{code}: {error}" for code, error in errors.items()))
        self.errors = dict(errors)
