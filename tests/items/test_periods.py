"""Periods of postings: half-open, in days that end at midnight, never shorter than their minimum (I4)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.items import rules

ZONE = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(ZONE))
days = st.integers(1, 400)


def test_the_day_it_begins_is_not_counted():
    """Up on the 1st for seven days: the last day is the 8th, it comes down at the midnight after it."""
    begins = datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
    assert rules.end_of_days(begins, 7, ZONE) == datetime(2026, 9, 9, 0, 0, tzinfo=ZONE)


def test_a_day_is_the_day_of_the_site_not_of_utc():
    begins = datetime(2026, 8, 31, 23, 0, tzinfo=UTC)  # 7 o'clock on the 1st of September
    assert rules.end_of_days(begins, 1, ZONE) == datetime(2026, 9, 3, 0, 0, tzinfo=ZONE)


@given(moments, st.integers(0, 60), st.one_of(st.none(), days), st.one_of(st.none(), st.integers(1, 10**7)))
def test_no_period_is_shorter_than_its_minimum_nor_ends_before_it_begins(begins, minimum, length, seconds):
    until = begins + timedelta(seconds=seconds) if seconds else None
    period = rules.period(begins=begins, until=until, days=length, minimum_days=minimum, zone=ZONE)
    assert period.begins == begins
    if period.ends is not None:
        assert period.ends > begins
        assert period.earliest_end is None or period.ends >= period.earliest_end
    assert (period.ends is None) == (until is None and length is None)


def test_an_end_before_its_beginning_is_refused():
    begins = datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
    with pytest.raises(ValueError, match="after it begins"):
        rules.period(begins=begins, until=begins, days=None, minimum_days=0, zone=ZONE)


def test_an_index_number_reads_as_an_archive_label():
    assert rules.index_text("QL07", "SF", 2026, 127) == "QL07-SF-2026-0127"
