from reviewapp.results.page.sites import sites_section
from tests.results.analysed import analysed


def section_of(shape):
    analysis = analysed(shape)
    return sites_section(analysis.findings.sites, analysis.findings.accuracy, analysis.site_names)


def test_one_site_has_nothing_to_compare():
    assert section_of("one reader").sentences == (
        "The study has one site: there is nothing to compare.",
    )


def test_every_site_but_the_reference_has_an_odds_ratio():
    rows = section_of("missing readings").tables[0].rows
    assert [row.label for row in rows] == ["Göttingen", "Heidelberg", "Zürich"]
    assert rows[0].cells[-1].value == "1 (reference)"
    assert all(row.cells[-1].value or row.cells[-1].reason for row in rows)
