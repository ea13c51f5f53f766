"""Feeds and calendars, read as a reader of feeds and a calendar read them."""

from datetime import timedelta

import feedparser
import pytest
from django.urls import reverse
from icalendar import Calendar

from disclosure.core import clock, ends
from tests import factories
from tests.standing import NOW, english

__all__ = ["english"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
FEED, CALENDAR = reverse("disclosure:feed"), reverse("disclosure:calendar")


@pytest.fixture
def board(school):
    other = factories.school(bureau=school.bureau, code="QL11", prefix="b-")
    up = factories.posted(school, title="午餐<公示>&甲", summary="每餐八元；含税", wish_days=10)
    factories.posted(other, title="校服")
    factories.posted(school, title="等待", wish_begins_at=NOW + timedelta(days=3))
    return up, other


def read(client, **asked):
    answer = client.get(FEED, asked)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo
    return found


def events(client, **asked):
    answer = client.get(CALENDAR, asked)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_feed_has_what_went_up_the_newest_first(client, board):
    up, _other = board
    found = read(client)
    assert (found.version, [entry.title for entry in found.entries]) == ("atom10", ["校服", "午餐<公示>&甲"])
    entry = found.entries[1]
    assert entry.link == entry.id == f"http://testserver/{up.index.text}/"
    assert (entry.summary, entry.author) == ("每餐八元；含税", up.organization.title)
    assert found.feed.links[1].rel == "self"
    assert up.organization.title in read(client, organization=up.organization.code).feed.title


def test_it_follows_the_clock(client, board):
    with clock.moved(NOW + timedelta(days=4)):
        assert read(client).entries[0].title == "等待"


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"q": "八元"}, ["午餐<公示>&甲"]),
        ({"organization": "QL11"}, ["校服"]),
        ({"q": "八元", "organization": "QL11"}, []),
        ({"year": "2025"}, []),
        ({"q": "\x00"}, ["校服", "午餐<公示>&甲"]),
    ],
)
def test_it_is_of_whatever_can_be_searched_for(client, board, asked, titles):
    assert [entry.title for entry in read(client, **asked).entries] == titles


def test_of_an_organization_that_there_is_not_nothing_is_followed(client, board):
    assert {client.get(path, {"organization": "NONE"}).status_code for path in (FEED, CALENDAR)} == {404}


def test_one_feed_has_one_name_however_it_is_asked_for(client, board):
    one, other = (
        feedparser.parse(client.get(f"{FEED}?{q}").content).feed.id for q in ("q=x&year=2026", "year=2026&q=x&page=3")
    )
    assert one == other


def test_the_calendar_has_what_comes_down(client, board):
    up, _other = board
    [event] = events(client)
    assert event.decoded("dtstart") == ends.end(up.ends_at).day
    assert str(event["uid"]) == f"{up.index.text}@testserver"
    assert event["sequence"] == 1
    assert event.decoded("last-modified") == up.made_at.replace(microsecond=0)
    assert str(event["summary"]) == "Comes down: 午餐<公示>&甲"
    assert event["url"] == f"http://testserver/{up.index.text}/"
    assert events(client, organization="QL11") == []
    with clock.moved(NOW + timedelta(days=11)):
        assert events(client) == []


def test_pages_lead_to_their_feeds(client, board, school):
    pages = ["/search/?q=午餐", school.organization.url, school.column.url]
    wanted = [
        "q=%E5%8D%88%E9%A4%90",
        f"organization={school.organization.code}",
        f"organization={school.organization.code}",
    ]
    for page, query in zip(pages, wanted, strict=True):
        body = client.get(page).text
        assert 'rel="alternate" type="application/atom+xml"' in body, page
        assert query in body.split('href="/ending.ics')[1][:200], page
