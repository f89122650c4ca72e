"""Pages of one length."""

from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from reviewapp.readings.padding import PAGE_STEP_BYTES, pad_response


@given(st.text(max_size=60))
def test_every_page_fills_a_whole_step(text):
    response = pad_response(HttpResponse(f"<p>{text}</p>"))
    assert len(response.content) == PAGE_STEP_BYTES


def test_the_padding_stands_inside_the_last_element():
    assert pad_response(HttpResponse("<p>a</p>"), 16).content == b"<p>a        </p>"


def test_a_page_of_just_that_length_stays():
    assert pad_response(HttpResponse("<p>aa</p>"), 9).content == b"<p>aa</p>"


def test_text_without_a_tag_is_padded_at_its_end():
    assert pad_response(HttpResponse("abc"), 5).content == b"abc  "


def test_a_longer_page_takes_the_next_step():
    assert len(pad_response(HttpResponse("<p>aaaa</p>"), 10).content) == 20
