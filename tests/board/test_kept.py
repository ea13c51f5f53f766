"""What a process keeps is given again as long as it is right: no longer than anything stands or any moment lasts."""

import gzip
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from disclosure.board import kept, notices
from disclosure.board.views.elder import COOKIE
from disclosure.catalog.models import CatalogEntry
from disclosure.core import change, clock, triggers
from disclosure.core.models import Change
from disclosure.organizations.models import Body, Membership, OrganizationPage
from disclosure.search.models import Text
from tests import factories as make
from tests.board import hanging, pages

pytestmark = pytest.mark.django_db

# Read below a posting; they come before it or with it, and the database refuses to change those that are signed.
WITH_A_POSTING = {
    *["disclosure_edition", "disclosure_editioncontent", "disclosure_editionfile", "disclosure_indexnumber"],
    *["disclosure_permit", "disclosure_outcome", "disclosure_submission", "disclosure_signature"],
    *["disclosure_papersignature", "disclosure_paperend", "disclosure_signaturetaskstate", "wagtailcore_taskstate"],
    "auth_user",  # of a signature, whose row bears the name itself
}


def queries(client, path, **headers) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(path, **headers)
    return [query["sql"] for query in asked]


@pytest.fixture
def notice(now, school):
    return hanging.put_up(school, title="午餐公示", wish_days=15)


@pytest.fixture(params=["/", "/search/", "item", "organization", "bureau"])
def path(request, notice):
    places = {"item": hanging.address(notice), "organization": notice.organization.url}
    places["bureau"] = notice.organization.get_parent().url
    return places.get(request.param, request.param)


def test_what_did_not_change_is_answered_after_one_look_at_the_number(client, path):
    first = client.get(path)
    [asked] = queries(client, path)
    assert asked.startswith("SELECT scope, number FROM disclosure_change WHERE scope IN")
    again = client.get(path)
    assert (again.content, again.status_code) == (first.content, first.status_code)
    assert dict(again.headers) == dict(first.headers)


@pytest.mark.postgres
def test_a_change_by_whatever_way_makes_a_new_answer(client, path, notice, school):
    later = {"until": hanging.NOW + timedelta(days=400)}
    ways = [
        lambda: hanging.correct(notice, school, at="2026-11-24 09:00", summary="另一句"),
        lambda: OrganizationPage.objects.filter(pk=notice.organization_id).update(telephone="0000-1"),
        lambda: connection.cursor().execute("UPDATE wagtailcore_page SET title = title || '新' WHERE depth = 3"),
        lambda: Membership.objects.filter(pk=Membership.objects.first().pk).update(**later),
        lambda: Body.objects.filter(pk=Body.objects.first().pk).update(name="领导小组（新）"),
        lambda: CatalogEntry.objects.filter(pk=notice.entry_id).update(name="收费（新）"),
        lambda: Site.objects.update(site_name="新"),
    ]
    for way in ways:
        client.get(path)
        assert len(queries(client, path)) == 1
        way()
        assert len(queries(client, path)) > 1


def test_what_is_only_searched_makes_the_search_anew(client, notice):
    paths = "/search/", hanging.address(notice)
    for path in paths:
        client.get(path)
    Text.objects.filter(edition=notice.edition).update(text="别的话")
    assert [len(queries(client, path)) > 1 for path in paths] == [True, False]


@pytest.mark.parametrize("whose", ["organization", pytest.param("item", marks=pytest.mark.postgres)])
def test_what_goes_on_elsewhere_leaves_a_page_of_one_scope_as_it_is(monkeypatch, whose):
    """And rightly so: made anew they say the same, to the letter."""
    monkeypatch.setattr(clock, "now", lambda: clock._moved.get() or hanging.NOW)
    board = pages.board()
    other = make.school(bureau=board.school.bureau, code="QM01", prefix="m-")
    scopes = {name: scope_of(path) for name, (_kind, path, _status) in board.pages.items()}
    own = {name: board.pages[name][1] for name, scope in scopes.items() if scope}
    assert {"signed item", "withdrawn item", "column", "organization"} <= own.keys()
    assert not {"start", "bureau", "found"} & own.keys()
    if whose == "item":
        own = {name: path for name, path in own.items() if scopes[name].startswith("item-")}
        assert {"item", "signed item", "withdrawn item", "removed item", "earlier edition"} <= own.keys()
    before = {name: Client().get(path).content for name, path in own.items()}
    where = board.school if whose == "item" else other
    gone = hanging.put_up(where, title="另一件公示", wish_days=15)
    hanging.put_up(where, at="2026-11-24 09:00", wish_begins_at=hanging.NOW + timedelta(hours=1))
    hanging.withdraw(gone, where, at="2026-11-24 09:00")
    assert [name for name, path in own.items() if len(queries(Client(), path)) > 1] == []
    kept.shelf.clear()
    assert [name for name, path in own.items() if Client().get(path).content != before[name]] == []


def scope_of(path: str) -> str | None:
    kept.shelf.clear()
    Client().get(path)
    return next((answer.own for answer in kept.shelf._answers.values()), None)


def test_a_page_made_while_something_changed_is_not_kept(client, notice, monkeypatch):
    """Its numbers are read after it: they must be those of before, too."""
    path = hanging.address(notice)
    asked = notices.notice

    def changed(*given):
        answer = asked(*given)
        Site.objects.update(site_name="新")
        return answer

    monkeypatch.setattr(notices, "notice", changed)
    assert client.get(path).status_code == 200
    assert kept.shelf.get(next(iter(kept.shelf._answers), None)) is None


