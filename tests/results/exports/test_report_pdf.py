import re
from io import BytesIO

import pytest
from matplotlib.backends.backend_pdf import PdfPages

from reviewapp.results.charts import FIGURES, Drawable
from reviewapp.results.exports.paper_pages import TEXT_WIDTH, Pages, width_of, wrapped
from reviewapp.results.exports.report_pdf import write_report
from reviewapp.results.figures.style import reason_figure
from reviewapp.results.page.report import report_of
from tests.results.analysed import analysed


def pdf_of(shape, figures=("headline", "forest")):
    """The report; figures but those named are a line of text, for drawing takes long."""
    analysis = analysed(shape)
    file = BytesIO()
    write_report(
        file,
        report_of(analysis),
        title="Can $you^ tell?",
        facts=["Sites: Göttingen"],
        footer="ECG Blind Review",
        draw=lambda name: (
            FIGURES[name](Drawable(analysis)) if name in figures else reason_figure(name)
        ),
    )
    return file.getvalue()


def test_a_report_is_a4_on_every_page():
    boxes = re.findall(rb"/MediaBox \[ ([^\]]+) \]", pdf_of("two readers"))
    assert len(boxes) > 8
    for box in boxes:
        sizes = [float(number) for number in box.split()]
        assert sizes == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)


def test_the_same_analysis_makes_the_same_report():
    assert pdf_of("nobody read") == pdf_of("nobody read")


def test_lines_are_no_wider_than_the_page_and_lose_no_word():
    text = "Readers differ with a standard deviation of 0.12 between their own figures. " * 5
    lines = wrapped(text + "x" * 400, TEXT_WIDTH, 9.0)
    assert max(width_of(line, 9.0) for line in lines) <= TEXT_WIDTH
    assert "".join(lines).replace(" ", "") == (text + "x" * 400).replace(" ", "")


def test_an_interval_is_not_broken():
    assert wrapped("0.52 (0.40\xa0to\xa00.60)", 60.0, 7.0) == ["0.52", "(0.40\xa0to\xa00.60)"]


def test_a_legend_stays_under_its_figure():
    figure = FIGURES["headline"](Drawable(analysed("two readers")))
    with PdfPages(BytesIO()) as pdf:
        pages = Pages(pdf, "footer")
        pages.figure(figure, "Heading")
        legend = figure.legends[0]
        before = legend.get_window_extent().y0
        pages.end_page()
        assert legend.get_window_extent().y0 == pytest.approx(before, abs=1)
        assert legend._outside_loc is None
