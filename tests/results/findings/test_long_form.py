from dataclasses import replace

import numpy as np

from reviewapp.results.findings.long_form import long_form

from .simulated import simulated


def test_a_row_is_a_reading():
    table = simulated(readers=3, cases=10, missing=0.3)
    rows = long_form(table)
    assert rows.rows == table.first.read_rc.sum()
    row, column = np.argwhere(table.first.read_rc)[4]
    assert rows.reader.levels[rows.reader.codes_n[4]] == table.readers[row].code
    assert rows.case.levels[rows.case.codes_n[4]] == table.cases[column].code
    assert rows.verdict_n[4] == table.first.verdict_rc[row, column]
    assert rows.position_n[4] == table.position_rc[row, column]


def test_what_nobody_knows_is_none():
    table = simulated(readers=2, cases=6)
    nothing_rc = np.full(table.shape, np.nan)
    rows = long_form(
        replace(
            table,
            readers=tuple(replace(reader, site="") for reader in table.readers),
            cases=tuple(replace(case, rhythm="") for case in table.cases),
            seconds_rc=nothing_rc,
            position_rc=nothing_rc,
        )
    )
    assert (rows.site, rows.rhythm, rows.position_n, rows.seconds_n) == (None,) * 4
