"""What every public page has in common, and what each offers when it is empty, long or asked for something odd."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from disclosure.board import kept
from disclosure.board.models import CollectionPage
from disclosure.board.views.elder import COOKIE
from disclosure.core import clock
from tests import factories as make
from tests.board import hanging, pages
from tests.board.hanging import address

pytestmark = pytest.mark.django_db

STRICT = ("<script", "style=", "onclick", "javascript:", "http://", "//fonts")


def test_every_address_and_page_type_is_known_to_these_tests():
    assert pages.names() == pages.KINDS | pages.OTHERS
    assert not pages.KINDS & pages.OTHERS


@pytest.fixture
def board(now):
    return pages.board()


def test_every_kind_of_page_is_walked(board):
    assert {kind for kind, _address, _status in board.pages.values()} - {"404"} == pages.KINDS


def test_every_page_answers_strictly_and_sets_no_cookie(client, board):
    for name, (kind, path, status) in board.pages.items():
        response = client.get(path)
        body = response.content.decode()
        assert response.status_code == status, name
        assert not response.cookies, name
        assert response.headers["X-Content-Type-Options"] == "nosniff", name
        assert response.headers["Referrer-Policy"] == "same-origin", name
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "frame-ancestors 'self'" in policy, name
        if kind != "404":
            assert response.headers["Cache-Control"] == "no-cache", name
            assert "Cookie" in response.headers["Vary"], name
        for word in STRICT:
            assert word not in body.replace("http://testserver", "").replace("http://www.w3.org", ""), (name, word)


def test_every_page_has_its_landmarks(client, board):
    for name, (_kind, path, _status) in board.pages.items():
        body = client.get(path).content.decode()
        assert '<html lang="zh-Hans">' in body, name
        for part in ("<title>", 'name="Description"', 'class="skip"', "<main", "<footer", 'class="nav"'):
            assert body.count(part) == 1, (name, part)
        assert body.count("<h1") == 1, name
        assert body.count('id="main"') == 1, name


def test_every_page_of_an_organization_has_both_telephones(client, board):
    """P5.1: the supervision telephone, and the superior's."""
    organization, bureau = board.school.organization, board.school.bureau
    organization.supervision_telephone, bureau.supervision_telephone = "0000-1111", "0000-2222"
    organization.save()
    bureau.save()
    for name in ("organization", "column", "item", "withdrawn item", "earlier edition", "roster"):
        body = client.get(board.pages[name][1]).content.decode()
        assert "0000-1111" in body, name
        assert "0000-2222" in body, name


def test_pages_are_only_read(client, board):
    for name, (kind, path, _status) in board.pages.items():
        if kind not in ("404", "HomePage"):
            assert client.post(path).status_code in (403, 405), name
            head = client.head(path)
            assert head.content == b"", name
            assert head.status_code == board.pages[name][2], name


def test_an_unchanged_page_is_not_sent_again(client, board):
    path = board.pages["item"][1]
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    with clock.moved(hanging.NOW + timedelta(days=1)):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_change_takes_effect_for_whoever_holds_an_etag(client, board):
    path = board.pages["item"][1]
    etag = client.get(path).headers["ETag"]
    posting = board.school.organization.postings.get(index__text=path.strip("/"))
    hanging.withdraw(posting, board.school, at="2026-11-24 08:59:59")
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 410


def test_large_print_is_the_only_cookie_and_comes_on_asking(client, board):
    path = board.pages["item"][1]
    response = client.get("/elder/", {"on": "1", "next": path})
    assert (response.status_code, response.headers["Location"]) == (302, path)
    assert set(response.cookies) == {COOKIE}
    for _kind, other, _status in board.pages.values():
        assert '<html lang="zh-Hans" class="elder">' in client.get(other).content.decode(), other
    response = client.get("/elder/", {"on": "0", "next": path})
    assert client.cookies[COOKIE].value == ""
    assert 'class="elder"' not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", ""]
)
def test_large_print_leads_nowhere_else(client, db, elsewhere):
    assert client.get("/elder/", {"on": "1", "next": elsewhere}).headers["Location"] == "/"


def test_numbers_and_codes_in_small_letters_lead_to_the_true_address(client, board):
    path = board.pages["item"][1]
    for below in ("", "1/", "files/收支.pdf", "1/files/收支.pdf"):
        response = client.get(path.lower() + below)
        assert response.status_code == 301
        assert response.wsgi_request.path != response.headers["Location"]
        assert response.headers["Location"].startswith(path)
    assert client.get("/rosters/ql07/").headers["Location"] == "/rosters/QL07/"
    assert client.get(path.rstrip("/")).headers["Location"] == path


