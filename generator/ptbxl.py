"""PTB-XL (Wagner et al. 2020, doi 10.1038/s41597-020-0495-6) as its publisher lays it out."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generator.patient_split import TEST, TRAIN, VALID
from generator.prepare import Selection
from generator.prepared import Candidate
from generator.recording import WfdbPlace
from generator.tables import TableError, count_rows, rows_of, whole_number

DATABASE, STATEMENTS = "ptbxl_database.csv", "scp_statements.csv"
SPLIT_OF_FOLD: Final = {**dict.fromkeys(range(1, 9), TRAIN), 9: VALID, 10: TEST}
RHYTHM_OF_CODES: Final = {
    frozenset({"SR"}): "SR",
    frozenset({"AFIB"}): "AF",
    frozenset(): "unstated",
}
"""By the rhythm statements of a record alone; any other set of them is 'other'."""
ABOUT: Final = {
    "kind": "ptbxl",
    "label_rule": "every statement of scp_codes, whatever its likelihood; labels are the codes of "
    "scp_statements.csv in alphabetical order",
    "rhythm_rule": "SR or AF where SR or AFIB is the only rhythm statement (column rhythm of "
    "scp_statements.csv), unstated where there is none, else other",
    "split_rule": "the publisher's folds by patient: 1 to 8 train, 9 valid, 10 test",
    "attribution": "Wagner P et al. PTB-XL, a large publicly available electrocardiography "
    "dataset. PhysioNet, doi 10.13026/kfzx-aw45; Sci Data 2020;7:154",
}
_SEX: Final = {"0": "M", "1": "F"}
_NEEDED: Final = ("ecg_id", "patient_id", "scp_codes", "strat_fold", "filename_lr", "filename_hr")


def select_ptbxl(folder: Path) -> Selection:
    """The records of PTB-XL in ``folder``, at 500 Hz where records500 is there, else at 100 Hz.

    Raises TableError naming file and field, here or while the candidates are drawn.
    """
    rhythm_of_code = _statements(folder / STATEMENTS)
    column = "filename_hr" if (folder / "records500").is_dir() else "filename_lr"
    names = tuple(sorted(rhythm_of_code))
    rhythm_codes = frozenset(code for code, is_rhythm in rhythm_of_code.items() if is_rhythm)
    return Selection(
        candidates=_candidates(folder, column, names, rhythm_codes),
        label_names=names,
        about={**ABOUT, "signals": f"{column} of {DATABASE}"},
        total=count_rows(folder / DATABASE),
    )


def _statements(table: Path) -> dict[str, bool]:
    """Each SCP code with whether it states a rhythm."""
    # The first column, of codes, has no name
    codes = {row[""]: row["rhythm"] in ("1", "1.0") for _, row in rows_of(table, ("", "rhythm"))}
    if not codes:
        raise TableError(f"{table}: it holds no statements")
    return codes


def _candidates(
    folder: Path, column: str, names: tuple[str, ...], rhythm_codes: frozenset[str]
) -> Iterator[Candidate]:
    split_of: dict[str, int] = {}
    index_of = {code: index for index, code in enumerate(names)}
    for where, row in rows_of(folder / DATABASE, _NEEDED):
        codes = _codes(row, where)
        if unknown := [code for code in codes if code not in index_of]:
            raise TableError(
                f"{where}: scp_codes has {', '.join(unknown)}, which {STATEMENTS} lacks"
            )
        patient, split = _patient_and_split(row, where)
        if split_of.setdefault(patient, split) != split:
            raise TableError(
                f"{where}: strat_fold puts patient {patient} into two splits; "
                "take the publisher's table, whose folds keep patients together"
            )
        yield Candidate(
            record=Path(row[column]).name,
            patient=patient,
            source="PTB-XL",
            licence="CC-BY-4.0",
            rhythm=RHYTHM_OF_CODES.get(frozenset(codes) & rhythm_codes, "other"),
            labels=tuple(sorted(index_of[code] for code in codes)),
            place=WfdbPlace(folder / row[column]),
            split=split,
            age=row.get("age", ""),
            sex=_SEX.get(row.get("sex", ""), ""),
            rhythm_detail=" ".join(sorted(set(codes) & rhythm_codes)),
        )


def _codes(row: dict[str, str], where: str) -> list[str]:
    """The codes of a cell such as {'NORM': 100.0, 'SR': 0.0}."""
    try:
        stated = ast.literal_eval(row["scp_codes"])
    except (ValueError, SyntaxError):
        stated = None
    if not isinstance(stated, dict):
        raise TableError(f"{where}: scp_codes is '{row['scp_codes']}', which is no dictionary")
    return [str(code) for code in stated]


def _patient_and_split(row: dict[str, str], where: str) -> tuple[str, int]:
    fold = whole_number(row, "strat_fold", where)
    if fold not in SPLIT_OF_FOLD:
        raise TableError(f"{where}: strat_fold is {fold}; it must be 1 to 10")
    return str(whole_number(row, "patient_id", where)), SPLIT_OF_FOLD[fold]
