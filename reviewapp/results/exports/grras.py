"""GRRAS, the guidelines for reporting reliability and agreement studies, filled in from a study."""

from typing import Final

from reviewapp.results.exports import study_facts as facts
from reviewapp.results.exports.checklists import Checklist
from reviewapp.results.exports.checklists import ChecklistItem as Item

GRRAS: Final = Checklist(
    name="GRRAS",
    title="GRRAS checklist for agreement between and within readers",
    source="Kottner J, Audigé L, Brorson S, et al. Guidelines for Reporting Reliability and "
    "Agreement Studies (GRRAS) were proposed. J Clin Epidemiol 2011;64:96-106.",
    entries=(
        Item("1", "Title and abstract", "that inter- or intra-rater agreement was investigated",
             also="the wording of title and abstract"),
        Item("2", "Introduction", "name and describe the measurement device", facts.device),
        Item("3", "Introduction", "the subject population of interest", facts.planned_cases,
             "whom these ECGs stand for"),
        Item("4", "Introduction", "the rater population of interest", facts.raters,
             "specialty and grade, and whom they stand for"),
        Item("5", "Introduction", "what is known already, and the rationale"),
        Item("6", "Methods", "how numbers of raters, subjects and replicates were chosen",
             facts.planned_size, "the reasoning behind the sample size"),
        Item("7", "Methods", "the sampling method", facts.allocation),
        Item("8", "Methods", "the rating process: interval of repeats, information, blinding",
             facts.process),
        Item("9", "Methods", "whether ratings were independent",
             lambda _: "yes: readers saw neither each other's readings nor any truth; a reading "
             "cannot be changed once it is stored"),
        Item("10", "Methods", "the statistical analysis", facts.methods),
        Item("11", "Results", "actual numbers of raters, subjects and replicates",
             facts.actual_size),
        Item("12", "Results", "sample characteristics of raters and subjects", facts.sources,
             "experience and training of the readers; age and sex of the patients stand in "
             "readings.csv where known"),
        Item("13", "Results", "estimates with their statistical uncertainty", facts.agreement),
        Item("14", "Discussion", "the practical relevance of the results"),
        Item("15", "Auxiliary material", "detailed results, if possible",
             lambda _: "readings.csv, scores.csv, analysis.json, codebook.csv and the scripts "
             "reproduce.R and reproduce.py of this archive", "where they are published"),
    ),
)  # fmt: skip
