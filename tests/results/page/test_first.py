from dataclasses import replace

from reviewapp.results.page.first import answer_of
from tests.results.analysed import analysed


def test_the_answer_comes_with_both_figures_their_intervals_and_bands():
    answer = answer_of(analysed("two readers").findings.headline)
    assert (answer.code, answer.word) == ("undecided", "Undecided")
    assert "AUC 0.39 (95 % CI 0.35 to 0.44) against a band of 0.40 to 0.60" in answer.sentence
    assert "balanced accuracy 41 % (95 % CI 25 to 57 %) against a band of 40 to 60 %" in (
        answer.sentence
    )
    assert [row.label for row in answer.table.rows] == [
        "AUC (primary)",
        "AUC, exactly these readers",
        "Balanced accuracy (co-primary)",
        "Balanced accuracy, exactly these readers",
    ]


def test_no_is_said_of_a_study_that_shows_equivalence():
    answer = answer_of(analysed("missing readings").findings.headline)
    assert answer.word == "No"
    assert answer.sentence.startswith("Readers cannot tell real from synthetic ECGs by more than")
    assert {row.cells[-1].value for row in answer.table.rows} == {"inside the equivalence band"}


def test_without_readings_the_answer_is_undecided_and_says_why():
    answer = answer_of(analysed("nobody read").findings.headline)
    assert answer.word == "Undecided"
    assert "no real case was read" in answer.sentence
    assert answer.table.rows[0].cells[0].reason


def test_a_difference_within_the_margin_is_not_kept_quiet():
    headline = analysed("missing readings").findings.headline
    shown = replace(headline, primary=replace(headline.primary, excludes_chance=True))
    answer = answer_of(shown)
    assert answer.table.rows[0].cells[-1].value.endswith("though its 95 % CI excludes chance")
    assert any("the 95 % CI of AUC excludes chance" in reason for reason in answer.reasons)
