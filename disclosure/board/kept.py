"""Answers that a process keeps: given again as long as nothing changed, and not beyond the next moment.

An answer is kept with the number of change that stood before it was made, and the span of time within which time alone
changes nothing. A request asks for the number first; so whatever it is answered was right at a moment after it came,
in every process. Nothing is kept of those who are signed in, and nothing that sets a cookie.
"""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from ..core import change, clock
from . import around, tree
from .moments import midnight
from .views.elder import COOKIE

MOST_BYTES = 32 * 1024 * 1024  # of one process; a page has about thirty thousand
LONGEST = 1024 * 1024  # bytes of one answer
SMALL = 1000  # bytes that are not worth packing
STATUSES = {200, 410}
NEXT = """
    SELECT MIN(begins_at) FROM disclosure_posting WHERE begins_at > %(at)s
    UNION ALL SELECT MIN(ends_at) FROM disclosure_posting WHERE ends_at > %(at)s
    UNION ALL SELECT MIN("at") FROM disclosure_closing WHERE "at" > %(at)s
    UNION ALL SELECT MIN(since) FROM disclosure_membership WHERE since > %(at)s
    UNION ALL SELECT MIN(until) FROM disclosure_membership WHERE until > %(at)s
"""
ALWAYS = (change.ALL, change.FRAME)
# What a first answer says for itself: made anew for each.
OWN_HEADERS = {"Content-Length", "Date"}


@dataclass(frozen=True)
class Span:
    """From when until when nothing comes up, ends or passes midnight, as long as the number of all changes stands."""

    number: int
    begins: datetime
    ends: datetime

    def holds(self, number: int, at: datetime) -> bool:
        return self.number == number and self.begins <= at < self.ends


class Answer:
    """One answer, whole, with the span in which it is right; `own` is the scope whose postings alone it shows.

    That one stays right while other postings come and go: its span was looked up before they changed, and no moment of
    its own scope has been added since. `numbers` are those that stood from before it was made until after.
    """

    def __init__(self, span: Span, numbers: dict[str, int], response: HttpResponse):
        self.span = span
        self.own = own_scope(response)
        self.stand = self._stand(numbers)
        self.status = response.status_code
        self.content = response.content
        self.headers = {name: value for name, value in response.items() if name not in OWN_HEADERS}
        self.headers.setdefault("ETag", f'"{blake2b(self.content, digest_size=16).hexdigest()}"')
        self.tag = self.headers["ETag"].removeprefix("W/")

    @property
    def scopes(self) -> tuple[str, ...]:
        """The numbers that say whether it is right."""
        return ALWAYS if self.own is None else (*ALWAYS, self.own)

    def holds(self, numbers: dict[str, int], at: datetime) -> bool:
        if not self.span.begins <= at < self.span.ends:
            return False
        if numbers[change.ALL] == self.span.number:
            return True
        return self.own is not None and self._stand(numbers) == self.stand

    def _stand(self, numbers: dict[str, int]) -> tuple:
        return tuple(numbers.get(scope) for scope in (change.FRAME, self.own))

    @cached_property
    def packed(self) -> bytes | None:
        """The content in gzip; None where it is not worth it."""
        return gzip.compress(self.content, 6, mtime=0) if len(self.content) > SMALL else None

    def to(self, request: HttpRequest) -> HttpResponse:
        """The answer as `request` wants it: not at all where it has it, packed where it takes that."""
        meta = request.META
        if self.status == 200 and self._is_known(meta.get("HTTP_IF_NONE_MATCH", "")):
            unchanged = HttpResponse(status=304, headers=self.headers)
            del unchanged.headers["Content-Type"]
            return unchanged
        if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") and self.packed is not None:
            packed = {"Content-Encoding": "gzip", "ETag": f"W/{self.tag}"}
            return self._with(self.packed, self.headers | packed)
        return self._with(self.content, self.headers)

    def _with(self, content: bytes, headers: dict[str, str]) -> HttpResponse:
        return HttpResponse(content, status=self.status, headers={**headers, "Content-Length": str(len(content))})

    def _is_known(self, tags: str) -> bool:
        return bool(tags) and (tags == "*" or self.tag in [tag.strip().removeprefix("W/") for tag in tags.split(",")])

    @property
    def size(self) -> int:
        return 2 * len(self.content)


class Shelf:
    """The answers of this process by what was asked for; the oldest make room."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._span: Span | None = None

    def get(self, key: tuple) -> Answer | None:
        """What is kept for `key`, right or not."""
        return self._answers.get(key)

    def put(self, key: tuple, answer: Answer) -> None:
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._bytes += answer.size
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._answers)))

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._bytes = 0
            self._span = None

    def span(self, number: int, at: datetime) -> Span:
        """The span around `at`; looked up once for each number."""
        span = self._span
        if span is None or not span.holds(number, at):
            span = self._span = Span(number, at, next_instant(at))
        return span

    def _drop(self, key: tuple) -> None:
        gone = self._answers.pop(key, None)
        if gone is not None:
            self._bytes -= gone.size


shelf = Shelf()


class KeptAnswersMiddleware:
    """Stands first: what was answered once is answered without waking the rest of the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        key = asked_for(request)
        answer = shelf.get(key)
        try:
            numbers = change.numbers(*(answer.scopes if answer else ALWAYS))
        except DatabaseError:  # the view meets it, too, and says so
            numbers = {}
        if change.ALL not in numbers:
            return self.get_response(request)
        at = clock.now()
        if answer and answer.holds(numbers, at):
            return answer.to(request)
        with around.under(numbers.get(change.FRAME)):
            return self._made(request, key, numbers[change.ALL], at)

    def process_view(self, request: HttpRequest, view, args: tuple, kwargs: dict) -> None:
        """An address in Wagtail's tree is walked down to once, as long as no page changes."""
        if request.resolver_match.view_name == "wagtail_serve":
            tree.find(request, *args, **kwargs)

    def _made(self, request: HttpRequest, key: tuple, number: int, at: datetime) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(response, "on_the_board", False) or response.streaming or response.cookies:
            return response
        if response.status_code not in STATUSES or len(response.content) > LONGEST:
            return response
        numbers = {change.ALL: number}
        if own := own_scope(response):
            numbers = change.numbers(*ALWAYS, own)
        answer = Answer(shelf.span(number, at), numbers, response)
        if numbers[change.ALL] == number:  # else it may show more than its own scope's number says
            shelf.put(key, answer)
        return answer.to(request)


def own_scope(response: HttpResponse) -> str | None:
    """The scope whose postings alone the answer shows; None where it shows more (headers.only_of)."""
    return getattr(response, "only_of", None)


def asked_for(request: HttpRequest) -> tuple:
    """All that an answer of the board depends on, beside the database and the clock."""
    meta = request.META
    whole = (request.scheme, meta.get("HTTP_HOST"), meta["PATH_INFO"], meta.get("QUERY_STRING"))
    return (*whole, request.COOKIES.get(COOKIE) == "1")


def next_instant(at: datetime) -> datetime:
    """The first instant after `at` at which time alone changes what is shown; midnight ("days left") at the latest."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"at": connection.ops.adapt_datetimefield_value(at)})
        found = [instant for (instant,) in cursor.fetchall() if instant]
    if connection.vendor == "sqlite":
        found = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in found]
    return min([midnight(at), *found])
