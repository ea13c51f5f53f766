"""What a process keeps of the frame is as new as the frame."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from disclosure.board import around, kept
from tests.board import hanging

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(now, school):
    return hanging.put_up(school, title="午餐公示", wish_days=15)


def asked(client, path):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    return answer, len(queries)


@pytest.mark.parametrize("shown", ["organization", "column"])
@pytest.mark.parametrize("where", ["item", "column"])
def test_a_new_name_is_read_at_once(client, notice, shown, where):
    path = hanging.address(notice) if where == "item" else notice.column.url
    client.get(path)
    Page.objects.filter(pk=getattr(notice, f"{shown}_id")).update(title="新的名称")
    assert "新的名称" in client.get(path).text


@pytest.mark.parametrize("change", [{"live": False}, {"slug": "moved"}], ids=str)
def test_a_column_that_is_taken_away_is_not_found_where_it_was(client, notice, change):
    path = notice.column.url
    assert client.get(path).status_code == 200
    Page.objects.filter(pk=notice.column_id).update(**change)
    assert client.get(path).status_code == 404


def test_a_column_that_is_closed_asks_who_one_is(client, notice):
    path = notice.column.url
    assert client.get(path).status_code == 200
    PageViewRestriction.objects.create(page_id=notice.column_id, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(path).status_code == 302


def test_the_frame_and_the_signatures_are_read_once(client, notice):
    path = hanging.address(notice)
    first, many = asked(client, path)
    kept.shelf.clear()
    second, few = asked(client, path)
    assert first.content == second.content
    assert few <= 5 < many


def test_who_is_signed_in_reads_nothing_kept(client, notice, school):
    client.force_login(school.people["office"])
    path = hanging.address(notice)
    _first, many = asked(client, path)
    assert asked(client, path)[1] == many
    assert not len(around.things)


def test_addresses_that_do_not_exist_fill_nothing(client, notice):
    for number in range(3):
        assert client.get(f"/nowhere-{number}/").status_code == 404
    assert not [what for what in around.things if what[0] == "page"]


def test_it_holds_no_more_than_its_bound(monkeypatch):
    monkeypatch.setattr(around.things, "most", 2)
    with around.under(1):
        for number in range(5):
            assert around.kept(("thing", number), lambda number=number: number + 1) == number + 1
            assert len(around.things) <= 2
