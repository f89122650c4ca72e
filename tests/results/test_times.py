"""The time of a reading out of those of its steps."""

from uuid import uuid4

from reviewapp.readings.models import Timing
from reviewapp.readings.session import lock_step
from reviewapp.results.times import ReadingTime, StepTime, read_times
from reviewapp.studies.models import Presentation
from tests.readings.conftest import STEPS, make_study

WHOLE = StepTime(1, 20_000, 4_000, 1_000)


def test_the_times_of_all_steps_add_up():
    time = ReadingTime((WHOLE, StepTime(2, 500, 0, 0)))
    assert (time.active_s, time.idle_s, time.hidden_s) == (20.5, 4.0, 1.0)
    assert time.unseen_s(30.0) == 4.5
    assert time.missing == ""


def test_one_step_without_times_leaves_the_reading_without():
    time = ReadingTime((WHOLE, StepTime(2, None, None, None, "not_sent")))
    assert (time.active_s, time.idle_s, time.hidden_s, time.unseen_s(30.0)) == (None,) * 4
    assert time.active_s_by_step == [20.0, None]
    assert time.missing == "2 not_sent"


def test_a_reading_that_no_browser_stored_says_so():
    assert (ReadingTime().active_s, ReadingTime().missing) == (None, "no_timing")


def test_times_are_read_in_one_query(coordinator, anna, django_assert_num_queries):
    make_study(coordinator, [anna], 0, 2)
    first = Presentation.objects.select_related("reader").get(position=1)
    for step in (1, 2):
        lock_step(
            by=anna,
            presentation=first,
            step=step,
            submission_id=uuid4(),
            answers=STEPS[step - 1],
            attention='{"span": 7, "runs": [["hidden", 3, 5]]}' if step == 1 else "",
        )
    with django_assert_num_queries(1):
        times = read_times(Presentation.objects.all())
    assert times == {
        first.pk: ReadingTime(
            (StepTime(1, 5, 0, 2), StepTime(2, None, None, None, Timing.Missing.NOT_SENT))
        )
    }
