"""The table of features as a file: CSV with its codebook beside it, or Parquet with it inside.

Both round-trip: every value to the last bit, every reason, every line of the codebook.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from math import isnan, nan
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import Feature, FeatureTable

ABOUT: Final = ("record", "origin", "source", "rhythm", "patient", "split")
"""What stands before the features in each row."""
REASONS: Final = "missing_because"
"""The last column: for each missing feature its reason; JSON in CSV, a map in Parquet."""
KINDS: Final = (".csv", ".parquet")


def write_features(folder: Path, evidence: Evidence) -> tuple[Path, ...]:
    """Both sides' features in a new folder, as CSV and as Parquet; the files written.

    Raises FileExistsError when the folder exists.
    """
    folder.mkdir(parents=True)
    sides = (
        (evidence.real, evidence.real_features),
        (evidence.synthetic, evidence.synthetic_features),
    )
    return tuple(
        path
        for ecgs, table in sides
        for kind in KINDS
        for path in write_table(folder / f"{ecgs.origin}{kind}", ecgs, table)
    )


def write_table(path: Path, ecgs: EcgSet, table: FeatureTable) -> tuple[Path, ...]:
    """Write the table of ``ecgs``, by the ending of ``path``; the files written.

    Raises FileExistsError when one exists, ValueError for another ending.
    """
    written = files_of(path)
    refuse_existing(written)
    if path.suffix == ".csv":
        _write_csv(path, ecgs, table)
    else:
        pq.write_table(_arrow_table(ecgs, table), path)
    return written


def files_of(path: Path) -> tuple[Path, ...]:
    """What :func:`write_table` writes. Raises ValueError for another ending."""
    if path.suffix not in KINDS:
        raise ValueError(f"{path}: features are written as {' or '.join(KINDS)}")
    return (path, codebook_path(path)) if path.suffix == ".csv" else (path,)


def refuse_existing(files: tuple[Path, ...]) -> None:
    """Raise FileExistsError for the first that exists."""
    for each in files:
        if each.exists():
            raise FileExistsError(f"{each} exists; features are never overwritten")


def read_features(path: Path) -> FeatureTable:
    """The table that :func:`write_table` wrote. Raises ValueError for another ending."""
    if path.suffix == ".csv":
        return _read_csv(path)
    if path.suffix == ".parquet":
        return _read_parquet(path)
    raise ValueError(f"{path}: features are read from {' or '.join(KINDS)}")


def codebook_path(path: Path) -> Path:
    """Where the codebook of a CSV file stands: ``features.codebook.csv`` of ``features.csv``."""
    return path.with_suffix(".codebook.csv")


def _about(ecgs: EcgSet) -> dict[str, list[str]]:
    columns = (
        ecgs.names,
        (ecgs.origin,) * len(ecgs),
        (ecgs.source,) * len(ecgs),
        ecgs.rhythms,
        ecgs.patients,
        ecgs.splits,
    )
    return {name: list(column) for name, column in zip(ABOUT, columns, strict=True)}


def _write_csv(path: Path, ecgs: EcgSet, table: FeatureTable) -> None:
    about = _about(ecgs)
    with path.open("x", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*ABOUT, *table.names, REASONS))
        for row, values in enumerate(table.values_nf.tolist()):
            cells = ["" if isnan(value) else repr(value) for value in values]
            reasons = json.dumps(dict(table.reasons[row]), sort_keys=True)
            writer.writerow((*(about[name][row] for name in ABOUT), *cells, reasons))
    with codebook_path(path).open("x", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, [field.name for field in fields(Feature)])
        lines.writeheader()
        lines.writerows(asdict(feature) for feature in table.features)


def _read_csv(path: Path) -> FeatureTable:
    with codebook_path(path).open(newline="", encoding="utf-8") as file:
        features = tuple(Feature(**line) for line in csv.DictReader(file))
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    values = [[float(row[each.name] or nan) for each in features] for row in rows]
    return FeatureTable(
        features=features,
        values_nf=np.array(values, dtype=np.float64).reshape(len(rows), len(features)),
        reasons=tuple(json.loads(row[REASONS]) for row in rows),
    )


def _arrow_table(ecgs: EcgSet, table: FeatureTable) -> Any:
    schema = [pa.field(name, pa.string()) for name in ABOUT]
    schema += [pa.field(each.name, pa.float64(), metadata=asdict(each)) for each in table.features]
    schema.append(pa.field(REASONS, pa.map_(pa.string(), pa.string())))
    columns: list[Any] = [pa.array(column, pa.string()) for column in _about(ecgs).values()]
    # NaN is a number in Parquet; what is missing is null
    columns += [pa.array(column, from_pandas=True) for column in table.values_nf.T]
    columns.append(pa.array([list(each.items()) for each in table.reasons], schema[-1].type))
    return pa.Table.from_arrays(columns, schema=pa.schema(schema))


def _read_parquet(path: Path) -> FeatureTable:
    stored = pq.read_table(path)
    found = [field for field in stored.schema if field.name not in (*ABOUT, REASONS)]
    features = tuple(Feature(**_text(field.metadata)) for field in found)
    values = [stored.column(each.name).to_numpy() for each in features]
    return FeatureTable(
        features=features,
        values_nf=np.stack(values, axis=1).astype(np.float64),
        reasons=tuple(dict(pairs) for pairs in stored.column(REASONS).to_pylist()),
    )


def _text(metadata: Mapping[bytes, bytes]) -> dict[str, str]:
    names = {field.name for field in fields(Feature)}
    told = {key.decode(): value.decode() for key, value in metadata.items()}
    return {name: told[name] for name in names}
