import re
from dataclasses import replace

import pytest

from reviewapp.results.fingerprint import code_version, data_sha256

from .datasets import S, make_reading, two_site_study

STUDY = two_site_study()
FIRST = STUDY.presentations[0]


def test_the_order_of_reading_from_the_database_says_nothing():
    turned = replace(
        STUDY,
        readers=STUDY.readers[::-1],
        cases=STUDY.cases[::-1],
        presentations=STUDY.presentations[::-1],
    )
    assert data_sha256(turned) == data_sha256(STUDY)


@pytest.mark.parametrize(
    "change",
    [
        {"reading": make_reading("possibly_synthetic")},
        {"reading": make_reading(S, score=1)},
        {"reading": None},
        {"position": 99},
        {"is_practice": True},
    ],
)
def test_whatever_decides_a_figure_decides_the_hash(change):
    other = replace(STUDY, presentations=(replace(FIRST, **change), *STUDY.presentations[1:]))
    assert data_sha256(other) != data_sha256(STUDY)


def test_an_origin_decides_it_too():
    cases = (replace(STUDY.cases[0], origin="real"), *STUDY.cases[1:])
    assert data_sha256(replace(STUDY, cases=cases)) != data_sha256(STUDY)


def test_the_code_has_a_version_and_a_hash():
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{12}", code_version())
