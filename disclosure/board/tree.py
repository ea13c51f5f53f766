"""Pages of Wagtail's tree that the board shows, and where they stand in it."""

from copy import copy

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from ..catalog.models import ColumnPage
from ..organizations.models import OrganizationPage
from . import around
from .models import CollectionPage

KINDS = (OrganizationPage, ColumnPage, CollectionPage)


def find(request: HttpRequest, path: str) -> None:
    """Tell Wagtail the page at `path` where it is one of ours and was found before; else it walks down to it itself."""
    known = around.kept(("page", request.get_host(), path), lambda: _found(request, path))
    if known is not None:
        request._wagtail_route_for_request = RouteResult(copy(known.page), known.args, known.kwargs)


def _found(request: HttpRequest, path: str) -> RouteResult | None:
    found = Page.route_for_request(request, path)
    return found if found and type(found.page) in KINDS else None
