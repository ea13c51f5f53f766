"""Streaming kept files: what each kind of request is answered."""

import hashlib

import pytest
from django.test import RequestFactory

from disclosure.files import store
from disclosure.files.exceptions import FileGone
from disclosure.files.responses import disposition, stream

pytestmark = pytest.mark.django_db  # closing a response closes old connections
CONTENT = bytes(range(200))
SHA = hashlib.sha256(CONTENT).hexdigest()

LONG = f"bytes={'9' * 5000}-"


@pytest.fixture
def kept():
    handle, path = store.draft()
    with open(handle, "wb") as file:
        file.write(CONTENT)
    store.settle(path, SHA)


@pytest.fixture
def ask(kept):
    def ask(method="get", attachment=True, kind="application/pdf", name="收费公示.pdf", **headers):
        request = getattr(RequestFactory(), method)("/", headers=headers)
        return stream(request, SHA, name, kind, attachment)

    return ask


def body(response):
    data = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return data


def test_the_whole_file(ask):
    answer = ask()
    assert (answer.status_code, body(answer)) == (200, CONTENT)
    assert answer["Content-Length"] == "200"
    assert answer["ETag"] == f'"{SHA}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, 200),
        ("bytes=10-19", 10, 20),
        ("bytes=-5", 195, 200),
        ("bytes=190-999", 190, 200),
        ("bytes=-999", 0, 200),
    ],
)
def test_one_range(ask, asked, begin, end):
    answer = ask(range=asked)
    assert (answer.status_code, body(answer)) == (206, CONTENT[begin:end])
    assert answer["Content-Range"] == f"bytes {begin}-{end - 1}/200"
    assert answer["Content-Length"] == str(end - begin)


@pytest.mark.parametrize("asked", ["bytes=200-", "bytes=500-600", "bytes=-0"])
def test_a_range_beyond_the_end(ask, asked):
    answer = ask(range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=5-2", "lines=1-2", "bytes=-", "nonsense", LONG, "bytes=٢-٣"])
def test_what_is_no_single_range_gets_the_whole(ask, asked):
    assert ask(range=asked).status_code == 200


@pytest.mark.parametrize(("condition", "status"), [(f'"{SHA}"', 206), (f'W/"{SHA}"', 200), ('"other"', 200)])
def test_if_range(ask, condition, status):
    assert ask(**{"range": "bytes=0-4", "if-range": condition}).status_code == status


@pytest.mark.parametrize("known", [f'"{SHA}"', f'W/"{SHA}"', f'"a", "{SHA}"', "*"])
def test_if_none_match(ask, known):
    answer = ask(**{"if-none-match": known})
    assert (answer.status_code, answer["ETag"]) == (304, f'"{SHA}"')


def test_if_match_of_another(ask):
    assert ask(**{"if-match": '"other"'}).status_code == 412


def test_head_says_the_size(ask):
    answer = ask("head")
    assert answer["Content-Length"] == "200"
    answer.close()


@pytest.mark.parametrize(
    ("kind", "attachment", "begins"),
    [
        ("image/webp", False, "inline"),
        ("image/webp", True, "attachment"),
        ("text/html", False, "attachment"),
        ("image/svg+xml", False, "attachment"),
        ("application/pdf", False, "attachment"),
    ],
)
def test_only_pictures_are_inline(ask, kind, attachment, begins):
    assert ask(kind=kind, attachment=attachment)["Content-Disposition"].startswith(begins)


def test_names_are_given_in_both_spellings():
    assert disposition('收"费\r\n.pdf', inline=False) == (
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E6%94%B6%22%E8%B4%B9%0D%0A.pdf"
    )
    assert 'filename="2026.xlsx"' in disposition("2026年预算.xlsx", inline=False)
    assert 'filename="file"' in disposition("预算", inline=False)


def test_a_file_that_is_not_there(kept):
    with pytest.raises(FileGone):
        stream(RequestFactory().get("/"), "0" * 64, "x", "text/plain")


def test_the_web_server_can_send_it(ask, settings):
    settings.DISCLOSURE_X_ACCEL = "/kept/"
    answer = ask()
    assert answer["X-Accel-Redirect"] == f"/kept/{SHA[:2]}/{SHA}"
    assert answer["ETag"]
    assert not answer.content
