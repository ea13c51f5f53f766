"""Streaming kept files: conditional requests, one range, the right name and type, nothing that runs in a browser.

No kept library does it whole (findings §8), and it is little.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response

from . import store

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # beyond that no file is, and int() refuses 4,300 digits
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
POLICY = "default-src 'none'; sandbox"


def stream(request, sha256: str, name: str, content_type: str, attachment: bool = True) -> HttpResponse:
    """The kept file `sha256` under `name`: 200, 206, 304, 412 or 416. Raises FileGone where it is not in the store.

    Only pictures are ever shown inline; `attachment` says so for them, too.
    """
    path = store.require(sha256)
    size = path.stat().st_size
    etag = f'"{sha256}"'
    conditional = get_conditional_response(request, etag=etag)
    if conditional is not None:
        return _dressed(conditional, etag, name, content_type, attachment)
    span = _range(request, size, etag)
    if span == UNSATISFIABLE:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _dressed(response, etag, name, content_type, attachment)
    if settings_accel := getattr(settings, "DISCLOSURE_X_ACCEL", ""):
        # the web server answers ranges by itself, from the same folder
        response = HttpResponse(headers={"X-Accel-Redirect": f"{settings_accel.rstrip('/')}/{store.relative(sha256)}"})
        return _dressed(response, etag, name, content_type, attachment)
    return _dressed(_body(path.open("rb"), size, span), etag, name, content_type, attachment)


UNSATISFIABLE = (0, 0)


def _range(request, size: int, etag: str) -> tuple[int, int] | None:
    """The half-open span asked for; None for the whole; UNSATISFIABLE. More than one range gets the whole."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or asked is None or asked.groups() == ("", ""):
        return None
    condition = request.headers.get("If-Range")
    if condition is not None and condition.strip() != etag:
        return None
    first, last = asked.groups()
    if not first:
        begin, end = max(size - int(last), 0), size
    else:
        begin, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < int(first):
            return None
    return (begin, end) if begin < end else UNSATISFIABLE


def _body(file: BinaryIO, size: int, span: tuple[int, int] | None) -> FileResponse:
    if span is None:
        return FileResponse(file, headers={"Content-Length": str(size)})
    begin, end = span
    file.seek(begin)
    response = FileResponse(
        _slice(file, end - begin),
        status=206,
        headers={"Content-Range": f"bytes {begin}-{end - 1}/{size}", "Content-Length": str(end - begin)},
    )
    response._resource_closers.append(file.close)
    return response


def _slice(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0 and (data := file.read(min(CHUNK, left))):
        left -= len(data)
        yield data


def _dressed(response, etag: str, name: str, content_type: str, attachment: bool):
    """Headers that every answer about this file carries. `no-cache`: what was withdrawn lives on in no cache."""
    inline = not attachment and content_type in INLINE
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    if response.status_code in (200, 206):
        response.headers["Content-Type"] = content_type
        response.headers["Content-Disposition"] = disposition(name, inline=inline)
    else:
        response.headers.pop("Content-Type", None)
    return response


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266 with RFC 5987: a plain name for old clients, and the true one in UTF-8."""
    kind = "inline" if inline else "attachment"
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    plain = f"{_plain(stem) or 'file'}{dot}{_plain(ending)}".rstrip(".")
    encoded = quote(name, safe="!#$&+-.^_`|~")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def _plain(part: str) -> str:
    """What of a name is in plain letters and digits; nothing where it has none."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", part).strip("-_.")
