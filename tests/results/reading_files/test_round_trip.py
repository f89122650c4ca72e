"""What a study exports is read back as the study was analysed."""

from pathlib import Path

import numpy as np

from reviewapp.results.dataset_table import table_of as table_of_study
from reviewapp.results.exports.imrmc import imrmc_pieces
from reviewapp.results.exports.tables import readings_table
from reviewapp.results.reading_files.opening import read_reading_file
from tests.results.datasets import S, repeat_of, two_site_study, with_presentations
from tests.results.exports.files import table_of

PLAIN = two_site_study()
STUDY = with_presentations(PLAIN, repeat_of(PLAIN.presentations[0], S))


def test_readings_csv_holds_the_table_that_the_study_analyses(tmp_path: Path):
    path = tmp_path / "readings.csv"
    path.write_bytes(b"".join(table_of(readings_table, STUDY).csv()))
    read, analysed = read_reading_file(path).main.in_order(), table_of_study(STUDY).in_order()
    assert read.readers == analysed.readers
    assert read.cases == analysed.cases
    assert read.rating_scale == analysed.rating_scale
    assert read.again.read_rc.sum() == 1
    for mine, theirs in ((read.first, analysed.first), (read.again, analysed.again)):
        np.testing.assert_array_equal(mine.verdict_rc, theirs.verdict_rc)
        np.testing.assert_array_equal(mine.rating_rc, theirs.rating_rc)
    np.testing.assert_array_equal(read.position_rc, analysed.position_rc)
    np.testing.assert_allclose(read.seconds_rc, analysed.seconds_rc)


def test_the_imrmc_file_holds_its_ratings_and_truth(tmp_path: Path):
    path = tmp_path / "study.imrmc"
    readers = len(STUDY.readers)
    path.write_bytes(b"".join(imrmc_pieces(STUDY.cases, STUDY.presentations, readers=readers)))
    read, analysed = read_reading_file(path).main.in_order(), table_of_study(STUDY)
    order = [reader.code for reader in analysed.readers]
    rows_r = [order.index(reader.code) for reader in read.readers]
    assert read.truth_c.tolist() == analysed.truth_c.tolist()
    np.testing.assert_array_equal(read.first.rating_rc, analysed.first.rating_rc[rows_r])
