from dataclasses import astuple

from reviewapp.results.exports.flow import flow_table, read_flow
from reviewapp.studies.models import Case, Enrolment, Presentation
from tests.results.datasets import R
from tests.results.finished_study import read

from .files import rows_of


def test_each_presentation_is_counted_once_at_its_site(study, coordinator, anna):
    reader = Enrolment.objects.get(study=study, user=anna)
    first = Presentation.objects.filter(reader=reader, is_practice=False).first()
    read(reader, first.case, R, position=100, repeat_of=first)
    Presentation.objects.create(case=Case.objects.last(), reader=reader, position=101, block=1)
    goettingen, heidelberg, everywhere = read_flow(Enrolment.objects.get(user=coordinator))
    assert astuple(heidelberg) == ("HD", 1, 47, 1, 1, 0, 0, 1, 44)
    assert astuple(goettingen) == ("GOE", 1, 45, 1, 0, 0, 0, 0, 44)
    assert (everywhere.readers, everywhere.presented, everywhere.analysed) == (2, 92, 88)


def test_a_site_coordinator_sees_the_own_site(study, site_coordinator):
    flows = read_flow(Enrolment.objects.get(user=site_coordinator))
    assert [flow.site for flow in flows] == ["GOE", "all sites"]


def test_the_counts_agree_with_the_rows(study, coordinator):
    flows = read_flow(Enrolment.objects.get(user=coordinator))
    rows = rows_of(flow_table(flows).csv())
    parts = ("practice", "not_read", "abstained", "unreadable", "repeats_read", "analysed")
    for row in rows:
        assert int(row["presented"]) == sum(int(row[part]) for part in parts)
