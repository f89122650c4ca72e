from reviewapp.results.figures.agreement import agreement_figure
from reviewapp.results.statistics.estimate import Estimate, Extent

KAPPA = Estimate(value=-0.1, low=-0.4, high=0.2, method="m", extent=Extent())
NONE = Estimate.undefined(reason="agreement needs two readers", method="m")


def test_coefficients_below_chance_are_on_the_axis():
    axes = agreement_figure([("Verdict", None), ("Kappa", KAPPA), ("AC1", NONE)]).axes[0]
    assert axes.get_xlim()[0] <= -0.4
    assert [text.get_text() for text in axes.texts] == ["−0.10 (−0.40 to 0.20)", "not defined"]


def test_without_any_coefficient_the_reason_stands_there():
    figure = agreement_figure([("Verdict", None), ("Kappa", NONE)])
    assert not figure.axes
    assert figure.texts[0].get_text() == "No agreement to draw: agreement needs two readers."