def test_what_nobody_is_shown_changes_nothing(client, path, notice, school):
    client.get(path)
    page = notice.item
    page.summary = "草稿"
    page.save_revision(user=school.people["office"])
    Page.objects.filter(pk=page.pk).update(locked=True, draft_title="草稿")
    OrganizationPage.objects.filter(pk=notice.organization_id).update(title=notice.organization.title)
    assert len(queries(client, path)) == 1


def test_a_transaction_that_is_rolled_back_changed_nothing(client, notice):
    path = hanging.address(notice)
    client.get(path)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Site.objects.update(site_name="新")
        raise ZeroDivisionError
    assert len(queries(client, path)) == 1


@pytest.mark.postgres
def test_it_ends_with_the_moment_that_changes_anything(client, school):
    begins, ends = hanging.NOW + timedelta(hours=1), hanging.NOW + timedelta(days=20, hours=1)
    with clock.moved(hanging.NOW):
        notice = hanging.put_up(school, at="2026-11-24 09:00", wish_begins_at=begins, wish_ends_at=ends)
        assert notice.index.text not in client.get("/search/?state=current").text
    instant = timedelta(microseconds=1)
    for moment, shown in [(begins - instant, False), (begins, True), (ends - instant, True), (ends, False)]:
        with clock.moved(moment):
            for _twice in range(2):
                text = client.get("/search/?state=current").text
                assert (notice.index.text in text) == shown, moment


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_number_rises_with_the_commit_and_not_before():
    before = change.numbers(change.ALL)[change.ALL]
    with transaction.atomic():
        Site.objects.update(site_name="新")
        Site.objects.update(site_name="更新")
        if connection.vendor == "postgresql":
            assert change.numbers(change.ALL)[change.ALL] == before
    assert change.numbers(change.ALL)[change.ALL] > before


def test_it_ends_at_midnight_and_where_the_clock_is_put_back(client, notice):
    path = hanging.address(notice)
    client.get(path)
    for moment in ("2026-11-25 00:00", "2026-11-24 08:00"):
        with clock.moved(make.moment(moment)):
            assert len(queries(client, path)) > 1


def test_a_withdrawn_notice_is_gone_at_the_next_request(client, notice, school):
    path = hanging.address(notice)
    assert [client.get(path).status_code for _twice in range(2)] == [200, 200]
    hanging.withdraw(notice, school, at="2026-11-24 09:00")
    assert [client.get(path).status_code for _twice in range(2)] == [410, 410]


def test_who_is_signed_in_gets_nothing_kept_and_leaves_nothing(client, notice, school):
    path = hanging.address(notice)
    client.force_login(school.people["office"])
    client.get(path)
    assert len(queries(Client(), path)) > 1
    assert len(queries(client, path)) > 1


def test_large_print_is_an_answer_of_its_own(client, notice):
    path = hanging.address(notice)
    client.get(path)
    large = Client()
    large.cookies[COOKIE] = "1"
    assert 'class="elder"' in large.get(path).text
    assert 'class="elder"' not in client.get(path).text


def test_hosts_and_schemes_do_not_mix(client, settings, notice):
    settings.ALLOWED_HOSTS = ["*"]
    assert "http://testserver/" in client.get("/feed/").text
    assert "https://other.example/" in client.get("/feed/", headers={"host": "other.example"}, secure=True).text


def test_what_a_reader_has_is_not_sent_again(client, notice):
    path = hanging.address(notice)
    first = client.get(path)
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert (answer.headers["ETag"], answer.headers["Cache-Control"]) == (tag, "no-cache")
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_it_is_packed_for_who_takes_that(client, notice):
    path = hanging.address(notice)
    plain = client.get(path)
    packed = client.get(path, headers={"accept-encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert {"Accept-Encoding", "Cookie"} <= set(packed.headers["Vary"].split(", "))


def test_the_oldest_make_room(client, notice, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 2 * 2 * len(client.get("/search/?q=甲乙").content))
    for word in ("甲乙", "丙丁", "戊己"):
        client.get(f"/search/?q={word}")
    assert len(queries(client, "/search/?q=戊己")) == 1
    assert len(queries(client, "/search/?q=甲乙")) > 1
    assert kept.shelf._bytes <= kept.MOST_BYTES


def test_where_the_number_is_gone_nothing_is_kept(client, notice):
    Change.objects.all().delete()
    path = hanging.address(notice)
    client.get(path)
    assert len(queries(client, path)) > 1


def test_a_database_that_was_set_back_comes_to_no_number_twice(notice):
    Change.objects.update(number=5)
    Site.objects.update(site_name="新")
    assert change.numbers(change.ALL)[change.ALL] > hanging.NOW.timestamp()


@pytest.mark.postgres
def test_a_missing_trigger_is_named():
    watch = change.watched()[0]
    with connection.cursor() as cursor:
        triggers.drop(cursor, watch.table, watch.names()[:1], connection.vendor)
    assert change.missing() == watch.names()[:1]
    change.install_all()
    assert change.missing() == []


def test_public_pages_read_no_table_that_is_not_watched(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: clock._moved.get() or hanging.NOW)
    watched = {watch.table for watch in change.watched()}
    for name, (_kind, path, _status) in pages.board().pages.items():
        for sql in queries(Client(), path):
            read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
            assert read <= watched | WITH_A_POSTING, name


def test_the_next_instant_is_the_first_that_changes_anything(now, school):
    assert kept.next_instant(now) == make.moment("2026-11-25 00:00")
    leaves = now + timedelta(hours=3)
    school.bodies["leading"].memberships.update(until=leaves)
    assert kept.next_instant(now) == leaves
    ends = now + timedelta(hours=2)
    hanging.put_up(school, wish_ends_at=ends)
    assert kept.next_instant(now) == ends
    begins = now + timedelta(hours=1)
    hanging.put_up(school, at="2026-11-24 09:00", wish_begins_at=begins, wish_days=15)
    assert kept.next_instant(now) == begins
