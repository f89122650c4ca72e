from reviewapp.accounts.roles import Role
from reviewapp.studies.models import Enrolment
from reviewapp.studies.progress import read_progress
from tests.conftest import make_user
from tests.studies.test_views import read_some


def enrolment(study, user):
    return Enrolment.objects.get(study=study, user=user)


def test_a_coordinator_sees_every_site(opened, coordinator):
    progress = read_progress(enrolment(opened, coordinator))
    assert [site.code for site in progress.sites] == ["GOE", "HD"]
    assert (progress.read, progress.total) == (0, 32)


def test_a_site_coordinator_sees_the_own_site(opened, site_coordinator):
    progress = read_progress(enrolment(opened, site_coordinator))
    assert [site.code for site in progress.sites] == ["GOE"]
    assert progress.total == 16


def test_practice_is_counted_apart(opened, coordinator, anna):
    read_some(opened, anna, 3)
    (reader,) = read_progress(enrolment(opened, coordinator)).sites[1].readers
    assert (reader.practice_read, reader.practice_total) == (2, 2)
    assert (reader.read, reader.total) == (1, 16)
    assert reader.last_active_at is not None
    assert not reader.is_finished


def test_who_has_read_everything_is_finished(opened, coordinator, bela):
    read_some(opened, bela, 18)
    (reader,) = read_progress(enrolment(opened, coordinator)).sites[0].readers
    assert reader.is_finished


def test_one_query_however_many_readers(opened, coordinator, uppsala, django_assert_num_queries):
    viewer = enrolment(opened, coordinator)
    opened.enrolments.create(
        user=make_user("rune", uppsala, Role.READER), site=uppsala, role=Role.READER
    )
    with django_assert_num_queries(1):
        assert len(read_progress(viewer).sites) == 3
