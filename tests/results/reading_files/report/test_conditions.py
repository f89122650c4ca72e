from .conftest import Report

DATA = "BEGIN DATA:\n-1,n1,0,0\n-1,n2,0,0\n-1,p1,0,1\n-1,p2,0,1\n"


def rows(condition: str, *readers: str) -> str:
    return "".join(
        f"r{number},{case},{condition},{rating}\n"
        for number, ratings in enumerate(readers)
        for case, rating in zip(("n1", "n2", "p1", "p2"), ratings, strict=True)
        if rating != "-"
    )


def test_each_pair_of_conditions_is_compared(report: Report):
    text = DATA + rows("A", "1234", "1324") + rows("B", "2134", "2413") + rows("C", "1122", "4321")
    found = report(text).comparisons
    assert [(one.first, one.second) for one in found] == [("A", "B"), ("A", "C"), ("B", "C")]
    first = found[0].figures
    assert first["mean1"].estimate.value == 0.875
    assert first["diff"].extra["p"] is not None


def test_with_ratings_missing_the_u_statistic_compares(report: Report):
    found = report(DATA + rows("A", "1234", "13-4") + rows("B", "2134", "2413"))
    figures = found.comparisons[0].figures
    assert "see the U-statistic" in figures["diff"].estimate.reason
    assert figures["ustat_diff"].estimate.value is not None


def test_verdicts_are_compared_by_origin_too(report: Report):
    figures = report(DATA + rows("A", "0011", "0101") + rows("B", "1010", "0110"))
    assert {"balanced_diff", "sens_diff", "spec_mean2"} <= set(figures.comparisons[0].figures)


def test_one_condition_is_not_compared(report: Report):
    assert report(DATA + rows("A", "1234")).comparisons == ()
