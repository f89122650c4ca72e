"""Datasets without a database: who gave which verdict to which case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reviewapp.readings.tool_use import ToolUse
from reviewapp.results.dataset import (
    Dataset,
    StudyCase,
    StudyFacts,
    StudyPresentation,
    StudyReader,
    StudyReading,
)
from reviewapp.results.times import ReadingTime, StepTime
from reviewapp.studies.questionnaire import DEFAULT

MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
S, R = "probably_synthetic", "probably_real"

PUBLISHED_ORIGINS = ("synthetic",) * 22 + ("real",) * 22
PUBLISHED_VERDICTS = (S,) * 5 + (R,) * 17 + (S,) * 5 + (R,) * 17
"""Alcaraz and Strodthoff 2023: 5 of 22 synthetic and 5 of 22 real ECGs called synthetic."""


def make_case(number: int, origin: str) -> StudyCase:
    return StudyCase(
        code=f"case{number:03d}",
        origin=origin,
        rhythm="SR",
        source="PTB-XL",
        is_simulated=False,
        record=f"record{number:03d}",
        patient=f"patient{number:03d}",
        age=61,
        sex="F",
        licence="CC-BY-4.0",
        record_sha256="0" * 64,
        signal_sha256="1" * 64,
    )


def make_reading(verdict: str = R, outcome: str = "read", score: int | None = 4) -> StudyReading:
    is_read = outcome == "read"
    return StudyReading(
        outcome=outcome,
        reason="" if is_read else "I was disturbed",
        verdict=verdict if is_read else "",
        answers={"rhythm": "sinus", "cues": ["qrs", "st_t"], "comment": "none"} if is_read else {},
        scores=dict.fromkeys(DEFAULT.scale_codes, score) if is_read else {},
        first_shown_at=MOMENT,
        submitted_at=MOMENT + timedelta(seconds=58.25),
        app_version="0.1.0",
        browser="Firefox",
        viewport="1280x800",
        pixel_ratio=1.5,
        mm_per_px=0.25,
        time=ReadingTime((StepTime(1, 20_000, 5_000, 250), StepTime(2, 30_500, 0, 0))),
        tool_use=ToolUse({"zoom": 2, "march_out": 0}, ("25_10_3x4-1R_sequential_standard_red",)),
    )


def make_facts() -> StudyFacts:
    return StudyFacts(
        token="t" * 22,
        name="Can you tell?",
        registration_id="DRKS00000001",
        ethics_id="S-123/2026",
        margin_percent=10,
        opened_at=MOMENT,
        locked_at=MOMENT,
        unblinded_at=MOMENT,
        protocol_sha256="a" * 64,
        plan_sha256="b" * 64,
        seed_sha256="c" * 64,
        seed="d" * 64,
    )


def make_dataset(
    origins: Sequence[str], verdicts: Mapping[tuple[str, str], Sequence[str | None]]
) -> Dataset:
    """`verdicts` by (reader, site): one for each case in order; None: not read."""
    cases = tuple(make_case(number, origin) for number, origin in enumerate(origins))
    readers = tuple(StudyReader(code, site) for code, site in verdicts)
    presentations = tuple(
        StudyPresentation(
            token=f"{reader.code}-{case.code}",
            reader=reader,
            case=case,
            position=position,
            block=1,
            is_practice=False,
            repeat_of="",
            reading=None if verdict is None else make_reading(verdict),
        )
        for reader, given in zip(readers, verdicts.values(), strict=True)
        for position, (case, verdict) in enumerate(zip(cases, given, strict=True), start=1)
    )
    return Dataset(
        study=make_facts(),
        questionnaire=DEFAULT,
        site="",
        site_names={"HD": "Heidelberg", "GOE": "Göttingen"},
        readers=readers,
        cases=cases,
        presentations=presentations,
    )


def published_study() -> Dataset:
    """The published Turing test: one reader."""
    return make_dataset(PUBLISHED_ORIGINS, {("R-ANNA", "HD"): PUBLISHED_VERDICTS})


def two_site_study() -> Dataset:
    """The same with a second reader, at a second site, who answers differently."""
    other = (S, R) * 22
    return make_dataset(
        PUBLISHED_ORIGINS, {("R-ANNA", "HD"): PUBLISHED_VERDICTS, ("R-BELA", "GOE"): other}
    )


def with_presentations(dataset: Dataset, *more: StudyPresentation) -> Dataset:
    """The same study with more presentations."""
    return replace(dataset, presentations=(*dataset.presentations, *more))


def repeat_of(first: StudyPresentation, verdict: str) -> StudyPresentation:
    """The same case before the same reader once more."""
    return replace(
        first,
        token=f"{first.token}-again",
        position=first.position + 100,
        repeat_of=first.token,
        reading=make_reading(verdict),
    )
