from reviewapp.results.analysis import analyse
from reviewapp.results.page import Cell, methods, study_page
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import percent

from .datasets import R, S, make_dataset, published_study, two_site_study


def test_rows_are_each_sites_readers_then_all():
    rows = study_page(analyse(two_site_study()))["accuracy_rows"]
    assert [(row.label, row.kind) for row in rows] == [
        ("R-ANNA, Heidelberg", "reader"),
        ("R-BELA, Göttingen", "reader"),
        ("All 2 readers", "all"),
    ]
    assert rows[0].counts == ("22/44",)
    assert (rows[0].cells[0].value, rows[0].cells[0].limits) == ("50 %", "36 to 64 %")
    assert rows[2].cells[0].is_unreliable
    assert not rows[0].cells[0].is_unreliable


def test_a_site_with_several_readers_has_a_row_of_its_own():
    verdicts = {("R-A", "HD"): (S, R), ("R-B", "HD"): (S, S)}
    rows = study_page(analyse(make_dataset(("real", "synthetic"), verdicts)))["accuracy_rows"]
    assert [row.kind for row in rows] == ["reader", "reader", "site"]
    assert rows[2].label == "Heidelberg, 2 readers"


def test_cohens_kappa_stands_only_where_two_readers_are():
    labels = [row.label for row in study_page(analyse(two_site_study()))["agreement_rows"]]
    assert "Cohen kappa" in labels
    one = [row.label for row in study_page(analyse(published_study()))["agreement_rows"]]
    assert "Cohen kappa" not in one


def test_an_undefined_cell_is_empty_and_says_why():
    cell = Cell.of(Estimate.undefined(reason="nobody read", method="m"), percent)
    assert (cell.value, cell.limits, cell.reason) == ("", "", "nobody read")


def test_methods_are_those_that_were_used():
    used = dict(methods(analyse(published_study())))
    assert used["Accuracy, sensitivity, specificity"] == ["Wilson score interval"]
    assert used["Agreement between readers"] == []


def test_verdicts_stand_by_level():
    rows = study_page(analyse(published_study()))["level_rows"]
    assert rows[1] == ("probably real", 17, 17)
    assert rows[4] == ("probably synthetic", 5, 5)