def test_an_index_number_typed_into_the_search_leads_to_its_item(client, board):
    for name in ("item", "withdrawn item", "removed item"):
        path = board.pages[name][1]
        response = client.get("/search/", {"q": f" {path.strip('/').lower()} "})
        assert (response.status_code, response.headers["Location"]) == (302, path), name


def test_a_number_that_never_went_up_is_not_told_by_the_search(client, now, school):
    posting = hanging.put_up(school, wish_begins_at=make.moment("2026-12-01 08:00"))
    response = client.get("/search/", {"q": posting.index.text})
    assert response.status_code == 200
    assert posting.edition.title not in response.content.decode()


def test_search_finds_by_title_number_and_organization(client, now, school):
    posting = hanging.put_up(school, title="食堂十月伙食费收支")
    for words in ("伙食", "食堂 收支", "ql07-sf", school.organization.title):
        assert address(posting) in client.get("/search/", {"q": words}).content.decode(), words
    for words in ("校服", "食堂 校服", "%", "_" * 30):
        assert address(posting) not in client.get("/search/", {"q": words}).content.decode(), words


def test_a_column_is_found_in_every_organization_with_what_is_below_it(client, now, school):
    other = make.school(bureau=school.bureau, code="QL11", prefix="b-")
    inner = make.column(make.column(school.organization, code="CW", title="财务公开"), code="JF", title="经费收支")
    found = [hanging.put_up(school, column=inner), hanging.put_up(other, column=_finance(other))]
    missed = hanging.put_up(school)
    body = client.get("/search/", {"column": "财务公开"}).content.decode()
    assert all(address(posting) in body for posting in found)
    assert address(missed) not in body


def _finance(school):
    return make.column(school.organization, code="CW", title="财务公开")


def test_odd_questions_get_plain_answers(client, now, school):
    hanging.put_up(school)
    for path, status in {
        "/search/?state=nonsense&year=abc": 200,
        "/search/?page=0": 404,
        "/search/?page=x": 404,
        "/search/?page=99": 404,
        "/search/?page=" + "9" * 40: 404,
        "/past/?year=1999": 404,
        "/past/?year=x": 404,
        "/past/QL99/": 404,
        "/rosters/QL99/": 404,
        "/topics/没有/": 404,
        "/topics/没有/feed/": 404,
        "/directory/QL99/": 404,
        "/guide/QL99/": 404,
        "/directory/?column=nonsense&entry=%00&year=x&state=withdrawn&order=x": 200,
        "/directory/?page=2": 404,
        f"{school.column.url}?entry=nonsense&state=&year=": 200,
        f"{school.column.url}?page=2": 404,
        "/QL07-SF-2026-0001/" + "9" * 30 + "/": 404,
        "/sitemap-nothing.xml": 404,
        "/?%00": 200,
        "/search/?q=%00&column=%00": 200,
        "/QL07-SF-2026-0001/files/%00": 404,
        "/rosters/QL07/photographs/" + "9" * 30 + "/": 404,
    }.items():
        assert client.get(path).status_code == status, path


def test_a_list_has_twenty_a_page_and_says_how_many(client, now, school):
    for number in range(23):
        hanging.put_up(school, title=f"公示第{number}件", wish_days=15)
    first, second = (client.get(school.column.url, {"page": page}).content.decode() for page in ("1", "2"))
    assert (first.count("row-title"), second.count("row-title")) == (20, 3)
    assert "公示第22件" in first
    assert "公示第2件<" in second
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


def test_long_titles_are_whole_everywhere(client, board):
    title = pages.LONG[:250]
    for name in ("start", "organization", "column", "everything", "item"):
        assert title in client.get(board.pages[name][1]).content.decode(), name


def test_names_are_escaped(client, now, school):
    posting = hanging.put_up(school, title="<b>粗</b>&\"'", summary="<script>x</script>")
    for path in ("/", "/search/", school.column.url, address(posting)):
        body = client.get(path).content.decode()
        assert "&lt;b&gt;粗&lt;/b&gt;&amp;" in body, path
        assert "<script" not in body, path


