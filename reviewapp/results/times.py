"""The time that readings took, as the readers' browsers told it: active, idle and hidden."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from reviewapp.readings.models import Timing
from reviewapp.studies.models import Presentation

NO_TIMING: Final = "no_timing"
MISSING: Final = {
    NO_TIMING: "the reading was stored by no browser",
    **{str(value): str(label) for value, label in Timing.Missing.choices},
}
"""Why a time is missing: each code and what it means."""


@dataclass(frozen=True)
class StepTime:
    """One step's times in ms; all are None where `missing_because` says why."""

    step: int
    active_ms: int | None
    idle_ms: int | None
    hidden_ms: int | None
    missing_because: str = ""


@dataclass(frozen=True)
class ReadingTime:
    """The times of one reading, whole or not at all: half a sum would look like a quick reader."""

    steps: tuple[StepTime, ...] = ()

    @property
    def active_s(self) -> float | None:
        """In sight, and in use."""
        return _sum_s(step.active_ms for step in self.steps)

    @property
    def idle_s(self) -> float | None:
        """In sight, and not used for longer than the protocol allows."""
        return _sum_s(step.idle_ms for step in self.steps)

    @property
    def hidden_s(self) -> float | None:
        """Out of sight: another tab, a locked screen, or left and come back to."""
        return _sum_s(step.hidden_ms for step in self.steps)

    @property
    def active_s_by_step(self) -> list[float | None]:
        """Active time of each step in order; None where there is none."""
        return [_sum_s([step.active_ms]) for step in self.steps]

    @property
    def missing(self) -> str:
        """The steps without times, each with its code of MISSING; "" when all have times."""
        if not self.steps:
            return NO_TIMING
        return "; ".join(
            f"{step.step} {step.missing_because}" for step in self.steps if step.missing_because
        )

    def unseen_s(self, seconds: float) -> float | None:
        """Of all `seconds` from first shown to stored those in which no page told anything."""
        told = (self.active_s, self.idle_s, self.hidden_s)
        if None in told:
            return None
        return round(seconds - sum(part for part in told if part is not None), 3)


def read_times(presentations: "QuerySet[Presentation]") -> dict[int, ReadingTime]:
    """The times of each presentation, by its number in the database; one query."""
    steps: dict[int, list[StepTime]] = defaultdict(list)
    rows = Timing.objects.filter(presentation__in=presentations).order_by("presentation", "step")
    fields = ("step", "active_ms", "idle_ms", "hidden_ms", "missing_because")
    for presentation_id, *values in rows.values_list("presentation_id", *fields):
        steps[presentation_id].append(StepTime(*values))
    return {presentation_id: ReadingTime(tuple(those)) for presentation_id, those in steps.items()}


def _sum_s(parts_ms: Iterable[int | None]) -> float | None:
    """The sum in s; None when a part is missing or there is none."""
    parts = list(parts_ms)
    if not parts or None in parts:
        return None
    return sum(part for part in parts if part is not None) / 1000
