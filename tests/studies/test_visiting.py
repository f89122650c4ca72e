"""One visit: what a browser gets on the way through a case, and how it is asked."""

import pytest

from reviewapp.pool.models import Record
from reviewapp.studies.models import Study
from reviewapp.studies.opening import prepare
from reviewapp.studies.visiting import VisitedCase, VisitFailedError, Visitor
from tests.studies import leaky


@pytest.fixture
def visit(unprobed: Study):
    """`visit(**options)` visits one case of the draft, with the settings as they are then."""
    prepared = prepare(unprobed, "seed")
    key, signal = next(iter(prepared.signals.items()))
    case = VisitedCase(Record.objects.get(sha256=key).pk, signal)
    return lambda **options: Visitor(unprobed, prepared.draft.protocol).visit(case, **options)


def test_a_visit_meets_every_kind_of_answer(visit):
    found = visit()
    assert list(found.responses) == [
        "case page",
        "picture",
        "draft",
        "answer to step 1",
        "answer to step 2",
        "answer to step 3",
        "picture of one lead",
        "picture, switched",
    ]
    for kind, answer in found.responses.items():
        assert answer.status == (204 if kind == "draft" else 200)
        assert answer.seconds > 0
    assert b"<!DOCTYPE html>" in found.responses["case page"].body
    assert found.responses["answer to step 1"].body.startswith(b"<section")
    assert found.responses["picture"].body.startswith(b"<svg")


def test_other_looks_are_other_pictures(visit):
    kinds = ("picture", "picture of one lead", "picture, switched")
    answers = visit().responses
    assert len({answers[kind].body for kind in kinds}) == 3


def test_a_look_is_the_page_and_its_picture(visit):
    assert list(visit(only_look=True).responses) == ["case page", "picture"]


def test_the_random_tokens_of_a_visit_are_known_to_be_blanked(visit):
    first, second = visit(), visit()
    assert not set(first.secrets) & set(second.secrets)
    page = first.responses["case page"].body.decode()
    assert first.secrets[0] in page
    assert first.secrets[1] in page


def test_a_visit_comes_by_https_where_the_app_demands_it(visit, settings):
    settings.SECURE_SSL_REDIRECT = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.ALLOWED_HOSTS = ["*", ".example.org", "review.example.org"]
    assert visit(only_look=True).responses["picture"].status == 200
    assert visit().responses["answer to step 3"].status == 200


def test_an_answer_that_fails_is_an_error(visit, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, leaky.FAILING]
    with pytest.raises(VisitFailedError, match="500"):
        visit()


def test_nothing_of_a_visit_stays(visit):
    visit()
    assert Study.objects.count() == 1
