"""Two reports, check by check."""

from dataclasses import replace

import pytest

from generator.evaluation.report.comparison import compare
from tests.generator.evaluation.report.made_up import (
    LESS_IS_BETTER,
    MORE_IS_BETTER,
    REAL,
    UTILITY,
    check,
    made_up_report,
)


def report_with(value, *, threshold=MORE_IS_BETTER, **more):
    found = check("utility.f1", value, threshold=threshold, **more)
    return made_up_report(replace(UTILITY, checks=(found,)))


def pair_of(a, b, **more):
    (pair,) = compare(report_with(a, **more), report_with(b, **more)).pairs
    return pair


@pytest.mark.parametrize(
    ("values", "threshold", "found"),
    [
        ((0.5, 0.75), MORE_IS_BETTER, (0.25, "B", "B")),
        ((0.75, 0.5), MORE_IS_BETTER, (-0.25, "A", "A")),
        ((0.25, 0.5), LESS_IS_BETTER, (0.25, "A", "")),
        ((0.5, 0.0), LESS_IS_BETTER, (-0.5, "B", "B")),
        ((0.5, 0.5), MORE_IS_BETTER, (0.0, "same", "")),
        ((None, 0.5), MORE_IS_BETTER, (None, "", "")),
    ],
)
def test_which_is_better_follows_the_thresholds_direction(values, threshold, found):
    pair = pair_of(*values, threshold=threshold)
    assert (pair.difference, pair.better, pair.light_better) == found


@pytest.mark.parametrize(
    ("a", "b", "is_clear"),
    [
        ((0.7, 0.6, 0.8), (0.9, 0.85, 0.95), True),
        ((0.9, 0.85, 0.95), (0.7, 0.6, 0.8), True),
        ((0.7, 0.6, 0.8), (0.9, 0.8, 0.95), False),
        ((0.7, None, None), (0.9, 0.85, 0.95), False),
    ],
)
def test_a_difference_is_clear_where_intervals_do_not_meet(a, b, is_clear):
    reports = [report_with(value, low=low, high=high) for value, low, high in (a, b)]
    comparison = compare(*reports)
    assert comparison.pairs[0].is_clear == is_clear
    better = "B" if b[0] > a[0] else "A"
    assert (comparison.count(better), comparison.count(better, clear=True)) == (1, int(is_clear))


def test_what_one_report_alone_checks_stands_with_its_section():
    more = replace(UTILITY, checks=(UTILITY.checks[1], check("utility.new", 0.9)))
    pairs = compare(made_up_report(), made_up_report(more)).pairs
    found = [(pair.name, pair.a is None, pair.b is None) for pair in pairs]
    assert found[:3] == [
        ("utility.tstr_f1", False, True),
        ("utility.trts_f1", False, False),
        ("utility.new", True, False),
    ]
    assert found[3][0] == "fidelity.mmd"


ONE = made_up_report()
OTHER = replace(ONE, synthetic=replace(ONE.synthetic, records_sha256="0" * 64))


def test_two_batches_against_the_same_records_by_the_same_versions_need_no_warning():
    assert compare(ONE, OTHER).warnings == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"real": replace(REAL, records_sha256="1" * 64)}, "real sides are different"),
        ({"real": replace(REAL, by_split={})}, "learnt from different records"),
        ({"rhythms": ("SR", "AFL")}, "AF against SR; AFL against SR"),
        ({"computation": replace(ONE.computation, seed=2)}, "Different seeds: 1 and 2"),
        (
            {"computation": replace(ONE.computation, replicates=50)},
            "Different numbers of bootstrap replicates: 1000 and 50",
        ),
        ({"computation": replace(ONE.computation, code="0.2.0+x")}, "this project 0.1.0+0123456"),
        (
            {"computation": replace(ONE.computation, software={"numpy": "2.3.0"})},
            "numpy 2.2.0 and 2.3.0 and python 3.11.7 and none",
        ),
        ({"synthetic": replace(OTHER.synthetic, by_rhythm={"SR": 5})}, "differ in size"),
        ({"synthetic": ONE.synthetic}, "the same synthetic ECGs"),
    ],
)
def test_what_stands_between_two_reports_is_told(changed, says):
    (warning,) = compare(ONE, replace(OTHER, **changed)).warnings
    assert says in warning


def test_a_threshold_that_changed_is_told():
    stricter = replace(MORE_IS_BETTER, green=0.9)
    warnings = compare(report_with(0.5), report_with(0.5, threshold=stricter)).warnings
    assert any("thresholds of f1 changed" in warning for warning in warnings)
