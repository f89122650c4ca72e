import pytest

from .answers_table import shown
from .case import KnownAnswers
from .discrimination_table import TABLE


@pytest.fixture
def case():
    return KnownAnswers(
        name="newcombe",
        kind="proportions",
        params={},
        data={},
        expected={"wilson_lo_1_29": 0.00611321429, "cp_lo_0_0": None},
        tolerance=1e-7,
        tolerances={},
        published={"wilson_lo_1_29": 0.0061},
        source="Newcombe 1998",
    )


def test_a_row_says_what_was_computed_and_what_was_printed(case):
    line = TABLE.row(case, "wilson_lo_1_29", 0.00611321429)
    assert "Wilson score interval" in line
    assert "| 0.006113214 | 0.0061 (printed) | 1e-07 |" in line


def test_what_has_no_value_is_called_undefined(case):
    assert "| undefined | undefined |" in TABLE.row(case, "cp_lo_0_0", None)
    assert (shown(True), shown(-2e-17)) == ("yes", "0")


def test_the_page_has_a_table_of_every_kind():
    page = TABLE.page.read_text()
    for name in ("`F_jackknife`", "`ustat_auc`", "`dprime_loglin_normal`", "`power_J6_K170`"):
        assert name in page
