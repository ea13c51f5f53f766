"""Lists over all organizations, or over one: past postings, withdrawn ones, and what a visitor searches for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ...catalog.models import AfterEnd
from ...core import clock
from ...items.models import IndexNumber
from ...organizations.models import OrganizationPage
from ...search import finding
from .. import asking, paging, postings, searching
from ..forms import SearchFilter, asked_for
from ..frame import Crumb, Frame, frame_of, organization_at, site_frame
from ..headers import public
from ..postings import State
from ..rows import rows
from ..searching import Asked, feed_query
from ..stopped import bounded

BANDS = 3  # years shown with postings of their own
IN_BAND = 10


@public
def past(request: HttpRequest, code: str = "") -> HttpResponse:
    """Postings whose period is over: a band a year, or all of one year."""
    at = clock.now()
    organization = organization_at(code)
    found = _of(postings.listed(State.PAST, at), organization)
    years = postings.years(found, at)
    frame = frame_of(organization, request, "past", Crumb(_("Past postings")))
    asked = request.GET.get("year", "")
    if asked:
        return _year(request, found, years, asked, frame)
    bands = [(year, *_band(found, year, at)) for year in years[:BANDS]]
    context = {
        "frame": frame,
        "bands": [band for band in bands if band[1]],
        "older": years[BANDS:],
        "removed": _of(postings.came_down(at), organization).filter(after_end=AfterEnd.REMOVE).count(),
    }
    return render(request, "disclosure/board/past.html", context)


@public
def withdrawn(request: HttpRequest, code: str = "") -> HttpResponse:
    """Postings that were taken down before their time, each with its explanation at its number."""
    at = clock.now()
    organization = organization_at(code)
    found = _of(postings.listed(State.WITHDRAWN, at), organization)
    part = paging.part(postings.newest_first(found), request.GET.get("page", ""))
    context = {
        "frame": frame_of(organization, request, "withdrawn", Crumb(_("Withdrawn"))),
        "part": part,
        "rows": rows(part.rows, at),
    }
    return render(request, "disclosure/board/withdrawn.html", context)


@public
@bounded
def search(request: HttpRequest) -> HttpResponse:
    """By what editions and their attachments say, index number, organization. A whole number leads to its item."""
    at = clock.now()
    asked = asked_for(request.GET)
    words = asked.words
    if number := _number(words, at):
        return redirect("disclosure:item", index=number)
    found = searching.search(asked, at)
    part = paging.part_of(found.pks, searching.read, request.GET.get("page", ""), more=found.own.more)
    narrowed = not part.rows and asked.narrowed and bool(searching.newest(Asked(words=words), at, 1))
    meant = asking.organizations(words) if words and not part.rows and not narrowed else []
    context = {
        "frame": site_frame("search", Crumb(_("Search"))),
        "form": SearchFilter(request.GET, asked=asked, choices=searching.choices(found, asked)),
        "feed": feed_query(asked),
        "words": words,
        "chosen": asked.narrowed,
        "column": asked.column,
        "part": part,
        "most": searching.MOST if found.own.more else 0,
        "rows": rows(part.rows, at, finding.passages([posting.edition_id for posting in part.rows], words)),
        "narrowed": narrowed,
        "meant": meant,
        "columns": asking.columns(words, [each.rest for each in meant]) if words and not part.rows else [],
    }
    return render(request, "disclosure/board/search.html", context)


def _number(words: str, at) -> str | None:
    """The index number that `words` are, hyphens or none, where something of it went up."""
    known = IndexNumber.objects.filter(text__in=asking.index_numbers(words)).values_list("pk", "text")[:2]
    numbers = [text for pk, text in known if postings.went_up(at).filter(index=pk).exists()]
    return numbers[0] if len(numbers) == 1 else None


def _band(found, year: int, at) -> tuple[list, int]:
    of_year = postings.in_year(found, year)
    return rows(postings.newest_first(of_year)[:IN_BAND], at), of_year.count()


def _year(request: HttpRequest, found, years: list[int], asked: str, frame: Frame) -> HttpResponse:
    if asked not in {str(year) for year in years}:
        raise Http404
    part = paging.part(postings.newest_first(postings.in_year(found, int(asked))), request.GET.get("page", ""))
    context = {"frame": frame, "year": int(asked), "part": part, "rows": rows(part.rows, clock.now())}
    return render(request, "disclosure/board/past_year.html", context)


def _of(found, organization: OrganizationPage | None):
    return found if organization is None else found.filter(organization=organization)
