from reviewapp.results.page.cases import case_caption, sheet_cases
from tests.results.analysed import analysed


def test_the_sheet_has_both_ends_of_both_origins_and_no_case_twice():
    shown = sheet_cases(analysed("missing readings").findings.difficulty)
    titles = [title for title, _ in shown]
    assert titles[0] == "Most convincing synthetic, 1"
    assert titles[-1] == "Most convincing real, 2"
    assert {case.origin for title, case in shown if "real" in title} == {"real"}
    assert len({case.code for _, case in shown}) == len(shown) == 8


def test_the_most_convincing_synthetic_was_called_synthetic_least_often():
    found = analysed("missing readings").findings.difficulty
    by_title = dict(sheet_cases(found))
    share = {title: case.called_synthetic / case.readings for title, case in by_title.items()}
    assert share["Most convincing synthetic, 1"] <= share["Least convincing synthetic, 1"]
    first = by_title["Most convincing synthetic, 1"]
    assert case_caption(first).startswith(f"{first.code}, {first.rhythm}: called synthetic by ")
