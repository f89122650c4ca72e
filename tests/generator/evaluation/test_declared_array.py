"""Arrays with their declaration: what is declared is taken, nothing is guessed."""

import json

import numpy as np
import pytest

from generator.evaluation.declared_array import DeclarationError, declared_ecgs
from generator.leads import TWELVE_LEADS

DECLARED = {
    "file": "made.npy",
    "lead_order": list(TWELVE_LEADS[::-1]),
    "rate_hz": 100,
    "unit": "uV",
    "rhythm": ["SR", "AF"],
    "origin": "synthetic",
    "source": "made up",
    "licence": "CC0-1.0",
}


def declare(folder, array_nlt=None, **changed):
    array_nlt = np.arange(2 * 12 * 50).reshape(2, 12, 50) if array_nlt is None else array_nlt
    np.save(folder / "made.npy", array_nlt)
    (folder / "ecgs.json").write_text(json.dumps({"arrays": [DECLARED | changed]}))
    return folder


def test_a_record_has_its_leads_by_name_in_millivolt(tmp_path):
    first, second = declared_ecgs(declare(tmp_path), "synthetic")
    assert (first.name, first.rhythm, second.rhythm) == ("made[0]", "SR", "AF")
    assert first.recording.leads == TWELVE_LEADS[::-1]
    assert first.recording.signal_mv_lt[1, 0] == pytest.approx(0.05)


def test_samples_may_come_before_leads(tmp_path):
    folder = declare(tmp_path, np.zeros((2, 50, 12)), axes="record,sample,lead")
    assert next(declared_ecgs(folder, "synthetic")).recording.signal_mv_lt.shape == (12, 50)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit": "V"}, "made.npy"),
        ({"file": "gone.npy"}, "gone.npy"),
        ({"rhythm": ["SR"]}, "1 entries for 2 records"),
        ({"lead_order": ["I"] * 12}, "12 leads, once each"),
        ({"origin": "real"}, "no array has the origin 'synthetic'"),
    ],
)
def test_a_declaration_that_does_not_fit_names_its_fault(tmp_path, changed, said):
    with pytest.raises(DeclarationError, match=said):
        list(declared_ecgs(declare(tmp_path, **changed), "synthetic"))


def test_a_pickle_is_never_opened(tmp_path):
    folder = declare(tmp_path)
    np.save(folder / "made.npy", np.array([{}, {}], dtype=object), allow_pickle=True)
    with pytest.raises(DeclarationError, match=r"made\.npy"):
        list(declared_ecgs(folder, "synthetic"))
