"""Organizations and columns: pages of Wagtail's tree, brought here by hooks.py. Their lists are postings alone."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...catalog.models import ColumnPage
from ...core import change, clock
from ...organizations.models import OrganizationPage
from .. import amounts, around, collected, paging, postings
from .. import organization as about
from ..forms import ColumnFilter
from ..frame import Crumb, Frame, column_frame, organization_frame, parent_column, site_frame
from ..headers import only_of, public
from ..postings import State
from ..rosters import rosters
from ..rows import rows
from ..searching import Asked, feed_query

LATEST = 5
ORGANIZATIONS = 100
MAPPED = 20  # organizations of one page of the map


@public
def index(request: HttpRequest) -> HttpResponse:
    """Every organization of the board, with its telephones."""
    at = clock.now()
    part = paging.part(OrganizationPage.objects.live().order_by("path"), request.GET.get("page", ""), ORGANIZATIONS)
    context = {
        "frame": site_frame("organizations", Crumb(_("Organizations"))),
        "part": part,
        "places": about.places(part.rows, request, at),
        "top": min((page.depth for page in part.rows), default=0),
    }
    return render(request, "disclosure/board/organizations.html", context)


@public
def site_map(request: HttpRequest) -> HttpResponse:
    """Where everything is: the board's own pages, then each organization with its columns (站点地图)."""
    part = paging.part(OrganizationPage.objects.live().order_by("path"), request.GET.get("page", ""), MAPPED)
    context = {
        "frame": site_frame("", Crumb(_("Map of the site"))),
        "part": part,
        "places": _with_collections(part.rows, request),
        "collections": collected.of_the_site(request),
    }
    return render(request, "disclosure/board/map.html", context)


def _with_collections(organizations: list[OrganizationPage], request) -> list[tuple[about.Place, list[about.Place]]]:
    below = collected.below(organizations, request)
    places = about.mapped(organizations, request)
    return [(place, below[page.pk]) for page, place in zip(organizations, places, strict=True)]


@public
def organization(request: HttpRequest, page: OrganizationPage) -> HttpResponse:
    """Telephone first; the columns; the latest; who signs; those below it."""
    at = clock.now()
    own = postings.listed(State.ALL, at).filter(organization=page)
    below = OrganizationPage.objects.child_of(page).live().order_by("path")[:ORGANIZATIONS]
    context = {
        "page": page,
        "feed": feed_query(Asked(organization=page.code)),
        "frame": organization_frame(page, request, "organizations"),
        "rosters": rosters(page, at),
        "latest": rows(postings.newest_first(own)[:LATEST], at),
        "current": postings.listed(State.CURRENT, at).filter(organization=page).count(),
        "this_year": postings.in_year(own, clock.today().year).count(),
        "columns": about.columns(page, request, at),
        "collections": collected.below([page], request)[page.pk],
        "below": about.places(below, request, at),
    }
    response = render(request, "disclosure/board/organization.html", context)
    return response if context["below"] else only_of(change.of_organization(page.pk), response)


@public
def column(request: HttpRequest, page: ColumnPage) -> HttpResponse:
    """What one column holds, twenty a page, by year, state and entry of the catalogue."""
    at = clock.now()
    owner, frame, children, ways = around.kept(
        ("column", request.get_host(), page.pk), lambda: _place_of(page, request)
    )
    inside = postings.listed(State.ALL, at).filter(column__in=[page, *children])
    form = ColumnFilter(request.GET, years=postings.years(inside, at), columns=[page, *children])
    found = _filtered(form, inside, at).filter(column__in=[page, *children])
    part = paging.part(postings.newest_first(found), request.GET.get("page", ""))
    context = {
        "page": page,
        "frame": frame,
        "feed": feed_query(Asked(organization=owner.code, column=page.title)),
        "form": form,
        "part": part,
        "rows": rows(part.rows, at),
        "amounts": amounts.over_time([page, *children], int(entry), at) if (entry := form.value("entry")) else None,
        "last": [] if part.rows else rows(postings.newest_first(inside)[:1], at),
        "children": ways,
    }
    return only_of(change.of_organization(owner.pk), render(request, "disclosure/board/column.html", context))


def _place_of(page: ColumnPage, request: HttpRequest) -> tuple[OrganizationPage, Frame, list[ColumnPage], list[tuple]]:
    """Whose column it is, its frame, the columns within it, and the titles and addresses of those."""
    owner = OrganizationPage.objects.ancestor_of(page).order_by("-depth").first()
    children = list(ColumnPage.objects.child_of(page).live().order_by("path"))
    frame = column_frame(owner, page, parent_column(page), request, "organizations")
    return owner, frame, children, [(child.title, child.get_url(request)) for child in children]


def _filtered(form: ColumnFilter, everything: QuerySet, at: datetime) -> QuerySet:
    """`everything` of the column, or what the form leaves of it."""
    state = form.value("state", State.ALL)
    found = everything if state == State.ALL else postings.listed(state, at)
    if year := form.value("year"):
        found = postings.in_year(found, year)
    if entry := form.value("entry"):
        found = found.filter(entry=entry)
    return found
