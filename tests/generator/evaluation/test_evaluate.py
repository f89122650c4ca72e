"""An evaluation from folders to a report, with parts that take no time."""

import csv
import hashlib
import json

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.evaluation.evaluate import EvaluationError, EvaluationJob, evaluate
from generator.evaluation.findings import Check, FlaggedRecord, Section, Threshold
from generator.evaluation.report.folder import read_report
from tests.generator.evaluation.ecg_sets import write_plain_batch
from tests.generator.recordings import recording, write_record, write_table

SEEN = {}


def counting(evidence):
    """A part that counts, and flags the first record."""
    SEEN["evidence"] = evidence
    found = Check(
        name="utility.count",
        title="Count",
        value=float(len(evidence.synthetic)),
        threshold=Threshold(green=1, amber=0, why="one is one"),
        n=len(evidence.real),
    )
    first = evidence.synthetic
    flagged = FlaggedRecord(index=0, name=first.names[0], sha256=first.sha256[0], reason="first")
    return Section(name="utility", title="U", says="", checks=(found,), flagged=(flagged,))


def broken(evidence):
    raise ValueError("this part broke")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Three real records, one of AF."""
    folder = tmp_path_factory.mktemp("real") / "records"
    fields = {"source": "PTB-XL", "licence": "CC-BY-4.0"}
    for number in range(3):
        write_record(folder, f"r{number}", recording(noise_mv=0.01 + 0.001 * number))
    rows = [
        {"record": f"r{n}", "rhythm": "AF" if n else "SR", "subject": f"p{n}", **fields}
        for n in range(3)
    ]
    write_table(folder / "labels.csv", rows)
    return folder


@pytest.fixture
def job(records, tmp_path):
    batch = write_plain_batch(tmp_path / "batch", checkpoint_sha256=sha256(b"weights"))

    def made(**changed):
        given = {"synthetic": (batch,), "real": records, "out": tmp_path / "report", "workers": 1}
        return EvaluationJob(**(given | changed))

    return made


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def test_an_evaluation_leaves_a_report_that_can_be_read_again(job, tmp_path):
    report = evaluate(job(seed=5, replicates=50), parts={"utility": counting})
    assert read_report(tmp_path / "report") == report
    assert report.checks[0].value == 2
    assert (report.real.records, report.real.by_rhythm) == (3, {"AF": 2, "SR": 1})
    manifest = (tmp_path / "batch" / "manifest.json").read_bytes()
    assert report.batches[0].manifest_sha256 == sha256(manifest)
    assert (report.computation.seed, report.computation.replicates) == (5, 50)
    assert not list(tmp_path.glob(".report-*"))


def test_each_part_is_given_both_sides_with_their_features(job):
    evaluate(job(seed=5), parts={"utility": counting})
    evidence = SEEN["evidence"]
    assert len(evidence.real_features) == len(evidence.real) == 3
    assert len(evidence.synthetic_features) == len(evidence.synthetic) == 2
    assert (evidence.seed, evidence.rhythms, evidence.training) == (5, ("SR", "AF"), None)


def test_flagged_records_and_features_stand_beside_the_report(job, tmp_path):
    evaluate(job(), parts={"utility": counting})
    records = json.loads((tmp_path / "batch" / "manifest.json").read_text())["records"]
    with (tmp_path / "report" / "barred.csv").open(newline="") as file:
        assert list(csv.reader(file))[1:] == [[records[0]["sha256"], "plain[0]", "first"]]
    features = sorted(path.name for path in (tmp_path / "report" / "features").iterdir())
    assert "real.csv" in features
    assert "synthetic.parquet" in features


def test_a_part_that_breaks_leaves_nothing(job, tmp_path):
    with pytest.raises(ValueError, match="this part broke"):
        evaluate(job(), parts={"utility": broken})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch"]


def test_several_batches_count_as_one(job, tmp_path):
    both = tuple(write_plain_batch(tmp_path / name, rhythms=(name,) * 2) for name in ("SR", "AF"))
    report = evaluate(job(synthetic=both), parts={"utility": counting})
    assert [batch.folder for batch in report.batches] == ["SR", "AF"]
    assert report.synthetic.by_rhythm == {"AF": 2, "SR": 2}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"rhythms": ("AF", "AF")}, "--rhythms names AF twice"),
        ({"rhythms": ("SR", "PACE")}, "records holds no PACE, only 2 AF, 1 SR"),
        ({"seed": -1}, "--seed is -1, but at least 0"),
        ({"replicates": 0}, "--replicates is 0, but at least 1"),
        ({"workers": 0}, "--workers is 0, but at least 1"),
    ],
)
def test_what_makes_no_sense_is_refused_before_the_work(job, tmp_path, changed, says):
    with pytest.raises(EvaluationError, match=says):
        evaluate(job(**changed), parts={"utility": broken})
    assert not (tmp_path / "report").exists()


def test_a_batch_of_neither_rhythm_is_refused(job, tmp_path):
    batch = write_plain_batch(tmp_path / "paced", rhythms=("PACE", "PACE"))
    with pytest.raises(EvaluationError, match="paced holds no SR or AF, only 2 PACE"):
        evaluate(job(synthetic=(batch,)), parts={"utility": broken})


def test_a_report_is_never_overwritten(job, tmp_path):
    (tmp_path / "report").mkdir()
    with pytest.raises(FileExistsError, match="report exists"):
        evaluate(job(), parts={"utility": broken})


def test_the_checkpoint_must_be_the_batchs_own(job, tmp_path):
    (tmp_path / "own").write_bytes(b"weights")
    (tmp_path / "other").write_bytes(b"others")
    report = evaluate(job(checkpoint=tmp_path / "own"), parts={"utility": counting})
    assert report.checkpoint.sha256 == sha256(b"weights")
    with pytest.raises(EvaluationError, match=r"batch was drawn by [0-9a-f]{12}\.\.\."):
        evaluate(job(checkpoint=tmp_path / "other", out=tmp_path / "new"), parts={})


def test_a_model_is_no_reference_for_itself(job, tmp_path):
    own = tmp_path / "own"
    own.write_bytes(b"weights")
    with pytest.raises(EvaluationError, match="is the checkpoint itself"):
        evaluate(job(checkpoint=own, reference_checkpoint=own), parts={})
