import io
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from reviewapp.results.exports import parquet
from reviewapp.results.exports.parquet import parquet_pieces
from reviewapp.results.exports.tables import readings_table, scores_table, wide_cases_table
from tests.results.datasets import MOMENT, S, make_reading, two_site_study

from .files import table_of

STUDY = two_site_study()


def file_of(table):
    return pq.ParquetFile(io.BytesIO(b"".join(parquet_pieces(table))))


def test_each_column_has_its_type_and_says_what_it_means():
    schema = file_of(table_of(readings_table, STUDY)).schema_arrow
    assert schema.field("seconds").type == pa.float64()
    assert schema.field("practice").type == pa.bool_()
    assert schema.field("first_shown_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("answer_cues").type == pa.list_(pa.string())
    assert schema.field("seconds").metadata[b"unit"] == b"s"


def test_values_come_back_as_they_were():
    first = file_of(table_of(readings_table, STUDY)).read().to_pylist()[0]
    assert (first["reader"], first["verdict_rank"], first["correct"]) == ("R-ANNA", 5, True)
    assert first["first_shown_at"] == MOMENT
    assert (first["repeat_of"], first["answer_cues"]) == (None, ["qrs", "st_t"])


def test_a_text_is_as_the_reader_wrote_it():
    reading = replace(make_reading(S), answers={"comment": "=1+1", "rhythm": ["odd"]})
    study = replace(STUDY, presentations=(replace(STUDY.presentations[0], reading=reading),))
    (row,) = file_of(table_of(readings_table, study)).read().to_pylist()
    assert (row["answer_comment"], row["answer_rhythm"]) == ("=1+1", '["odd"]')


def test_rows_come_in_groups(monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 100)
    file = file_of(table_of(scores_table, STUDY))
    assert (file.metadata.num_row_groups, file.metadata.num_rows) == (10, 968)


def test_a_table_without_rows_is_a_file_with_columns():
    file = file_of(wide_cases_table(STUDY.questionnaire, STUDY.readers, lambda: ()))
    assert file.metadata.num_rows == 0
    assert "R-BELA__score_rr" in file.schema_arrow.names
