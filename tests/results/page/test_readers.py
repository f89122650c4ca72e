from reviewapp.results.page.readers import forest_rows, readers_section
from tests.results.analysed import analysed


def test_rows_go_site_by_site_and_end_with_all():
    analysis = analysed("two readers")
    found = analysis.findings
    rows = forest_rows(found.accuracy, found.roc, analysis.site_names)
    assert [(row.label, row.kind) for row in rows] == [
        ("Göttingen", "heading"), ("R-02", "reader"),
        ("Heidelberg", "heading"), ("R-01", "reader"), ("Mean of all 2", "all"),
    ]  # fmt: skip
    assert rows[-1].auc == found.roc.mean
    assert rows[1].auc == next(one.area for one in found.roc.readers if one.reader == "R-02")


def test_a_site_has_no_auc_of_its_own():
    analysis = analysed("missing readings")
    found = analysis.findings
    table = readers_section(found.accuracy, found.roc, analysis.site_names).tables[0]
    site = next(row for row in table.rows if row.kind == "site")
    assert site.label == "Göttingen, 3 readers"
    assert site.cells[1].value == ""
