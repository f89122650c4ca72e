"""Answers of one length: the size of a page must not tell one case from another."""

from typing import Final

from django.http import HttpResponse

PAGE_STEP_BYTES: Final = 16_384
"""Pages grow in steps of 16 KiB: a few more characters of text never change their length."""


def pad_response(response: HttpResponse, step_bytes: int = PAGE_STEP_BYTES) -> HttpResponse:
    """Fill HTML with blanks, inside its last element, to a multiple of `step_bytes`.

    The blanks stand before the last closing tag, so that a swapped partial leaves none behind.
    Content without a closing tag is padded at its end.
    """
    content = response.content
    missing = -len(content) % step_bytes
    end = content.rfind(b"</")
    end = len(content) if end < 0 else end
    response.content = content[:end] + b" " * missing + content[end:]
    return response