def test_an_empty_site_has_no_blank_page(client, now, db):
    places = ("organizations", "rosters", "past", "withdrawn", "search", "topics", "directory", "guide")
    for path in ("/", *(f"/{place}/" for place in places), "/search/?q=x"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert "<h1" in response.content.decode(), path
    assert client.get("/nothing/").status_code == 404


def test_what_the_frame_does_not_show_is_not_there(client, now, school):
    """A page of the tree that is not public: neither it, nor links to it; postings stay readable (I1)."""
    posting = hanging.put_up(school)
    Page.objects.filter(pk__in=[school.organization.pk, school.column.pk]).update(live=False)
    for path in (school.organization.url, school.column.url, "/rosters/QL07/", "/past/QL07/"):
        assert client.get(path).status_code == 404, path
    body = client.get(address(posting)).content.decode()
    assert f'href="{school.organization.url}"' not in body
    assert f'href="{school.column.url}"' not in body


def test_a_restriction_above_an_organization_holds(client, now, school):
    """Wagtail's own check comes first in the chain that serves a page."""
    home = school.bureau.get_parent()
    PageViewRestriction.objects.create(page=home, restriction_type=PageViewRestriction.LOGIN)
    collection = school.organization.add_child(instance=CollectionPage(title="专题", slug="zt", live=True))
    pages = [page.url for page in (school.bureau, school.organization, school.column, collection)]
    for path in (*pages, collection.url + "feed/", collection.url + "ending/"):
        assert client.get(path).status_code == 302, path


def test_a_page_of_another_type_is_left_alone(client, now, school, settings):
    response = client.get("/")
    assert response.context["page"].specific_class.__name__ == "HomePage"
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_the_frame_offers_no_preview_that_would_fail(school):
    """Its pages are made by the board, from postings and rosters."""
    assert not school.organization.is_previewable()
    assert not school.column.is_previewable()


def test_the_sitemaps_list_what_can_be_read(client, board):
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)  # our own answer
    found = [loc.text for loc in index.iter() if loc.tag.endswith("loc")]
    assert [url.rsplit("/", 1)[1] for url in found] == [
        "sitemap-places.xml",
        "sitemap-organizations.xml",
        "sitemap-notices.xml",
    ]
    listed = set()
    for url in found:
        answer = client.get(url.replace("http://testserver", ""))
        assert answer.headers["Content-Type"].startswith("application/xml")
        listed |= {loc.text for loc in ElementTree.fromstring(answer.content).iter() if loc.tag.endswith("loc")}
    for name in ("item", "signed item", "corrected item", "past item", "organization", "column", "past"):
        assert "http://testserver" + board.pages[name][1] in listed, name
    for name in ("withdrawn item", "removed item", "earlier edition"):
        assert "http://testserver" + board.pages[name][1] not in listed, name
    for url in listed:
        assert client.get(url.replace("http://testserver", "")).status_code == 200, url


def test_robots_are_told_where_to_go(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_what_is_gone_is_not_indexed(client, board):
    for name in ("withdrawn item", "removed item", "edition only named", "earlier edition", "no such page"):
        assert 'content="noindex"' in client.get(board.pages[name][1]).content.decode(), name


def test_the_page_of_a_fault_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        body = render_to_string("500.html")
    assert "<h1>" in body
    assert "style=" not in body


def _queries(client, path) -> int:
    cache.clear()
    client.get(path)
    kept.shelf.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_no_page_asks_more_of_the_database_for_more_postings(client, now, school):
    entry = make.entry(school.column, number="9.1", name="清单", after_end="keep")
    collection = school.organization.add_child(instance=CollectionPage(title="专题", slug="zt", live=True, topic="甲"))
    paths = [
        "/",
        school.organization.url,
        school.bureau.url,
        school.column.url,
        "/organizations/",
        "/rosters/QL07/",
        "/past/",
        "/past/?year=2026",
        "/withdrawn/",
        "/search/",
        "/search/?q=公示",
        "/topics/",
        "/topics/甲/",
        "/topics/甲/feed/",
        "/directory/",
        "/directory/QL07/",
        "/guide/QL07/",
        collection.url,
        collection.url + "feed/",
        "/sitemap-notices.xml",
    ]

    def fill(number):
        for _ in range(number):
            hanging.put_up(school, title="公示", wish_days=15, topics=["甲"])
            hanging.put_up(school, title="公示", at="2026-10-01 08:00", wish_days=15, entry=entry)
            gone = hanging.put_up(school, title="公示", wish_days=15)
            hanging.withdraw(gone, school, at="2026-11-22 13:05")

    fill(2)
    before = {path: _queries(client, path) for path in paths}
    fill(12)
    counted = (school.column.url, "/directory/", "/directory/QL07/")  # how much there is, where a list goes on
    after = {path: number + (path in counted) for path, number in before.items()}
    assert {path: _queries(client, path) for path in paths} == after
    assert max(before.values()) <= 30, before


def test_an_item_asks_no_more_for_more_editions_and_signatures(client, board):
    numbers = {name: _queries(client, board.pages[name][1]) for name in ("item", "signed item", "corrected item")}
    assert max(numbers.values()) <= 25, numbers
