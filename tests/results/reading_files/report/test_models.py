from .conftest import VERDICTS, Report

PLAIN = "reader,case,truth,verdict\na,1,0,1\na,2,1,1\nb,1,0,0\nb,2,1,0\n"


def test_sites_order_and_times_are_compared_where_the_file_has_them(report: Report):
    figures = report(VERDICTS).figures
    assert {"site_accuracy:HD", "site_difference:GOE - HD", "site_sd"} <= set(figures)
    assert {"position_or", "second_half_less_first", "time_ratio_position"} <= set(figures)
    assert figures["time_ratio_synthetic"].extra["median_s"] == 8.5


def test_a_plain_file_has_neither(report: Report):
    figures = report(PLAIN).figures
    assert not [key for key in figures if key.startswith(("site_", "position_", "time_"))]
    assert "glmm_accuracy" in figures
