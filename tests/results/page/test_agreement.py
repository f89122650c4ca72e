from reviewapp.results.page.agreement import agreement_rows, agreement_section
from tests.results.analysed import analysed


def section_of(shape):
    analysis = analysed(shape)
    return agreement_section(analysis.findings.agreement, analysis.site_names)


def test_cohens_kappa_stands_only_where_two_readers_are():
    two = [row.label for row in section_of("two readers").tables[0].rows]
    assert "Cohen’s kappa" in two
    assert "Cohen’s kappa" not in [row.label for row in section_of("one answer").tables[0].rows]


def test_kappa_and_ac1_stand_side_by_side():
    assert "Fleiss’ kappa is" in section_of("two readers").sentences[0]
    assert "Gwet’s AC1" in section_of("two readers").sentences[0]


def test_one_reader_agrees_with_nobody_and_the_section_says_why():
    section = section_of("one reader")
    assert not section.tables
    assert not section.pictures
    assert section.sentences[0].startswith("There is no agreement between readers to show: ")


def test_the_figure_has_a_heading_for_each_scale():
    rows = agreement_rows(analysed("two readers").findings.agreement)
    assert [label for label, one in rows if one is None] == ["Real or synthetic", "Six levels"]
