"""The geometry of the posting strip, as LOOK.md draws it."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.board import strip
from disclosure.board.strip import Days, Mini, Strip

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_thirty_days_on_the_twenty_fourth():
    span = strip.days(local("2026-09-01T08:00"), local("2026-09-30T18:00"), local("2026-09-24T10:32"), SHANGHAI)
    assert (span.total, span.hung, span.left) == (30, 24, 6)
    drawn = strip.strip(span)
    assert (drawn.width, drawn.unit, drawn.weeks) == (298, 1, 0)
    assert drawn.now == "M230 0h8v20h-8z"
    assert drawn.gone.startswith("M0 4h8v12h-8zM10 4h8v12h-8z")
    assert drawn.gone.count("M") == 23
    assert drawn.left.startswith("M240 4h8v12h-8z")
    assert drawn.left.count("M") == 6
    assert drawn.cut == ""


def test_withdrawn_on_the_third_of_ten_days():
    begins, ends = local("2026-05-20T08:00"), local("2026-05-29T18:00")
    span = strip.days(begins, ends, local("2026-09-24T10:32"), SHANGHAI, closed=local("2026-05-22T13:05"))
    assert (span.total, span.hung, span.left) == (10, 3, 0)
    drawn = strip.strip(span)
    assert drawn.gone == "M0 4h8v12h-8zM10 4h8v12h-8zM20 4h8v12h-8z"
    assert drawn.left.count("M") == 7
    assert drawn.cut == "M29 0v20"
    assert drawn.now == ""


def test_the_mini_strips_of_look():
    seven = Days(date(2026, 9, 22), date(2026, 9, 28), date(2026, 9, 24))
    assert strip.mini(seven) == Mini("M0 0h43v8h-43z", "M43 3.5h57v1h-57zM99 0h1v8h-1z")
    last_day = Days(date(2026, 9, 15), date(2026, 9, 24), date(2026, 9, 24))
    assert strip.mini(last_day) == Mini("M0 0h100v8h-100z")
    standing = Days(date(2026, 9, 10), None, date(2026, 9, 24))
    assert strip.mini(standing) == Mini("M0 0h70v8h-70zM75 0h5v8h-5zM85 0h5v8h-5zM95 0h5v8h-5z")


def test_a_posting_that_ends_at_midnight_hangs_on_the_day_before():
    span = strip.days(local("2026-11-02T09:00"), local("2026-11-10T00:00"), local("2026-11-09T23:59"), SHANGHAI)
    assert span.last == date(2026, 11, 9)
    assert (span.total, span.left, span.over) == (8, 0, False)


def test_days_are_those_of_the_zone():
    # 16:30 UTC is half past midnight of the next day in Shanghai
    span = strip.days(
        datetime(2026, 9, 1, 16, 30, tzinfo=UTC), None, datetime(2026, 9, 1, 16, 45, tzinfo=UTC), SHANGHAI
    )
    assert (span.first, span.today, span.hung) == (date(2026, 9, 2), date(2026, 9, 2), 1)


def test_over_on_its_last_day_there_is_no_today():
    span = strip.days(local("2026-09-01T08:00"), local("2026-09-03T18:00"), local("2026-09-03T18:00"), SHANGHAI)
    drawn = strip.strip(span)
    assert span.over
    assert drawn.now == drawn.left == ""
    assert drawn.gone.count("M") == 3


def test_closed_in_the_future_is_not_closed_yet():
    closed = local("2026-09-05T00:00")
    span = strip.days(local("2026-09-01T08:00"), None, local("2026-09-02T08:00"), SHANGHAI, closed=closed)
    assert span.cut is None


def test_without_an_end_a_bar_and_three_dashes():
    drawn = strip.strip(Days(date(2026, 1, 1), None, date(2026, 9, 24)))
    assert drawn == Strip(100, gone="M0 4h70v12h-70zM75 4h5v12h-5zM85 4h5v12h-5zM95 4h5v12h-5z")


def test_without_an_end_and_withdrawn_it_ends_with_the_cut():
    drawn = strip.strip(Days(date(2026, 1, 1), None, date(2026, 9, 24), cut=date(2026, 1, 4)))
    assert drawn.gone.count("M") == 4
    assert drawn.left == ""
    assert drawn.width == 38
    assert drawn.cut == "M37 0v20"


@pytest.mark.parametrize(("total", "unit", "cells"), [(60, 1, 60), (61, 7, 9), (420, 7, 60), (421, 28, 16)])
def test_over_sixty_days_a_cell_stands_for_weeks(total, unit, cells):
    first = date(2026, 1, 1)
    drawn = strip.strip(Days(first, first + timedelta(days=total - 1), first))
    assert drawn.unit == unit
    assert drawn.width == 10 * cells - 2


DAY = st.integers(0, 2000)


@given(total=st.integers(1, 2000), today=DAY, cut=st.none() | DAY)
def test_every_strip_is_whole_and_stays_inside_its_box(total, today, cut):
    first = date(2024, 2, 27)
    last = first + timedelta(days=total - 1)
    now = first + timedelta(days=today)
    span = Days(first, last, now, over=now > last, cut=None if cut is None else min(first + timedelta(days=cut), last))
    drawn = strip.strip(span)
    cells = [int(x) for part in (drawn.gone, drawn.left, drawn.now) for x in re.findall(r"M(\d+)", part)]
    assert sorted(cells) == list(range(0, drawn.width, 10))
    assert len(cells) <= strip.MOST
    assert (len(cells) - 1) * drawn.unit < total <= len(cells) * drawn.unit
    assert bool(drawn.cut) == (span.cut is not None)
    if drawn.cut:
        assert int(re.match(r"M(\d+)", drawn.cut)[1]) < drawn.width
    assert bool(drawn.now) == (not span.over and span.cut is None)


@given(total=st.integers(1, 2000), today=DAY)
def test_every_mini_strip_fills_its_hundred(total, today):
    first = date(2024, 2, 27)
    span = Days(first, first + timedelta(days=total - 1), first + timedelta(days=min(today, total - 1)))
    drawn = strip.mini(span)
    past = int(re.match(r"M0 0h(\d+)", drawn.now)[1])
    assert 1 <= past <= 100
    assert (past == 100) == (drawn.gone == "")
    assert not drawn.gone or drawn.gone.startswith(f"M{past} 3.5h{100 - past}v1")
