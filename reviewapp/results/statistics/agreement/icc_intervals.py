"""Limits of intraclass correlations (Shrout and Fleiss 1979; McGraw and Wong 1996)."""

from dataclasses import dataclass

from scipy import stats

from reviewapp.results.statistics.estimate import LEVEL, Interval


@dataclass(frozen=True, kw_only=True)
class MeanSquares:
    """Mean squares of a complete table of scores."""

    cases: int
    readers: int
    between_cases: float
    between_readers: float
    error: float
    within_cases: float

    def noise(self, form: str) -> float:
        """The mean square that a form takes for noise: that within cases, or the residual."""
        return self.within_cases if "(1" in form else self.error

    def noise_df(self, form: str) -> int:
        """The degrees of freedom of :meth:`noise`."""
        return (self.cases if "(1" in form else self.cases - 1) * (self.readers - 1)


def limits(form: str, squares: MeanSquares, *, level: float = LEVEL) -> Interval | None:
    """The limits of one of the six forms; None where the residual or the variation is too small."""
    if squares.noise(form) == 0 or squares.between_cases == 0:
        return None
    if "(2" in form:
        single = _two_way_random(squares, level)
        if single is None or form == "ICC(2,1)":
            return single
        return mean_of_readers(single, squares.readers)
    f = squares.between_cases / squares.noise(form)
    df_between, df_within = squares.cases - 1, squares.noise_df(form)
    tail = (1 + level) / 2
    f_low = f / float(stats.f.ppf(tail, df_between, df_within))
    f_high = f * float(stats.f.ppf(tail, df_within, df_between))
    if form.endswith("k)"):
        return Interval(1 - 1 / f_low, 1 - 1 / f_high)
    more = squares.readers - 1
    return Interval((f_low - 1) / (f_low + more), (f_high - 1) / (f_high + more))


def mean_of_readers(interval: Interval, readers: int) -> Interval | None:
    """Limits for one reading stepped up to those for the mean of ``readers`` (Spearman-Brown).

    None where the lower limit is below -1 / (readers - 1), as it can be with few cases.
    """
    if 1 + (readers - 1) * interval.low <= 0:
        return None
    low, high = (readers * one / (1 + (readers - 1) * one) for one in interval)
    return Interval(low, high)


def mcgraw_wong_limits(
    squares: MeanSquares, icc: float | None, *, level: float = LEVEL
) -> Interval | None:
    """Limits of ICC(2,k) as R's irr prints them for McGraw and Wong's ICC(A,k) (1996, table 7).

    irr puts ICC(2,k), ``icc``, where the degrees of freedom want ICC(2,1); with that in its place
    these are the limits of ICC(2,1) stepped up, which we give.
    """
    if icc is None or squares.error == 0 or squares.between_cases == 0 or icc == 1:
        return None
    n = squares.cases
    on_readers = squares.readers * icc
    on_error = n * (1 - icc) + squares.readers * icc * (n - 1)
    df = _satterthwaite(squares, on_readers, on_error)
    case, gap = squares.between_cases, squares.between_readers - squares.error
    f_low, f_high = _quantiles(n - 1, df, level)
    low = n * (case - f_low * squares.error) / (f_low * gap + n * case)
    high = n * (f_high * case - squares.error) / (gap + n * f_high * case)
    return Interval(low, high) if low <= high else None


def _two_way_random(squares: MeanSquares, level: float) -> Interval | None:
    """Limits of ICC(2,1) (Shrout and Fleiss 1979, eq. for case 2, after Satterthwaite)."""
    n, k = squares.cases, squares.readers
    case, reader, error = squares.between_cases, squares.between_readers, squares.error
    icc = (case - error) / (case + (k - 1) * error + k * (reader - error) / n)
    on_readers = k * icc
    on_error = n * (1 + (k - 1) * icc) - k * icc
    df = _satterthwaite(squares, on_readers, on_error)
    f_low, f_high = _quantiles(n - 1, df, level)
    rest = k * reader + (k * n - k - n) * error
    low = n * (case - f_low * error) / (f_low * rest + n * case)
    high = n * (f_high * case - error) / (rest + n * f_high * case)
    return Interval(low, high) if low <= high else None


def _satterthwaite(squares: MeanSquares, on_readers: float, on_error: float) -> float:
    """Degrees of freedom of a weighted sum of the mean squares of readers and residual."""
    reader = on_readers * squares.between_readers
    error = on_error * squares.error
    spread = reader**2 + error**2 / (squares.cases - 1)
    return (squares.readers - 1) * (reader + error) ** 2 / spread


def _quantiles(df_between: int, df: float, level: float) -> tuple[float, float]:
    tail = (1 + level) / 2
    return float(stats.f.ppf(tail, df_between, df)), float(stats.f.ppf(tail, df, df_between))
