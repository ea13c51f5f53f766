"""What is counted by organization is what a count over everything finds, at every moment and after every decision."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.board import postings, tallies
from disclosure.board.postings import State
from disclosure.core import clock
from tests import factories as make
from tests.board import hanging

pytestmark = pytest.mark.django_db


def counted(at) -> tuple:
    found = tallies.of(at).values()
    return tuple(sum(getattr(t, name) for t in found) for name in ("current", "this_year", "ended", "withdrawn"))


def over_all(at) -> tuple:
    year = at.year
    return (
        postings.listed(State.CURRENT, at).count(),
        postings.in_year(postings.went_up(at), year).values("item").distinct().count(),
        postings.came_down(at).filter(ends_at__gte=postings.start_of_year(year)).count(),
        postings.in_year(postings.listed(State.WITHDRAWN, at), year).count(),
    )


def test_numbers_follow_decisions_and_the_clock(now, school):
    other = make.school(bureau=school.bureau, code="QM01", prefix="m-")
    first = hanging.put_up(school, wish_days=15)
    hanging.put_up(other, at="2025-03-01 08:00", wish_days=15)
    waits = hanging.put_up(other, at="2026-11-24 09:00", wish_begins_at=now + timedelta(hours=2), wish_days=1)
    steps = [
        (now, lambda: None),
        (now, lambda: hanging.correct(first, school, at="2026-11-24 09:00")),
        (now, lambda: hanging.put_up(other)),
        (now + timedelta(hours=2), lambda: None),
        (waits.ends_at, lambda: None),
        (now, lambda: hanging.withdraw(waits, other, at="2026-11-24 12:00")),
        (now + timedelta(hours=4), lambda: None),
        (make.moment("2027-01-01 00:00"), lambda: None),
        (now, lambda: None),
    ]
    seen = set()
    for at, step in steps:
        step()
        with clock.moved(at):
            seen.add(counted(at))
            assert counted(at) == over_all(at)
    assert len(seen) > 5


def test_only_what_changed_is_counted_again(now, school):
    other = make.school(bureau=school.bureau, code="QM01", prefix="m-")
    hanging.put_up(school)
    tallies.of(now)
    with CaptureQueriesContext(connection) as asked:
        tallies.of(now)
    assert len(asked) == 2
    before = tallies.of(now)[school.organization.pk]
    hanging.put_up(other)
    after = tallies.of(now)
    assert after[school.organization.pk] is before
    assert after[other.organization.pk].current == 1
