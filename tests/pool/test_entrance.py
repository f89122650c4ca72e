"""Who may come into the pages of the pool that tell origins."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from reviewapp.pool.entrance import researcher_of


@pytest.fixture
def request_of():
    def _request(user):
        request = RequestFactory().get("/")
        request.user = user
        return request

    return _request


def test_a_researcher_comes_in(request_of, researcher):
    assert researcher_of(request_of(researcher)) == researcher


def test_to_everybody_else_there_is_nothing(request_of, anna, coordinator, auditor, outsider):
    for nobody in (anna, coordinator, auditor, outsider):
        with pytest.raises(Http404):
            researcher_of(request_of(nobody))
