import pytest

from reviewapp.results.exports.printed import printed_members
from reviewapp.studies.models import Study
from tests.results.analysed import analysed


@pytest.mark.django_db
def test_the_report_and_each_of_its_figures_are_files():
    members = printed_members(Study(pk=0, protocol={}), analysed("nobody read"))
    made = {one.name: next(iter(one.pieces())) for one in members if "cases" not in one.name}
    assert made.pop("report.pdf").startswith(b"%PDF")
    assert {"figures/headline.svg", "figures/headline.png"} <= set(made)
    for name, content in made.items():
        assert content.startswith(b"<?xml" if name.endswith(".svg") else b"\x89PNG")
