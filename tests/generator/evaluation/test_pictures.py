"""Pictures of the report: SVG that stands alone, the same each time."""

from generator.evaluation.pictures import new_figure, picture_of


def a_picture():
    figure = new_figure()
    figure.add_subplot().plot([0, 1], [0, 1])
    return picture_of(figure, name="a.b", title="A line", alt="It rises.")


def test_the_same_figure_has_the_same_bytes():
    assert a_picture().svg == a_picture().svg


def test_a_picture_stands_alone():
    svg = a_picture().svg
    assert svg.startswith("<svg")
    assert 'href="http' not in svg
    assert "<script" not in svg


def test_a_frame_closes_heat_maps_alone():
    figure = new_figure()
    line, heat = figure.add_subplot(1, 2, 1), figure.add_subplot(1, 2, 2)
    line.plot([0, 1])
    heat.imshow([[0, 1]])
    picture_of(figure, name="a.b", title="Two", alt="A line and a map.")
    assert not line.spines["top"].get_visible()
    assert heat.spines["top"].get_visible()
