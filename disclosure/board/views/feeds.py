"""What goes up, as a feed; what comes down, as a calendar: of all, or of whatever one could search for."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ...core import clock, ends
from ...items.models import Posting
from .. import postings, searching
from ..addresses import item_address
from ..criteria import Criteria
from ..forms import asked_for
from ..frame import name_of, organization_at, site_frame
from ..headers import public
from ..stopped import bounded

MOST = 50
MOST_ENDS = 500


@public
@bounded
def atom(request: HttpRequest) -> HttpResponse:
    """The newest postings of what is asked for."""
    at = clock.now()
    asked = _asked(request)
    newest = searching.newest(asked, at, MOST)
    return feed_of(
        request,
        searching.read(newest, "edition__stored"),
        title=_heading(asked),
        page=f"{reverse('disclosure:search')}{_query(asked)}",
        own=f"{reverse('disclosure:feed')}{_query(asked)}",
    )


@public
@bounded
def calendar(request: HttpRequest) -> HttpResponse:
    """When what is up of what is asked for comes down, the first to end first."""
    at = clock.now()
    asked = _asked(request)
    found = Posting.objects.filter(pk__in=searching.search(asked, at).pks, ends_at__gt=at)
    return calendar_of(request, postings.first_to_end(found)[:MOST_ENDS], title=_heading(asked))


def feed_of(request: HttpRequest, found: Iterable[Posting], *, title: str, page: str, own: str) -> HttpResponse:
    """`found`, each under its index number, which never changes; `page` shows the same, `own` names the feed."""
    feed = Atom1Feed(
        title=title,
        link=_absolute(request, page),
        description="",
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=_absolute(request, own),
    )
    for posting in found:
        address = _absolute(request, item_address(posting.index.text))
        feed.add_item(
            title=posting.edition.title,
            link=address,
            unique_id=address,
            description=posting.edition.stored.content["summary"],
            author_name=name_of(posting.organization),
            categories=[posting.column.title],
            pubdate=posting.begins_at,
            updateddate=posting.begins_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def calendar_of(request: HttpRequest, found: Iterable[Posting], *, title: str) -> HttpResponse:
    """When each of `found` comes down: until then one can object. What ends at midnight ends with its last day."""
    made = Calendar()
    made.add("prodid", "-//wagtail-disclosure//board//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    for posting in found:
        event = Event()
        end = ends.end(posting.ends_at)
        event.add("uid", f"{posting.index.text}@{request.get_host()}")  # RFC 5545 3.8.4.7: the same in each edition
        event.add("sequence", posting.edition.number)
        event.add("dtstamp", posting.made_at)
        event.add("last-modified", posting.made_at)
        event.add("dtstart", end.day if end.clock == ends.MIDNIGHT else posting.ends_at)
        event.add("transp", "TRANSPARENT")
        event.add("summary", _("Comes down: %(title)s") % {"title": posting.edition.title})
        event.add("location", name_of(posting.organization))
        event.add("url", _absolute(request, item_address(posting.index.text)))
        made.add_component(event)
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


def newest_of(criteria: Criteria, at: datetime) -> QuerySet[Posting]:
    """What a feed of `criteria` holds."""
    return postings.newest_first(criteria.postings(at), "edition__stored")[:MOST]


def ending_of(criteria: Criteria, at: datetime) -> QuerySet[Posting]:
    """What a calendar of `criteria` holds."""
    return postings.first_to_end(criteria.postings(at).filter(ends_at__gt=at))[:MOST_ENDS]


def _asked(request: HttpRequest) -> searching.Asked:
    """What the address asks. Raises Http404 where it names an organization that there is not."""
    asked = asked_for(request.GET)
    organization_at(asked.organization)
    return asked


def _heading(asked: searching.Asked) -> str:
    """The name of the board, and what was asked for."""
    owner = organization_at(asked.organization)
    said = _(", ").join(filter(None, [owner and owner.title, asked.column, asked.words, str(asked.year or "")]))
    name = site_frame().board_name
    return _("%(board)s: %(asked)s") % {"board": name, "asked": said} if said else name


def _query(asked: searching.Asked) -> str:
    said = searching.feed_query(asked)
    return f"?{said}" if said else ""


def _absolute(request: HttpRequest, address: str) -> str:
    return request.build_absolute_uri(address)
