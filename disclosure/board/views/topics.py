"""Topics: which there are, what carries one, and the feeds of that."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ...core import clock
from .. import paging, postings, topics
from ..criteria import READABLE, Criteria, of_year
from ..forms import ListFilter
from ..frame import Crumb, site_frame
from ..headers import public
from ..postings import State
from ..rows import rows
from .feeds import calendar_of, ending_of, feed_of, newest_of

TOPICS = 100  # of a page


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every topic with what can be read of it, the fullest first."""
    found = list(topics.counted(clock.now())[: paging.MOST])
    part = paging.part_of(found, topics.places, request.GET.get("page", ""), TOPICS)
    context = {"frame": site_frame("topics", Crumb(_("Topics"))), "part": part}
    return render(request, "disclosure/board/topics.html", context)


@public
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What carries one topic, of all organizations and columns, twenty a page, by year and state."""
    at = clock.now()
    asked = _topic(slug, at)
    years = postings.years(Criteria(topic=slug).postings(at), at)
    form = ListFilter(request.GET, years=years, states=READABLE)
    found = Criteria(topic=slug, state=form.value("state", State.ALL), **of_year(form.value("year"))).postings(at)
    part = paging.part(postings.newest_first(found), request.GET.get("page", ""))
    above = Crumb(_("Topics"), reverse("disclosure:topics"))
    context = {
        "frame": site_frame("topics", above, Crumb(asked.name)),
        "topic": asked,
        "form": form,
        "part": part,
        "rows": rows(part.rows, at),
    }
    return render(request, "disclosure/board/topic.html", context)


@public
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest with this topic."""
    at = clock.now()
    asked = _topic(slug, at)
    own = _address("topic_feed", slug)
    found = newest_of(Criteria(topic=slug), at)
    return feed_of(request, found, title=_heading(asked), page=_address("topic", slug), own=own)


@public
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """When what is up with this topic comes down."""
    at = clock.now()
    asked = _topic(slug, at)
    return calendar_of(request, ending_of(Criteria(topic=slug), at), title=_heading(asked))


def _topic(slug: str, at) -> topics.Topic:
    found = topics.called(slug, at)
    if found is None:
        raise Http404
    return found


def _heading(asked: topics.Topic) -> str:
    return _("%(board)s: %(asked)s") % {"board": site_frame().board_name, "asked": asked.name}


def _address(name: str, slug: str) -> str:
    return reverse(f"disclosure:{name}", args=[slug])
