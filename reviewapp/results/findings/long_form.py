"""A table of readings as rows, one a reading, as the models take them."""

import numpy as np

from reviewapp.results.reading_table import Mask, ReadingTable
from reviewapp.results.statistics.coding import MISSING, Numbers
from reviewapp.results.statistics.models.design import Factor
from reviewapp.results.statistics.models.long import LongReadings


def long_form(table: ReadingTable) -> LongReadings:
    """The readings of a table whose cases all have a known origin, by reader, then by case.

    Rows have a verdict, a rating or a time. What no row has (sites, rhythms, positions, times) is
    None.
    """
    kept_rc = table.first.read_rc | np.isfinite(table.seconds_rc)
    row_n, column_n = np.nonzero(kept_rc)
    verdict_n = table.first.verdict_rc[row_n, column_n].astype(np.float64)
    reader = Factor.of([reader.code for reader in table.readers])
    case = Factor.of([case.code for case in table.cases])
    site = Factor.of([reader.site for reader in table.readers])
    rhythm = Factor.of([case.rhythm for case in table.cases])
    every_n = np.ones(row_n.size, dtype=np.bool_)
    return LongReadings(
        reader=_of_rows(reader, row_n, every_n),
        case=_of_rows(case, column_n, every_n),
        synthetic_n=table.truth_c[column_n].astype(np.float64),
        verdict_n=np.where(verdict_n == MISSING, np.nan, verdict_n),
        site=_of_rows(site, row_n, every_n) if any(table.sites) else None,
        rhythm=_of_rows(rhythm, column_n, every_n) if table.rhythms else None,
        position_n=_known(table.position_rc[row_n, column_n]),
        seconds_n=_known(table.seconds_rc[row_n, column_n]),
    )


def _of_rows(factor: Factor, place_n: np.ndarray, every_n: Mask) -> Factor:
    return Factor(factor.codes_n[place_n], factor.levels).kept(every_n)


def _known(values_n: Numbers) -> Numbers | None:
    return values_n if np.isfinite(values_n).any() else None
