"""Rosters, and the photographs in them. They are frame: public unsigned, kept by administrators, in the ledger."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...core import clock
from ...files.exceptions import FileGone
from ...files.responses import stream
from ...organizations.models import Membership, OrganizationPage
from .. import organization as about
from .. import paging
from ..frame import Crumb, organization_by_code, organization_frame, site_frame
from ..headers import public
from ..rosters import SHOWN, former, rosters
from .organizations import ORGANIZATIONS

WIDTH = 320  # a photograph of a roster is shown at 96 px, on a dense screen at three times that


@public
def index(request: HttpRequest) -> HttpResponse:
    """Which organizations have rosters, each with its own page."""
    part = paging.part(OrganizationPage.objects.live().order_by("path"), request.GET.get("page", ""), ORGANIZATIONS)
    context = {
        "frame": site_frame("rosters", Crumb(_("Rosters"))),
        "part": part,
        "places": about.places(part.rows, request, clock.now()),
        "organizations": part.rows,
    }
    return render(request, "disclosure/board/rosters.html", context)


@public
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The bodies of one organization: a table each, then those whose term is over."""
    organization = organization_by_code(code)
    if organization is None:
        raise Http404
    if code != organization.code:
        return redirect("disclosure:roster", code=organization.code, permanent=True)
    at = clock.now()
    context = {
        "frame": organization_frame(organization, request, "rosters", Crumb(_("Rosters"))),
        "organization": organization,
        "rosters": rosters(organization, at, counted=True),
        "former": former(organization, at),
    }
    return render(request, "disclosure/board/roster.html", context)


@require_safe
def photograph(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The photograph of someone who is on a public roster now."""
    active = Membership.objects.active(clock.now()).filter(
        body__organization__code=code.upper(), body__organization__live=True, body__kind__in=SHOWN
    )
    membership = get_object_or_404(active.exclude(photograph=None).select_related("photograph"), pk=number)
    sizes = membership.photograph.sizes
    fitting = next((size for size in sizes if size["width"] >= WIDTH), sizes[-1])
    try:
        return stream(request, fitting["sha256"], str(number), fitting["type"], attachment=False)
    except FileGone as gone:
        raise Http404 from gone
