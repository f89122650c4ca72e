from .conftest import VERDICTS, Report

ONE_READER = "reader,case,truth,verdict\n" + "".join(f"a,{c},{c % 2},1\n" for c in range(6))
RATINGS = "reader,case,truth,rating\n" + "".join(
    f"{reader},{case},{case % 2},{rating}\n"
    for reader, ratings in (("a", "142536"), ("b", "251436"))
    for case, rating in enumerate(ratings)
)


def test_verdicts_have_accuracy_and_the_area_that_is_balanced_accuracy(report: Report):
    figures = report(VERDICTS).figures
    assert figures["auc"].estimate.value == figures["balanced_accuracy"].estimate.value
    assert "Area of the verdicts" in figures["auc"].estimate.note
    assert figures["accuracy"].extra["n_correct"] == 18


def test_one_reader_has_binomial_intervals(report: Report):
    figures = report(ONE_READER).figures
    assert figures["wilson"].estimate.value == figures["cp"].estimate.value == 0.5
    assert figures["cp"].estimate.low < figures["wilson"].estimate.low
    assert figures["dprime_raw"].estimate.reason


def test_the_equivalence_interval_is_the_one_that_decides(report: Report):
    tested = report(VERDICTS, margin=0.4).figures["tost_balanced_accuracy"]
    assert tested.extra["interval_level"] == 0.9
    assert tested.extra["margin"] == 0.4
    assert tested.estimate.low > report(VERDICTS).figures["balanced_accuracy"].estimate.low
    inside = tested.estimate.low >= 0.1 and tested.estimate.high <= 0.9
    assert tested.extra["equivalent"] == inside


def test_ratings_have_areas_and_no_accuracy(report: Report):
    found = report(RATINGS)
    assert {"auc", "ustat_auc", "auc_bootstrap", "tost_auc"} <= set(found.figures)
    assert "accuracy" not in found.figures
    assert found.readers["a"]["auc"].estimate.value == 1
    assert found.readers["a"]["auc"].extra["p"] < 0.2
