"""Odd requests to every public address: no error of the server, no trace, no flood of queries, nothing unpublished.

A sample that differs each day; `make fuzz` asks more often (DISCLOSURE_FUZZ).
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from disclosure.core import clock
from disclosure.items.models import EditionFile
from tests import factories as make
from tests.board import hanging, pages
from tests.items.library import document

MARKER = "未公开的暗号XQ7"  # it is in all that is not public
TIMES = int(os.environ.get("DISCLOSURE_FUZZ", "150"))
MOST_QUERIES = 60
HEALTH_SAYS_NO = ("/health/", 503)  # an answer, not an error: nobody told the moments of this board
ADMIN = "admin/"  # the door of the admin has tests of its own


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Every public address of the site, as its pattern; regular expressions (pages, documents) as the text before."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        plain = isinstance(pattern.pattern, RoutePattern)
        route = before + (str(pattern.pattern) if plain else "<str:rest>")
        if route.startswith(ADMIN):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route if plain else before)
        elif isinstance(pattern, URLPattern):
            yield route


ROUTES = sorted(set(routes()))
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
ODD = [
    "", "0", "-1", "99999999999999999999999999", "%00", "%ff%fe", "%c0%af", "..%2f..%2fetc%2fpasswd", "%0d%0aX: y",
    "a" * 3000, "%f0%9f%92%a9", "%", "%zz", "é", "公示", "QL07-SF-2026-0001", "ql07-sf-2026-0001", "QL07", "1", "2",
    "QL07-SF-2026-999999999", "QL99", "a.pdf", "../..", "%2e%2e", ";x=1", "index", "%E6%94%B6%E6%94%AF.pdf",
    "<script>", "'--",
]  # fmt: skip
NAMES = ["q", "page", "year", "state", "column", "entry", "on", "next", "x", "%00", "q[]", "csrfmiddlewaretoken"]
VALUES = [
    *ODD, "1e308", "NaN", "2026", "%E2%80%AE", "//evil.example", "https://evil.example", "javascript:alert(1)",
    "+" * 50, "٢٠٢٦", "²", "current", "all", "%ed%a0%80", "' OR 1=1", "%25", "\\", quote("收费" * 2000), MARKER[:2],
]  # fmt: skip
METHODS = [
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "PROPFIND",
    "gEt",
    "X" * 40,
]
HEADERS = {
    "HTTP_RANGE": ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=0-99999999999999999999999", "bytes=0-1,4-5", "x",
                   "bytes=٢-٣", "bytes=" + "9" * 5000 + "-"],
    "HTTP_IF_RANGE": ['"x"', "Mon", "\udcff".encode("utf-8", "replace").decode()],
    "HTTP_IF_NONE_MATCH": ["*", '"x"', 'W/"x"', '"' * 999, "x, y,,"],
    "HTTP_IF_MODIFIED_SINCE": ["Mon, 99 Foo 9999 99:99:99 GMT", "0", "Tue, 24 Nov 2026 01:00:00 GMT"],
    "HTTP_ACCEPT": ["*/*", "text/html;q=NaN", "a/" + "b" * 5000, ",;,"],
    "HTTP_ACCEPT_LANGUAGE": ["zh-CN", "xx" * 500, "*;q=-1", "en;q=0.0000001"],
    "HTTP_COOKIE": ["sessionid=x", "disclosure_elder=1", "=;=;;", "csrftoken=" + "x" * 5000, "sessionid=\xff"],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4, ::1", "x" * 5000, "'"],
    "HTTP_X_FORWARDED_PROTO": ["https", "gopher"],
    "HTTP_X_FORWARDED_HOST": ["evil.example", "a b"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "CONTENT_TYPE": ["application/json", "multipart/form-data", "multipart/form-data; boundary=\xff", "x", ""],
    "CONTENT_LENGTH": ["0", "-1", "x", "99999999999"],
}  # fmt: skip
BODIES = [b"", b"{", b"a=1&a=2", b"\xff\xfe\x00", b"--x\r\n", b"x" * 5000]


@st.composite
def addresses(draw, real: list[str]) -> tuple[str, str]:
    """An address that is there, or one of the routes with each part of it right or odd."""
    part = st.sampled_from(ODD) | st.text(max_size=12).map(lambda text: quote(text, safe="", errors="replace"))
    route = PLACE.sub(lambda place: draw(part), draw(st.sampled_from(ROUTES) | st.sampled_from(real)))
    query = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=4))
    return f"/{route.lstrip('/')}", "&".join(f"{name}={value}" for name, value in query)


headers = st.dictionaries(st.sampled_from([*["HTTP_RANGE"] * 8, *HEADERS]), st.integers(0, 7), max_size=3).map(
    lambda chosen: {name: HEADERS[name][n % len(HEADERS[name])] for name, n in chosen.items()}
)


@dataclass(frozen=True)
class Site:
    """Who asks, and addresses that are there."""

    client: Client
    real: list[str]


@pytest.fixture
def site(db):
    """A board in every state, and beside it the marker in everything that is not public."""
    with clock.moved(hanging.NOW):
        board = pages.board()
        school = board.school
        office = school.people["office"]
        office.email, office.last_name = f"{MARKER}@example.com", MARKER
        office.save()
        make.item(school.column, by=office, title=f"草稿{MARKER}", summary=MARKER)
        make.submitted(make.item(school.column, by=office, title=f"送审中{MARKER}", summary=MARKER), office)
        make.posted(school, title=f"待公示{MARKER}", wish_begins_at=hanging.NOW + timedelta(days=3), summary=MARKER)
        document(school.organization, title=MARKER, name=f"{MARKER}.pdf")
        files = [
            f"{hanging.address(posting)}files/{quote(file.name)}"
            for file in EditionFile.objects.all()
            for posting in file.edition.postings.all()
        ]
        real = [address for _kind, address, _status in board.pages.values() if "?" not in address]
        yield Site(Client(raise_request_exception=False), [*real, *files * 5])


def as_wsgi(text: str) -> str:
    """As a server hands it on: every byte a character."""
    return text.encode().decode("latin-1")


def test_every_public_address_is_among_those_that_are_asked():
    assert len(ROUTES) > 20
    assert {"search/", "<index:index>/files/<str:name>", "health/", "invitation/<str:secret>/"} <= set(ROUTES)


def test_whatever_is_asked_the_answer_is_in_order(site, capsys):
    asked: list[str] = []
    answers: dict[int, int] = {}

    @seed(int(f"{date.today():%Y%m%d}"))
    @settings(max_examples=TIMES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(METHODS), addresses(site.real), headers, st.sampled_from(BODIES))
    def ask(method, address, headers, body):
        path, query = address
        asked.append(path)
        site.client.cookies.clear()
        with CaptureQueriesContext(connection) as queries:
            extra = {name: as_wsgi(value) for name, value in {"QUERY_STRING": query, **headers}.items()}
            response = site.client.generic(method, path, body, extra.pop("CONTENT_TYPE", "text/plain"), **extra)
        answers[response.status_code] = answers.get(response.status_code, 0) + 1
        content = b"".join(response.streaming_content) if response.streaming else response.content
        said = content + str(dict(response.headers)).encode()
        assert response.status_code < 500 or (path, response.status_code) == HEALTH_SAYS_NO
        assert b"Traceback" not in said
        assert MARKER.encode() not in said
        assert quote(MARKER).encode() not in said
        assert len(queries) <= MOST_QUERIES

    ask()
    assert len(asked) >= TIMES
    with capsys.disabled():
        print(f" seed {date.today():%Y%m%d}, {len(asked)} requests: {dict(sorted(answers.items()))} ", end="")
    assert answers.get(200, 0) > TIMES // 20
