"""A collection, and its feeds below it: brought here by hooks.py, through Wagtail's own check of restrictions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...core import clock
from ...organizations.models import OrganizationPage
from .. import paging
from ..criteria import Criteria
from ..frame import Crumb, Frame, frame_of
from ..headers import public
from ..models import CollectionPage
from ..rows import rows
from .feeds import calendar_of, ending_of, feed_of, newest_of


@public
def collection(request: HttpRequest, page: CollectionPage, feed: str = "") -> HttpResponse:
    """What fits its criteria at this moment, twenty a page; or its feed, or its calendar."""
    at = clock.now()
    own = page.get_url(request)
    frame = _frame(request, page)
    if feed:
        title = _("%(board)s: %(asked)s") % {"board": frame.board_name, "asked": page.title}
        return _followed(request, page.criteria(at), at, feed, own, title)
    part = paging.part(page.postings(at), request.GET.get("page", ""))
    context = {
        "frame": frame,
        "page": page,
        "part": part,
        "rows": rows(part.rows, at),
        "own": own,
    }
    return render(request, "disclosure/board/collection.html", context)


def _followed(request: HttpRequest, criteria: Criteria, at, feed: str, own: str, title: str) -> HttpResponse:
    if feed == "ending":
        return calendar_of(request, ending_of(criteria, at), title=title)
    return feed_of(request, newest_of(criteria, at), title=title, page=own, own=f"{own}feed/")


def _frame(request: HttpRequest, page: CollectionPage) -> Frame:
    owner = OrganizationPage.objects.ancestor_of(page).order_by("-depth").first()
    return frame_of(owner, request, "", Crumb(page.title))
