from dataclasses import replace

from reviewapp.readings.tool_use import ToolUse
from reviewapp.results.exports.tables import (
    readings_table,
    scores_table,
    wide_cases_table,
    wide_readings_table,
)
from reviewapp.results.times import ReadingTime, StepTime
from tests.results.datasets import R, S, make_dataset, make_reading, repeat_of, with_presentations

from .files import rows_of, table_of

STUDY = make_dataset(("synthetic", "real"), {("R-A", "HD"): (S, S), ("R-B", "GOE"): (None, R)})


def readings_of(dataset):
    return rows_of(table_of(readings_table, dataset).csv())


def test_one_row_a_reading_with_origin_verdict_and_whether_it_was_right():
    rows = readings_of(STUDY)
    assert [(row["reader"], row["case"]) for row in rows] == [
        ("R-A", "case000"), ("R-A", "case001"), ("R-B", "case001"),
    ]  # fmt: skip
    assert [row["correct"] for row in rows] == ["1", "0", "1"]
    first = rows[0]
    assert (first["origin"], first["verdict"], first["verdict_rank"]) == ("synthetic", S, "5")
    assert (first["verdict_origin"], first["seconds"]) == ("synthetic", "58.25")
    assert (first["answer_rhythm"], first["answer_cues"]) == ("sinus", '["qrs", "st_t"]')


def test_what_a_reader_used_is_told_and_what_nobody_counted_is_empty():
    counted = readings_of(STUDY)[0]
    assert (counted["use_zoom"], counted["use_march_out"], counted["use_pan"]) == ("2", "0", "")
    assert counted["displays"] == '["25_10_3x4-1R_sequential_standard_red"]'
    assert counted["mm_per_px"] == "0.25"
    reading = replace(make_reading(S), tool_use=ToolUse(), mm_per_px=None)
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = readings_of(study)
    assert (row["use_zoom"], row["displays"], row["mm_per_px"]) == ("", "", "")


def test_the_time_of_a_reading_is_told_apart():
    row = readings_of(STUDY)[0]
    columns = ("seconds", "active_s", "idle_s", "hidden_s", "unseen_s")
    assert [row[column] for column in columns] == ["58.25", "50.5", "5.0", "0.25", "2.5"]
    assert (row["active_s_by_step"], row["timing_missing"]) == ("[20.0, 30.5]", "")


def test_a_time_that_is_missing_says_why():
    steps = (StepTime(1, 20_000, 0, 0), StepTime(2, None, None, None, "off_at_site"))
    reading = replace(make_reading(S), time=ReadingTime(steps))
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = readings_of(study)
    assert (row["active_s"], row["unseen_s"], row["timing_missing"]) == ("", "", "2 off_at_site")
    assert row["active_s_by_step"] == "[20.0, null]"


def test_readings_outside_the_figures_are_there_and_marked():
    first = STUDY.presentations[0]
    study = with_presentations(
        STUDY,
        replace(first, token="p", is_practice=True),
        replace(first, token="a", reading=make_reading(outcome="abstained")),
        repeat_of(first, R),
    )
    rows = readings_of(study)[3:]
    assert [row["excluded_because"] for row in rows] == ["practice", "abstained", "repeat"]
    assert {row["analysed"] for row in rows} == {"0"}
    assert rows[2]["repeat_of"] == first.token
    abstained = rows[1]
    assert (abstained["verdict"], abstained["correct"], abstained["reason"]) == (
        "", "", "I was disturbed",
    )  # fmt: skip


def test_one_row_a_score_and_not_assessable_is_empty_and_said():
    shown = replace(STUDY.presentations[0], reading=make_reading(S, score=None))
    study = replace(STUDY, presentations=(shown, STUDY.presentations[1]))
    rows = rows_of(table_of(scores_table, study).csv())
    assert len(rows) == 22
    assert (rows[0]["item"], rows[0]["score"], rows[0]["not_assessable"]) == ("rr", "", "1")
    assert (rows[11]["item"], rows[11]["score"], rows[11]["not_assessable"]) == ("rr", "4", "0")


def test_a_comment_that_a_spreadsheet_would_run_is_harmless():
    reading = replace(make_reading(S), answers={"comment": '=HYPERLINK("http://x")'})
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = readings_of(study)
    assert row["answer_comment"] == '\'=HYPERLINK("http://x")'


def test_the_table_gives_the_figures_back():
    rows = [row for row in readings_of(STUDY) if row["analysed"] == "1"]
    hits = sum(row["origin"] == row["verdict_origin"] == "synthetic" for row in rows)
    assert (hits, len(rows)) == (1, 3)


def test_wide_by_reading_has_a_column_an_item():
    shown = replace(STUDY.presentations[0], reading=make_reading(S, score=None))
    study = replace(STUDY, presentations=(shown, *STUDY.presentations[1:]))
    rows = rows_of(table_of(wide_readings_table, study).csv())
    assert [row["score_rr"] for row in rows] == ["", "4", "4"]
    assert rows[0]["verdict_rank"] == "5"


def wide_of(dataset):
    by_case = sorted(dataset.presentations, key=lambda shown: shown.case.code)
    table = wide_cases_table(dataset.questionnaire, dataset.readers, lambda: by_case)
    return rows_of(table.csv())


def test_wide_by_case_has_columns_for_each_reader_and_leaves_empty_what_was_not_read():
    first, second = wide_of(STUDY)
    assert (first["case"], first["readings"], first["called_synthetic"]) == ("case000", "1", "1")
    assert (first["R-A__correct"], first["R-B__correct"]) == ("1", "")
    assert (second["R-A__correct"], second["R-B__correct"]) == ("0", "1")
    assert (second["R-B__seconds"], second["R-B__score_rr"]) == ("58.25", "4")


def test_wide_by_case_counts_the_first_reading_of_a_repeat():
    study = with_presentations(STUDY, repeat_of(STUDY.presentations[0], R))
    assert [row["R-A__verdict_rank"] for row in wide_of(study)] == ["5", "5"]
