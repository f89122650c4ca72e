"""The course of the reading: accuracy over the position, and reading time."""

from reviewapp.results.figures.times import Row as DrawnRow
from reviewapp.results.findings.course import Stretch, TimeFindings, TrendFindings
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, sentences
from reviewapp.results.statistics.models.reading_time import Quartiles
from reviewapp.results.wording import count, p_equals, percent, points, quantity, seconds, with_ci

TREND_TITLE = "Trend over the position"
TIME_TITLE = "Reading time"


def trend_section(found: TrendFindings) -> Section:
    """Learning and fatigue."""
    trend = found.trend
    ratio = trend.odds_ratio
    if not found.stretches:
        reason = ratio.reason or "no verdict has a position"
        return Section("trend", TREND_TITLE, (f"There is no trend to show: {reason}.",))
    return Section(
        anchor="trend",
        title=TREND_TITLE,
        sentences=sentences(_slope(found), _halves(found)),
        pictures=(
            Picture(
                name="trend",
                alt="Share of right verdicts in each stretch of the readers’ orders.",
                words=(
                    "Right verdicts by where the case stood in the reader’s own random order; a "
                    "line that rises is learning, one that falls fatigue. Points describe and "
                    "have no interval, since a reader’s readings are not independent: the slope "
                    "above has one."
                ),
                method=ratio.method,
            ),
        ),
        tables=(_stretch_table(found.stretches),),
    )


def _slope(found: TrendFindings) -> str:
    ratio, test = found.trend.odds_ratio, found.trend.test
    if ratio.value is None:
        return f"The slope is not defined: {ratio.reason}."
    p = "" if test.p is None else f", {p_equals(test.p)}"
    return (
        f"Per 10 cases the odds of a right verdict change by a factor of "
        f"{with_ci(ratio, quantity)}{p}; 1 is no trend."
    )


def _halves(found: TrendFindings) -> str:
    gain = found.trend.second_less_first
    if gain.value is None:
        return f"Second half less first half: not defined, for {gain.reason}."
    return f"Second half of the order less the first: {with_ci(gain, points)}."


def _stretch_table(stretches: tuple[Stretch, ...]) -> Table:
    return Table(
        caption="Right verdicts and reading time by position",
        heads=("Positions", "Readings", "Right", "Share right", "Median time"),
        rows=tuple(
            Row(
                f"{one.first} to {one.last}" if one.last > one.first else f"{one.first}",
                (
                    Cell.count(one.readings),
                    Cell.count(one.correct),
                    Cell(percent(one.correct / one.readings)) if one.readings else
                    Cell("", reason="no verdict"),
                    time_cell(one.time),
                ),
            )
            for one in stretches
        ),
    )  # fmt: skip


def time_section(found: TimeFindings) -> Section:
    """How long readings took."""
    everyone = found.everyone
    if not everyone.everyone.n:
        reason = "No reading has a time: there is nothing to show."
        return Section("time", TIME_TITLE, (reason,))
    return Section(
        anchor="time",
        title=TIME_TITLE,
        sentences=sentences(_median(found), _origin(found), _left_out(found)),
        pictures=(
            Picture(
                name="times",
                alt="Median and quartiles of the reading time, over all, by origin and by reader.",
                words=(
                    "Time is that with the page in view and the reader active; idle and hidden "
                    "time is taken out. The box is the middle half of the readings."
                ),
                method=everyone.per_10_cases.method,
            ),
        ),
        tables=(_time_table(found), _ratio_table(found)),
    )


def time_rows(found: TimeFindings) -> list[DrawnRow]:
    """What the figure draws: all, each origin, each reader."""
    everyone = found.everyone
    rows: list[DrawnRow] = [
        ("All readings", "all", everyone.everyone),
        ("Real ECGs", "origin", everyone.real),
        ("Synthetic ECGs", "origin", everyone.synthetic),
    ]
    return rows + [(reader, "reader", times) for reader, times in found.readers.items()]


def _median(found: TimeFindings) -> str:
    times = found.everyone.everyone
    if times.median_s is None or times.low_s is None or times.high_s is None:
        return ""
    return (
        f"A reading took {seconds(times.median_s)} in the median; half of "
        f"{count(times.n, 'reading')} took {times.low_s:.0f} to {seconds(times.high_s)}."
    )


def _origin(found: TimeFindings) -> str:
    ratio = found.everyone.synthetic_over_real
    if ratio.value is None:
        return f"Time on synthetic against real ECGs: not defined, for {ratio.reason}."
    return f"Synthetic ECGs took {with_ci(ratio, quantity)} times as long as real ones."


def _left_out(found: TimeFindings) -> str:
    if not found.everyone.left_out:
        return ""
    return f"{count(found.everyone.left_out, 'reading')} without a time left out."


def time_cell(times: Quartiles) -> Cell:
    """Median and quartiles in a table."""
    if times.median_s is None or times.low_s is None or times.high_s is None:
        return Cell("", reason="no time")
    return Cell(seconds(times.median_s), f"{times.low_s:.0f} to {times.high_s:.0f}")


def _time_table(found: TimeFindings) -> Table:
    return Table(
        caption="Median time and quartiles",
        heads=("Readings of", "n", "Median (quartiles)"),
        rows=tuple(
            Row(label, (Cell.count(times.n), time_cell(times)), "all" if kind == "all" else kind)
            for label, kind, times in time_rows(found)
        ),
    )


def _ratio_table(found: TimeFindings) -> Table:
    everyone = found.everyone
    return Table(
        caption="Ratios of times, by the mixed model of log(seconds)",
        heads=("Ratio", "95 % CI"),
        rows=(
            Row("Per 10 cases later in the order", (Cell.of(everyone.per_10_cases, quantity),)),
            Row("Synthetic over real", (Cell.of(everyone.synthetic_over_real, quantity),)),
        ),
    )
