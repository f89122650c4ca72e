"""Where a reader stands, counted in few queries."""

from django.utils import timezone

from reviewapp.readings.models import Reading
from reviewapp.readings.place import find_due, is_due, place_of, studies_of
from reviewapp.studies.models import Enrolment, Presentation, Status
from tests.readings.conftest import make_study


def test_a_new_reader_stands_before_the_first_practice_case(anna_reads):
    place = place_of(anna_reads)
    assert (place.practice_count, place.total_count, place.step) == (2, 6, 1)
    assert place.presentation is not None
    assert place.presentation.position == 1
    assert place.draft_answers is None


def test_the_place_moves_step_by_step(anna_reads, desk):
    desk.lock()
    place = place_of(anna_reads)
    assert (place.presentation.position, place.step, place.draft_answers) == (1, 2, {})
    desk.lock()
    desk.lock()
    place = place_of(anna_reads)
    assert (place.presentation.position, place.step) == (2, 1)


def test_a_block_opens_with_its_first_case(anna_reads, desk):
    opens = []
    for _ in range(4):
        opens.append(place_of(anna_reads).opens_block)
        desk.read_case()
    assert opens == [True, False, True, False]


def test_only_the_first_unread_presentation_is_due(anna_reads):
    presentations = list(anna_reads.presentations.order_by("position"))
    assert [is_due(presentation) for presentation in presentations] == [True] + [False] * 5


def test_nothing_is_due_when_everything_is_read(anna_reads, desk):
    for _ in range(6):
        desk.read_case()
    assert find_due(anna_reads) is None
    assert place_of(anna_reads).presentation is None


def test_another_readers_work_moves_nobody(anna_reads, desk_of, bela):
    desk_of(bela).read_case()
    assert place_of(anna_reads).presentation.position == 1


def test_two_queries_tell_the_place(anna_reads, django_assert_num_queries):
    with django_assert_num_queries(2):
        place_of(anna_reads)


def test_my_studies_count_what_is_read_open_ones_first(study, anna, desk, coordinator):
    desk.read_case()
    study.status, study.locked_at = Status.LOCKED, timezone.now()
    study.save()
    make_other_study(coordinator, anna)
    counts = [(e.study.name, e.read_count, e.total_count) for e in studies_of(anna)]
    assert counts == [("Second", 0, 3), ("Can you tell?", 1, 6)]


def make_other_study(coordinator, anna):
    other = make_study(coordinator, [anna], 1, 2, source_name="Second batch", first_number=100)
    other.name = "Second"
    other.save()


def test_only_readers_have_studies_to_read(study, coordinator):
    Enrolment.objects.create(
        study=study, user=coordinator, site=coordinator.site, role="study_coordinator"
    )
    assert not studies_of(coordinator).exists()
    assert not Reading.objects.exists()
    assert Presentation.objects.count() == 12
