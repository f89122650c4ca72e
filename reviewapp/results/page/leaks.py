"""What gave synthetic ECGs away before the signal chain, shown beside what readers found.

The chain takes differences away that a machine would see at once; to publish the readers' figure
without them would hide what the study withheld from its readers.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reviewapp.results.figures.leaks import Measured, auc_text
from reviewapp.results.findings.headline import Headline
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, sentences
from reviewapp.results.wording import capital, count, quantity

TITLE: Final = "What a machine sees before the signal chain"
WORDS: Final = {"before": "before the chain", "after": "as served", "readers": "readers"}


def leaks_section(leak_probe: Mapping[str, Any], headline: Headline) -> Section | None:
    """The probe's figures that the protocol froze, with the readers' AUC; None without a probe."""
    measures = leak_measures(leak_probe, headline)
    if not any(one.when == "before" for one in measures):
        return None
    return Section(
        anchor="leaks",
        title=TITLE,
        sentences=sentences(_found(measures, leak_probe), _state(leak_probe)),
        pictures=(
            Picture(
                name="leaks",
                alt="AUC of each measure of the leak probe before and after the signal chain, "
                "and of the readers.",
                words=(
                    "The probe was run on the records of the study before it was opened. Squares: "
                    "records as they came. Circles: what readers were served. 0.50 tells nothing; "
                    "0 and 1 tell everything."
                ),
                method="AUC of each measure against origin, 95 % CI, frozen in the protocol",
            ),
        ),
        tables=(
            Table(
                caption="AUC of each measure",
                heads=("Measure", "When", "AUC"),
                rows=tuple(
                    Row(one.label, (Cell.words(WORDS[one.when]), Cell(auc_text(one))))
                    for one in measures
                ),
            ),
        ),
    )


def leak_measures(leak_probe: Mapping[str, Any], headline: Headline) -> list[Measured]:
    """Before the chain, as served, and the readers themselves."""
    found = [
        *_measured(leak_probe.get("before_the_chain") or (), "before"),
        *_measured(leak_probe.get("as_served") or (), "after"),
    ]
    area = headline.primary.estimate
    if found and area.value is not None:
        found.append(Measured("Readers’ mean AUC", "readers", area.value, area.low, area.high))
    return found


def _measured(figures: Any, when: str) -> Iterator[Measured]:
    for one in figures:
        name = str(one["name"])
        yield Measured(capital(name), when, one["auc"], one.get("low"), one.get("high"))


def _found(measures: list[Measured], leak_probe: Mapping[str, Any]) -> str:
    before = [one for one in measures if one.when == "before"]
    most = max(before, key=lambda one: abs(one.auc - 0.5))
    records = ""
    if leak_probe.get("real") and leak_probe.get("synthetic"):
        records = f" in {leak_probe['real']} real and {leak_probe['synthetic']} synthetic records"
    return (
        f"Of {count(len(before), 'measure')}{records} before the signal chain, “{most.label}” "
        f"told the origins apart best: AUC {quantity(most.auc)}. Readers never saw these records, "
        "but ECGs that had all gone through one chain."
    )


def _state(leak_probe: Mapping[str, Any]) -> str:
    reason = leak_probe.get("waived_because")
    return f"The probe’s objection was waived when the study opened: {reason}" if reason else ""
