"""Studies of every awkward shape, without a database: what a report must look right for."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from reviewapp.results.dataset import Dataset, StudyPresentation
from reviewapp.results.times import ReadingTime, StepTime
from reviewapp.studies.questionnaire import DEFAULT, VERDICTS

from .datasets import make_dataset, published_study

SITE_NAMES = {"HD": "Heidelberg", "GOE": "Göttingen", "ZH": "Zürich"}


def simulated_dataset(
    readers: int,
    cases: int = 40,
    *,
    sites: int = 3,
    skill: float = 0.0,
    missing: float = 0.0,
    one_answer: int = 0,
    repeats: int = 8,
    seed: int = 5,
) -> Dataset:
    """Readers who tell with a d' of ``skill``; the first ``one_answer`` of them never waver.

    ``missing`` is the share of presentations that nobody read; ``repeats`` are hidden ones of
    each reader. Cases alternate in origin, and in rhythm by pairs.
    """
    generator = np.random.default_rng(seed)
    origins = ("real", "synthetic") * (cases // 2)
    codes = [f"R-{number:02d}" for number in range(1, readers + 1)]
    places = list(SITE_NAMES)[:sites]
    given = {
        (code, places[number % sites]): _verdicts(
            generator, origins, skill, missing, is_constant=number < one_answer
        )
        for number, code in enumerate(codes)
    }
    return _dressed(make_dataset(origins, given), generator, repeats)


def _verdicts(
    generator: np.random.Generator, origins: tuple[str, ...], skill: float, missing: float,
    *, is_constant: bool,
) -> list[str | None]:  # fmt: skip
    leaning = generator.normal(0, 0.3)
    said: list[str | None] = []
    for origin in origins:
        signal = skill * (0.5 if origin == "synthetic" else -0.5) + leaning + generator.normal()
        level = int(np.clip(np.floor(signal * 1.5 + 3), 0, 5))
        verdict = VERDICTS[1] if is_constant else VERDICTS[level]
        said.append(None if generator.random() < missing else verdict)
    return said


def _dressed(dataset: Dataset, generator: np.random.Generator, repeats: int) -> Dataset:
    """The same with two rhythms, an order, times and scores of its own, and hidden repeats."""
    rhythm = {case.code: ("SR", "AF")[number // 2 % 2] for number, case in enumerate(dataset.cases)}
    cases = {one.code: replace(one, rhythm=rhythm[one.code]) for one in dataset.cases}
    order = {one.code: generator.permutation(len(cases)) + 1 for one in dataset.readers}
    shown: list[StudyPresentation] = []
    for one in dataset.presentations:
        place = int(order[one.reader.code][int(one.case.code.removeprefix("case"))])
        dressed = _read(replace(one, case=cases[one.case.code], position=place), generator)
        shown.append(dressed)
        if place <= repeats and dressed.reading is not None:
            shown.append(_read(_again(dressed, place + len(cases), generator), generator))
    return replace(
        dataset, cases=tuple(cases.values()), presentations=tuple(shown), site_names=SITE_NAMES
    )


def _again(
    first: StudyPresentation, position: int, generator: np.random.Generator
) -> StudyPresentation:
    """The same case once more; of three readings one changes its mind."""
    assert first.reading is not None
    verdict = str(generator.choice(VERDICTS)) if generator.random() < 1 / 3 else None
    return replace(
        first,
        token=f"{first.token}-again",
        repeat_of=first.token,
        position=position,
        reading=replace(first.reading, verdict=verdict or first.reading.verdict),
    )


def _read(shown: StudyPresentation, generator: np.random.Generator) -> StudyPresentation:
    if shown.reading is None:
        return shown
    active_ms = int(generator.lognormal(10.8, 0.4))
    lower = 0.4 if shown.case.origin == "synthetic" else 0.0
    scores = np.clip(np.round(generator.normal(3.8 - lower, 0.9, len(DEFAULT.scale_codes))), 1, 5)
    reading = replace(
        shown.reading,
        time=ReadingTime((StepTime(1, active_ms, 5_000, 250),)),
        scores={
            code: None if generator.random() < 0.04 else int(score)
            for code, score in zip(DEFAULT.scale_codes, scores, strict=True)
        },
    )
    return replace(shown, reading=reading)


STUDIES: Mapping[str, Callable[[], Dataset]] = {
    "no readers": lambda: simulated_dataset(0),
    "nobody read": lambda: simulated_dataset(3, missing=1.0),
    "one reader": lambda: simulated_dataset(1),
    "published": published_study,
    "two readers": lambda: simulated_dataset(2),
    "one answer": lambda: simulated_dataset(6, one_answer=6, repeats=4),
    "single site": lambda: simulated_dataset(6, sites=1, skill=0.6),
    "missing readings": lambda: simulated_dataset(8, missing=0.3),
    "thirty readers": lambda: simulated_dataset(30, cases=60),
    "can tell": lambda: simulated_dataset(8, skill=1.2),
}
"""By name; drawn when called."""
