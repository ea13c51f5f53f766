"""The design system on one page, made by the templates of the real pages; with the demo alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .. import samples
from ..forms import ListFilter
from ..frame import Crumb, site_frame
from ..headers import public
from ..portlets import Counts


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    if not getattr(settings, "DISCLOSURE_DEMO", False):
        raise Http404
    context = {
        "frame": site_frame("", Crumb(_("Components"))),
        "index": samples.INDEX,
        "hangings": samples.hangings(),
        "blocks": [samples.signed(), samples.being_signed()],
        "edition": samples.edition(),
        "rows": samples.rows(),
        "listed": samples.part(),
        "places": samples.places(),
        "digest": samples.digest(),
        "differences": samples.differences(),
        "counts": Counts(current=21, this_year=168, ended=140, withdrawn=2, since=samples.BEGAN),
        "form": ListFilter(request.GET, years=[2026, 2025]),
    }
    return render(request, "disclosure/board/components.html", context)
