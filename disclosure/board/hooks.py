"""Pages of Wagtail's tree that the board shows. Other pages are left to themselves.

The layers below know nothing of the board: what kind of page is shown by which view is said here.
"""

from wagtail import hooks

from ..catalog.models import ColumnPage
from ..organizations.models import OrganizationPage
from .models import CollectionPage
from .views import collections, organizations

VIEWS = {
    OrganizationPage: organizations.organization,
    ColumnPage: organizations.column,
    CollectionPage: collections.collection,
}


@hooks.register("on_serve_page", order=10)
def show_on_the_board(next_serve_page):
    """In Wagtail's chain behind its own check of view restrictions (which stands at 0), so that those hold."""

    def serve(page, request, args, kwargs):
        view = VIEWS.get(type(page))
        return view(request, page, **kwargs) if view else next_serve_page(page, request, args, kwargs)

    return serve
