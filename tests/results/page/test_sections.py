"""The smaller sections: what each says of a study that has something to say, and of one without."""

from reviewapp.results.page.checks import checks_section, power_section
from reviewapp.results.page.confusion import confusion_section
from reviewapp.results.page.course import time_section, trend_section
from reviewapp.results.page.flow import flow_section
from reviewapp.results.page.morphology import morphology_section
from reviewapp.results.page.repeats import repeats_section
from reviewapp.results.page.roc import roc_section
from tests.results.analysed import analysed

FULL, EMPTY = "missing readings", "nobody read"


def test_verdicts_by_rhythm_end_with_all_of_them():
    found = analysed(FULL)
    section = confusion_section(found.findings.accuracy, found.site_names)
    assert [row.label for row in section.tables[0].rows] == ["AF", "SR", "All rhythms"]
    empty = confusion_section(analysed(EMPTY).findings.accuracy, {})
    assert empty.sentences == ("No reading gave a verdict.",)


def test_the_curve_of_one_reader_is_no_mean():
    section = roc_section(analysed("one reader").findings.roc)
    assert section.sentences[0].startswith("The AUC of the one reader is 0.39")
    assert "thick line" not in section.pictures[0].words


def test_repeats_are_told_by_reader_and_where_there_are_none_in_a_sentence():
    section = repeats_section(analysed(FULL).findings.repeats)
    assert section.tables[0].rows[-1].label == "All readers"
    assert "nothing to compare" in repeats_section(analysed(EMPTY).findings.repeats).sentences[0]


def test_items_have_capitals_and_their_parts_a_table_each():
    found = analysed(FULL)
    section = morphology_section(found.findings.morphology, found.site_names)
    assert section.tables[0].rows[-1].label == "Overall"
    captions = [table.caption for table in section.tables]
    assert captions[1:4] == ["Scores by rhythm", "Scores by site", "Scores by reader"]


def test_trend_and_time_have_a_figure_or_a_reason():
    full, empty = analysed(FULL).findings, analysed(EMPTY).findings
    assert trend_section(full.trend).pictures
    assert time_section(full.time).pictures
    assert trend_section(empty.trend).sentences[0].startswith("There is no trend to show: ")
    assert time_section(empty.time).sentences == (
        "No reading has a time: there is nothing to show.",
    )


def test_checks_put_the_primary_figures_first():
    found = analysed(FULL).findings
    rows = checks_section(found.headline, found.checks, found.model).tables[0].rows
    assert rows[0].cells[0].value == "0.48"
    assert "Bootstrap of readers and cases" in [row.label for row in rows]


def test_a_next_study_is_planned_only_from_variance():
    assert power_section(analysed("two readers").findings.next_study).tables
    section = power_section(analysed("one reader").findings.next_study)
    assert not section.tables
    assert section.sentences[0].startswith("No plan by AUC: ")


def test_flow_counts_every_presentation_once():
    found = analysed(FULL)
    section = flow_section(found.flow, found.findings.reach, found.site_names)
    everyone = section.tables[0].rows[-1]
    presented, *parts = (int(cell.value) for cell in everyone.cells)
    assert presented == sum(parts)
