"""STARD 2015, the reporting of diagnostic accuracy studies, filled in from a study.

The index test is a reader's verdict; the reference standard is where an ECG came from.
"""

from typing import Final

from reviewapp.results.exports import study_facts as facts
from reviewapp.results.exports.checklists import Checklist
from reviewapp.results.exports.checklists import ChecklistItem as Item
from reviewapp.results.exports.material import Material

NOT_APPLICABLE: Final = "does not apply: no patient takes part, and no disease is diagnosed"


def _cut(_: Material) -> str:
    return (
        "ranks 4 to 6 of the six-level scale (possibly, probably, definitely synthetic) count as "
        "synthetic; declared before the first reading; the ROC curve uses every rank"
    )


def _objectives(material: Material) -> str:
    margin = material.study.margin_percent
    return (
        f"whether readers can tell synthetic from real ECGs; equivalence to chance within ± "
        f"{margin} points of 50 % accuracy, and an AUC within the declared band"
    )


STARD: Final = Checklist(
    name="STARD",
    title="STARD 2015 checklist: verdicts of readers against the origin of ECGs",
    source="Bossuyt PM, Reitsma JB, Bruns DE, et al. STARD 2015: an updated list of essential "
    "items for reporting diagnostic accuracy studies. BMJ 2015;351:h5527.",
    entries=(
        Item("1", "Title or abstract", "accuracy as the subject, with one measure of it",
             also="the wording of the title"),
        Item("2", "Abstract", "a structured summary"),
        Item("3", "Introduction", "background, intended use and role of the index test"),
        Item("4", "Introduction", "objectives and hypotheses", _objectives),
        Item("5", "Methods", "data collection planned before or after the tests",
             lambda _: "before: protocol and plan of all readings were frozen, with their hashes, "
             "before the first reading"),
        Item("6", "Methods", "eligibility criteria", facts.sources, "why these pools"),
        Item("7", "Methods", "how eligible participants were identified", facts.sources),
        Item("8", "Methods", "where and when", facts.dates),
        Item("9", "Methods", "a consecutive, random or convenience series", facts.allocation),
        Item("10a", "Methods", "the index test, in enough detail to repeat it", facts.device),
        Item("10b", "Methods", "the reference standard",
             lambda _: "where the record came from (a source of recorded ECGs, or a generator), "
             "sealed at ingest"),
        Item("11", "Methods", "why this reference standard",
             lambda _: "the origin is known by construction, without error of judgment"),
        Item("12a", "Methods", "cut-offs of the index test, declared before or explored", _cut),
        Item("12b", "Methods", "cut-offs of the reference standard",
             lambda _: "none: real or synthetic"),
        Item("13a", "Methods", "what readers knew of clinical facts and of the reference",
             facts.process),
        Item("13b", "Methods", "what assessors of the reference knew of the index test",
             lambda _: "nothing: origins were sealed before the first reading"),
        Item("14", "Methods", "methods of estimating accuracy", facts.methods),
        Item("15", "Methods", "indeterminate results",
             lambda _: "the scale is forced; readings set aside or reported as unreadable carry no "
             "verdict, are counted and left out"),
        Item("16", "Methods", "missing data", facts.missing),
        Item("17", "Methods", "variability, declared before or explored",
             lambda _: "by reader, site, rhythm, position and time: see report.pdf",
             "which of these were declared before"),
        Item("18", "Methods", "intended sample size and its reason", facts.planned_size,
             "the reasoning behind it"),
        Item("19", "Results", "flow of participants", facts.actual_size),
        Item("20", "Results", "baseline characteristics",
             also="age and sex stand in readings.csv where known"),
        Item("21a", "Results", "severity in those with the condition", lambda _: NOT_APPLICABLE),
        Item("21b", "Results", "alternative diagnoses in those without",
             lambda _: NOT_APPLICABLE),
        Item("22", "Results", "time between index test and reference", lambda _: NOT_APPLICABLE),
        Item("23", "Results", "index test against reference, as a table", facts.cross_table),
        Item("24", "Results", "accuracy with 95 % intervals", facts.estimates),
        Item("25", "Results", "adverse events", lambda _: NOT_APPLICABLE),
        Item("26", "Discussion", "limitations"),
        Item("27", "Discussion", "implications for practice"),
        Item("28", "Other", "registration", facts.registration),
        Item("29", "Other", "where the full protocol can be seen", facts.commitments,
             "where it is published"),
        Item("30", "Other", "funding and the role of funders"),
    ),
)  # fmt: skip
