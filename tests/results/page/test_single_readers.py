from reviewapp.results.page.single_readers import best_reader_section, bias_section
from tests.results.analysed import analysed


def test_readers_of_one_answer_cannot_be_the_best_and_are_seen_to_lean():
    found = analysed("one answer").findings
    assert best_reader_section(found.best_reader).sentences[0].startswith("No reader can be tested")
    rows = bias_section(found.bias).tables[0].rows
    assert {row.cells[0].value for row in rows[:-1]} == {"0 %"}


def test_the_best_reader_stands_first_with_an_adjusted_p():
    section = best_reader_section(analysed("missing readings").findings.best_reader)
    rows = section.tables[0].rows
    assert rows[0].label in section.sentences[0]
    assert all(row.cells[2].value for row in rows)
