"""A sitting lasts until half an hour passes without an answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from reviewapp.readings.models import ReadingSession
from reviewapp.readings.sitting import APP_VERSION, Screen, note_sitting

LAPTOP = Screen("Firefox", "1280x800", 1.5)
WARD_PC = Screen("Chrome", "1024x768", 1.0)


def test_answers_within_half_an_hour_are_one_sitting(anna_reads):
    first = note_sitting(reader=anna_reads, screen=LAPTOP)
    assert note_sitting(reader=anna_reads, screen=LAPTOP) == first
    assert (first.browser, first.viewport, first.pixel_ratio) == ("Firefox", "1280x800", 1.5)
    assert first.app_version == APP_VERSION


def test_a_pause_begins_a_new_sitting(anna_reads):
    first = note_sitting(reader=anna_reads, screen=LAPTOP)
    ReadingSession.objects.update(last_active_at=timezone.now() - timedelta(minutes=31))
    assert note_sitting(reader=anna_reads, screen=LAPTOP) != first


def test_each_answer_prolongs_the_sitting(anna_reads):
    first = note_sitting(reader=anna_reads, screen=LAPTOP)
    ReadingSession.objects.update(last_active_at=timezone.now() - timedelta(minutes=29))
    note_sitting(reader=anna_reads, screen=LAPTOP)
    first.refresh_from_db()
    assert timezone.now() - first.last_active_at < timedelta(minutes=1)


def test_another_machine_is_another_sitting(anna_reads):
    first = note_sitting(reader=anna_reads, screen=LAPTOP)
    assert note_sitting(reader=anna_reads, screen=WARD_PC) != first


def test_a_screen_that_is_measured_begins_a_new_sitting(anna_reads):
    first = note_sitting(reader=anna_reads, screen=LAPTOP)
    measured = note_sitting(reader=anna_reads, screen=replace(LAPTOP, mm_per_px=0.21))
    assert (first.mm_per_px, measured.mm_per_px) == (None, 0.21)
    assert note_sitting(reader=anna_reads, screen=replace(LAPTOP, mm_per_px=0.21)) == measured


@pytest.mark.parametrize("size", ["", "small", "nan", "-0.2", "0", "6"])
def test_a_strange_size_of_a_pixel_is_unknown(size):
    screen = Screen.from_form(browser="", viewport="", pixel_ratio="", mm_per_px=size)
    assert screen.mm_per_px is None


@pytest.mark.parametrize("viewport", ["", "wide", "0x10", "1280x800x2", "1e9x1", "1280×800"])
def test_a_strange_viewport_is_unknown(viewport):
    assert Screen.from_form(browser="", viewport=viewport, pixel_ratio="").viewport == ""


@pytest.mark.parametrize("ratio", ["", "two", "nan", "inf", "-1", "0", "1e9"])
def test_a_strange_pixel_ratio_is_unknown(ratio):
    assert Screen.from_form(browser="", viewport="", pixel_ratio=ratio).pixel_ratio is None


def test_a_plausible_screen_is_kept_and_a_long_browser_name_cut():
    screen = Screen.from_form(browser="x" * 999, viewport="1920x1080", pixel_ratio="1.25")
    assert (len(screen.browser), screen.viewport, screen.pixel_ratio) == (300, "1920x1080", 1.25)
