import hashlib
import json

import pytest

from reviewapp.studies.allocation import AllocationError, Candidate, Cell, Design, Stratum, allocate
from tests.studies.candidates import SMALL_AND_ODD, make_candidates, make_cells


@pytest.fixture(scope="module")
def plan():
    return allocate(
        seed="seed",
        candidates=make_candidates(SMALL_AND_ODD),
        cells=make_cells(SMALL_AND_ODD),
        readers=["anna", "bela"],
        design=Design(),
    )


def test_the_json_is_canonical_and_its_hash_is_published(plan):
    text = plan.as_json()
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) == text
    assert plan.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_json_tells_no_case_origin_and_not_the_seed(plan):
    document = json.loads(plan.as_json())
    assert document["cases"] == sorted(document["cases"])
    assert all(isinstance(key, str) and len(key) == 64 for key in document["cases"])
    assert document["seed_commitment"] == hashlib.sha256(b"seed").hexdigest()
    assert '"seed"' not in plan.as_json()
    del document["cells"], document["notes"]
    assert "synthetic" not in json.dumps(document)


def test_the_json_holds_no_floats(plan):
    json.loads(plan.as_json(), parse_float=lambda text: pytest.fail(f"{text} is a float"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("practice", 7), ("repeat_percent", 31), ("repeat_gap", 24), ("block_size", 9),
     ("share_percent", 0)],
)  # fmt: skip
def test_a_design_out_of_bounds_is_refused(name, value):
    with pytest.raises(AllocationError, match=f"and {value} does not"):
        Design(**{name: value})


def test_a_candidate_goes_by_its_hash_alone():
    with pytest.raises(ValueError, match="SHA-256"):
        Candidate("17", "SR", "real")


def test_an_origin_is_one_of_two():
    with pytest.raises(ValueError, match="real, synthetic"):
        Stratum("SR", "dreamt")


def test_a_cell_holds_no_negative_number():
    with pytest.raises(ValueError, match="negative"):
        Cell("SR", "real", -1)
