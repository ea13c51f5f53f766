"""信息公开指南, of one organization; without a code of the topmost, and the way to those of all others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ...organizations.models import OrganizationPage
from .. import guide, portlets
from ..frame import Crumb, organization_by_code, organization_frame, site_frame
from ..headers import public
from ..searching import Asked, feed_query


@public
def index(request: HttpRequest) -> HttpResponse:
    """That of the topmost organization; of a board without any, a sentence."""
    top = site_frame().top
    if top is not None:
        return _guide(request, top)
    return render(request, "disclosure/board/guide.html", {"frame": site_frame("guide", Crumb(_("Guide")))})


@public
def of(request: HttpRequest, code: str) -> HttpResponse:
    """That of one organization."""
    organization = organization_by_code(code)
    if organization is None:
        raise Http404
    if code != organization.code:
        return redirect("disclosure:guide_of", code=organization.code, permanent=True)
    return _guide(request, organization)


def _guide(request: HttpRequest, organization: OrganizationPage) -> HttpResponse:
    below = OrganizationPage.objects.child_of(organization).live().order_by("path")[: portlets.ORGANIZATIONS]
    context = {
        "frame": organization_frame(organization, request, "guide", Crumb(_("Guide"))),
        "organization": organization,
        "parts": guide.parts(organization, request),
        "steps": guide.steps(organization),
        "below": below,
        "feed": feed_query(Asked(organization=organization.code)),
    }
    return render(request, "disclosure/board/guide.html", context)
