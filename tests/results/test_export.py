import csv
import io
from dataclasses import replace

from reviewapp.readings.tool_use import ToolUse
from reviewapp.results.export import readings_csv, scores_csv
from reviewapp.results.times import ReadingTime, StepTime

from .datasets import R, S, make_dataset, make_reading, repeat_of, with_presentations

STUDY = make_dataset(("synthetic", "real"), {("R-A", "HD"): (S, S), ("R-B", "GOE"): (None, R)})


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_one_row_a_reading_with_origin_verdict_and_whether_it_was_right():
    rows = rows_of(readings_csv(STUDY))
    assert [(row["reader"], row["case"]) for row in rows] == [
        ("R-A", "case000"), ("R-A", "case001"), ("R-B", "case001"),
    ]  # fmt: skip
    assert [row["correct"] for row in rows] == ["1", "0", "1"]
    first = rows[0]
    assert (first["origin"], first["verdict"], first["verdict_rank"]) == ("synthetic", S, "5")
    assert (first["verdict_origin"], first["seconds"]) == ("synthetic", "58.25")
    assert (first["answer_rhythm"], first["answer_cues"]) == ("sinus", '["qrs", "st_t"]')


def test_what_a_reader_used_is_told_and_what_nobody_counted_is_empty():
    counted = rows_of(readings_csv(STUDY))[0]
    assert (counted["use_zoom"], counted["use_march_out"], counted["use_pan"]) == ("2", "0", "")
    assert counted["displays"] == '["25_10_3x4-1R_sequential_standard_red"]'
    assert counted["mm_per_px"] == "0.25"
    reading = replace(make_reading(S), tool_use=ToolUse(), mm_per_px=None)
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = rows_of(readings_csv(study))
    assert (row["use_zoom"], row["displays"], row["mm_per_px"]) == ("", "", "")


def test_the_time_of_a_reading_is_told_apart():
    row = rows_of(readings_csv(STUDY))[0]
    columns = ("seconds", "active_s", "idle_s", "hidden_s", "unseen_s")
    assert [row[column] for column in columns] == ["58.25", "50.5", "5.0", "0.25", "2.5"]
    assert (row["active_s_by_step"], row["timing_missing"]) == ("[20.0, 30.5]", "")


def test_a_time_that_is_missing_says_why():
    steps = (StepTime(1, 20_000, 0, 0), StepTime(2, None, None, None, "off_at_site"))
    reading = replace(make_reading(S), time=ReadingTime(steps))
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = rows_of(readings_csv(study))
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
    rows = rows_of(readings_csv(study))[3:]
    assert [row["excluded_because"] for row in rows] == ["practice", "abstained", "repeat"]
    assert {row["analysed"] for row in rows} == {"0"}
    assert rows[2]["repeat_of"] == first.token
    abstained = rows[1]
    assert (abstained["verdict"], abstained["correct"], abstained["reason"]) == (
        "", "", "I was disturbed",
    )  # fmt: skip


def test_one_row_a_score_and_not_assessable_is_empty_and_said():
    shown = replace(STUDY.presentations[0], reading=make_reading(S, score=None))
    rows = rows_of(scores_csv(replace(STUDY, presentations=(shown, STUDY.presentations[1]))))
    assert len(rows) == 22
    assert (rows[0]["item"], rows[0]["score"], rows[0]["not_assessable"]) == ("rr", "", "1")
    assert (rows[11]["item"], rows[11]["score"], rows[11]["not_assessable"]) == ("rr", "4", "0")


def test_a_comment_that_a_spreadsheet_would_run_is_harmless():
    reading = replace(make_reading(S), answers={"comment": '=HYPERLINK("http://x")'})
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = rows_of(readings_csv(study))
    assert row["answer_comment"] == '\'=HYPERLINK("http://x")'


def test_the_table_gives_the_figures_back():
    rows = [row for row in rows_of(readings_csv(STUDY)) if row["analysed"] == "1"]
    hits = sum(row["origin"] == row["verdict_origin"] == "synthetic" for row in rows)
    assert (hits, len(rows)) == (1, 3)
