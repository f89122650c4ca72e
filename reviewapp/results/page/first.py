"""What a reader of the paper looks for first: can they tell? Yes, no or undecided."""

from dataclasses import dataclass
from typing import Final

from reviewapp.results.findings.accuracy import Group
from reviewapp.results.findings.headline import Endpoint, Headline
from reviewapp.results.page.blocks import Cell, Picture, Row, Table, cited, sentences
from reviewapp.results.wording import (
    Writer,
    capital,
    interval_text,
    percent,
    quantity,
    span,
    with_ci,
)

ANSWERS: Final = {"yes": "Yes", "no": "No", "undecided": "Undecided"}
MEANINGS: Final = {
    "yes": "Readers can tell real from synthetic ECGs",
    "no": "Readers cannot tell real from synthetic ECGs by more than the declared margin",
    "undecided": "It is not shown that readers can tell, nor that they cannot",
}
SAYS: Final = {
    "equivalent": "inside the equivalence band",
    "above chance": "above chance",
    "below chance": "below chance: told apart, but one taken for the other",
    "undecided": "neither shown",
    "undefined": "not defined",
}
NAMES: Final[dict[str, tuple[str, str, Writer]]] = {
    "area": ("AUC (primary)", "AUC", quantity),
    "accuracy": ("Balanced accuracy (co-primary)", "balanced accuracy", percent),
}


@dataclass(frozen=True)
class Answer:
    """The top of the page."""

    code: str
    word: str
    sentence: str
    reasons: tuple[str, ...]
    picture: Picture
    table: Table
    has_figures: bool


def answer_of(headline: Headline) -> Answer:
    """The answer with what it rests on."""
    endpoints = (headline.primary, headline.co_primary)
    return Answer(
        code=headline.answer,
        word=ANSWERS[headline.answer],
        sentence=_sentence(headline),
        reasons=sentences(
            _why(headline), _apart(endpoints), _speaks_for(headline), _spread(headline)
        ),
        picture=_picture(endpoints),
        table=Table(
            caption="AUC and accuracy against chance",
            heads=("Endpoint", "95 % CI", "Equivalence band", "Interval of the test",
                   "p, equivalence", "What it says"),
            rows=tuple(row for one in endpoints for row in _rows(one)),
        ),
        has_figures=_has_figures(headline),
    )  # fmt: skip


def _has_figures(headline: Headline) -> bool:
    """Is there an AUC or an accuracy at all?"""
    return any(one.estimate.value is not None for one in (headline.primary, headline.co_primary))


def _sentence(headline: Headline) -> str:
    """The one sentence: the answer, both figures with their intervals, and the bands."""
    figures = [
        f"{NAMES[one.name][1]} {with_ci(one.estimate, NAMES[one.name][2])} against a band of "
        f"{band_text(one)}"
        for one in (headline.primary, headline.co_primary)
        if one.estimate.value is not None
    ]
    if not figures:
        return f"Nothing can be said: {headline.why}."
    return f"{MEANINGS[headline.answer]}: {'; '.join(figures)}."


def band_text(one: Endpoint) -> str:
    """The band of equivalence, such as "0.40 to 0.60"."""
    band, write = one.equivalence.band, NAMES[one.name][2]
    return span(band.low, band.high, write)


def _why(headline: Headline) -> str:
    return f"Why: {headline.why}." if _has_figures(headline) else ""


def _speaks_for(headline: Headline) -> str:
    if headline.speaks_for == "nobody":
        if not _has_figures(headline):
            return ""
        return "Without an interval the figures describe these readings and speak for nobody else."
    return f"The intervals speak for {headline.speaks_for}."


def _spread(headline: Headline) -> str:
    if headline.reader_sd is None:
        return ""
    return (
        f"Readers differ with a standard deviation of {quantity(headline.reader_sd)} between "
        "their own figures: a mean near chance may hide readers who tell the two apart and "
        "readers who take one for the other, so look at them one by one."
    )


def _rows(one: Endpoint) -> list[Row]:
    """The endpoint, and with few readers the same of exactly these readers beside it."""
    if one.these_readers is None:
        return [_row(one)]
    _, name, write = NAMES[one.name]
    blank = Cell("")
    cells = (Cell.of(one.these_readers, write), blank, blank, blank, Cell.words("cases alone"))
    return [_row(one), Row(f"{capital(name)}, exactly these readers", cells)]


def _row(one: Endpoint) -> Row:
    name, _, write = NAMES[one.name]
    test = one.equivalence
    inner = "" if test.interval is None else (
        span(test.interval.low, test.interval.high, write)
    )  # fmt: skip
    return Row(
        label=name,
        cells=(
            Cell.of(one.estimate, write),
            Cell(band_text(one)),
            Cell(inner, reason="" if inner else test.reason),
            Cell.p(test.p_value, test.reason),
            Cell.words(_says(one)),
        ),
    )


def _method(endpoints: tuple[Endpoint, ...]) -> str:
    """How each figure was estimated and tested."""
    found = [
        f"{NAMES[one.name][1]}: {cited(one.estimate.method)}, {cited(one.equivalence.method)}"
        for one in endpoints
        if one.estimate.value is not None
    ]
    return "; ".join([*found, "margin and level are the protocol’s"])


def _says(one: Endpoint) -> str:
    """What the endpoint says; a figure may be at once within the band and apart from chance."""
    if one.says == "equivalent" and one.excludes_chance:
        return f"{SAYS[one.says]}, though its 95 % CI excludes chance"
    return SAYS[one.says]


def _apart(endpoints: tuple[Endpoint, ...]) -> str:
    """Where the margin hides a small difference that is there all the same."""
    found = [NAMES[one.name][1] for one in endpoints
             if one.says == "equivalent" and one.excludes_chance]  # fmt: skip
    if not found:
        return ""
    return (
        f"A difference within the margin is shown all the same: the 95 % CI of "
        f"{' and '.join(found)} excludes chance."
    )


def _picture(endpoints: tuple[Endpoint, ...]) -> Picture:
    texts = [f"{NAMES[one.name][1]} {interval_text(one.estimate, NAMES[one.name][2])}"
             for one in endpoints]  # fmt: skip
    return Picture(
        name="headline",
        alt=f"Against the equivalence band: {'; '.join(texts)}.",
        words=(
            "Equivalence is shown where the whole thick line lies inside the band; a difference "
            "is shown where the whole thin line lies on one side of the dashed line. Chance is an "
            "AUC of 0.50 and an accuracy of 50 %."
        ),
        method=_method(endpoints),
    )


@dataclass(frozen=True)
class Figure:
    """One card at the top: a figure, and what it says."""

    name: str
    meaning: str
    cell: Cell


def summary_of(everyone: Group) -> tuple[Figure, ...]:
    """What stands beside the answer: the figures that AUC and accuracy alone hide."""
    accuracy, detection = everyone.accuracy, everyone.detection
    return (
        Figure("Sensitivity", "synthetic called synthetic", Cell.of(accuracy.sensitivity, percent)),
        Figure("Specificity", "real called real", Cell.of(accuracy.specificity, percent)),
        Figure("d′", "discrimination; 0 is none", Cell.of(detection.d_prime, quantity)),
        Figure("Criterion c", "above 0 leans to “real”", Cell.of(detection.criterion, quantity)),
    )
