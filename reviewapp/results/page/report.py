"""The whole report of an analysis: the answer, then every section in the order of a paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reviewapp.results.analysis import Analysis
from reviewapp.results.page.agreement import agreement_section
from reviewapp.results.page.blocks import Section
from reviewapp.results.page.cases import cases_section
from reviewapp.results.page.checks import checks_section, power_section
from reviewapp.results.page.confusion import confusion_section
from reviewapp.results.page.course import time_section, trend_section
from reviewapp.results.page.first import Answer, Figure, answer_of, summary_of
from reviewapp.results.page.flow import flow_section
from reviewapp.results.page.leaks import leaks_section
from reviewapp.results.page.morphology import morphology_section
from reviewapp.results.page.readers import readers_section
from reviewapp.results.page.repeats import repeats_section
from reviewapp.results.page.roc import roc_section
from reviewapp.results.page.single_readers import best_reader_section, bias_section
from reviewapp.results.page.sites import sites_section
from reviewapp.results.wording import count

SOURCES: Final = (
    "Obuchowski NA, Rockette HE. Commun Stat Simul Comput 1995;24:285; Hillis SL. Stat Med "
    "2007;26:596 (readers and cases random)",
    "Gallas BD, Bandos A, Samuelson FW, Wagner RF. Commun Stat Theory Methods 2009;38:2586 "
    "(missing readings)",
    "Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657 (two one-sided tests)",
    "DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837; Newcombe RG. Stat Med "
    "2006;25:559 (AUC of one reader)",
    "Chen W, Samuelson FW. Br J Radiol 2014;87:20140016 (average ROC curve)",
    "Wilson EB. J Am Stat Assoc 1927;22:209 (proportions)",
    "Gwet KL. Handbook of Inter-Rater Reliability, 4th ed. 2014; Krippendorff K. Content Analysis, "
    "2004 (agreement)",
    "Holm S. Scand J Stat 1979;6:65; Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289; "
    "Westfall PH, Young SS. Resampling-Based Multiple Testing, 1993 (multiplicity)",
    "McCullagh P. J R Stat Soc B 1980;42:109 (proportional odds)",
    "Hillis SL, Obuchowski NA, Berbaum KS. Acad Radiol 2011;18:129 (power)",
)


@dataclass(frozen=True)
class Report:
    """What the page shows: ``lead`` says who read what, ``figures`` are the cards at the top."""

    lead: str
    answer: Answer
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...] = SOURCES

    @property
    def is_unreliable(self) -> bool:
        """Does a figure at the top need the dagger's note?"""
        return any(figure.cell.is_unreliable for figure in self.figures)


def report_of(analysis: Analysis, leak_probe: Mapping[str, Any] | None = None) -> Report:
    """Everything, in words; ``leak_probe`` is what the protocol froze of the probe for leaks."""
    found = analysis.findings
    leaks = leaks_section(leak_probe or {}, found.headline)
    return Report(
        lead=lead_of(analysis),
        answer=answer_of(found.headline),
        figures=summary_of(found.accuracy.everyone),
        sections=(*([leaks] if leaks else []), *sections_of(analysis)),
    )


def sections_of(analysis: Analysis) -> tuple[Section, ...]:
    """Every section but the leak probe's, in order; an empty one says why it is empty."""
    found, names = analysis.findings, analysis.site_names
    return (
        readers_section(found.accuracy, found.roc, names),
        roc_section(found.roc),
        confusion_section(found.accuracy, names),
        agreement_section(found.agreement, names),
        repeats_section(found.repeats),
        morphology_section(found.morphology, names),
        sites_section(found.sites, found.accuracy, names),
        trend_section(found.trend),
        time_section(found.time),
        cases_section(found.difficulty),
        best_reader_section(found.best_reader),
        bias_section(found.bias),
        checks_section(found.headline, found.checks, found.model),
        power_section(found.next_study),
        flow_section(analysis.flow, found.reach, names),
    )


def lead_of(analysis: Analysis) -> str:
    """Who read what."""
    reach = analysis.findings.reach
    if not reach.readings:
        return "Nobody read a case: there is nothing to tell of the ECGs."
    return (
        f"{count(reach.readers_with_readings, 'reader')} at {count(reach.sites, 'site')} judged "
        f"{count(reach.real, 'real ECG')} and {count(reach.synthetic, 'synthetic ECG')}: "
        f"{count(reach.readings, 'reading')} count."
    )
