"""The folder of a comparison."""

import csv
import json

import pytest

from generator.evaluation.report.comparison import compare
from generator.evaluation.report.comparison_folder import write_comparison
from tests.generator.evaluation.report.made_up import UTILITY, made_up_report


@pytest.fixture
def written(tmp_path):
    write_comparison(tmp_path / "both", compare(made_up_report(), made_up_report(UTILITY)))
    return tmp_path / "both"


def test_page_json_and_csv_stand_in_a_new_folder(written):
    assert sorted(path.name for path in written.iterdir()) == [
        "checks.csv",
        "comparison.html",
        "comparison.json",
    ]
    with pytest.raises(FileExistsError):
        write_comparison(written, compare(made_up_report(), made_up_report()))


def test_the_json_holds_both_reports_facts_and_every_check(written):
    document = json.loads((written / "comparison.json").read_text())
    assert document["schema"] == "ecg-evaluation-comparison/1"
    assert document["a"]["real"]["records"] == 200
    assert "sections" not in document["b"]
    first = document["checks"][0]
    assert (first["a"]["value"], first["difference"], first["better"]) == (0.93, 0.0, "same")
    assert document["warnings"]


def test_the_csv_has_a_line_a_check(written):
    with (written / "checks.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows][:3] == [
        "utility.tstr_f1",
        "utility.trts_f1",
        "fidelity.mmd",
    ]
    assert (rows[0]["value_a"], rows[0]["light_b"], rows[0]["clear"]) == ("0.93", "green", "0")
    assert (rows[2]["value_a"], rows[2]["value_b"], rows[2]["better"]) == ("0.2", "", "")
