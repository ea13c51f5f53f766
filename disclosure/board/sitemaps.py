"""What crawlers are told: the frame, and every notice that may be read now."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse
from wagtail.models import Page

from ..catalog.models import ColumnPage
from ..core import clock
from ..organizations.models import OrganizationPage
from . import topics
from .addresses import item_address
from .models import CollectionPage
from .postings import searchable

PLACES = ["organizations", "rosters", "guide", "directory", "topics", "past", "withdrawn", "map"]
LIMIT = 5000  # addresses of one file


class Places(Sitemap):
    """The board's own pages, topics among them."""

    limit = LIMIT

    def items(self):
        own = [reverse(f"disclosure:{name}") for name in PLACES]
        found = topics.places(topics.counted(clock.now())[:LIMIT])
        return [reverse("wagtail_serve", args=[""]), *own, *(place.address for place in found)]

    def get_latest_lastmod(self):
        return _newest()

    def location(self, item: str) -> str:
        return item


class Organizations(Sitemap):
    """Organizations, columns and collections that are public."""

    limit = LIMIT

    def items(self):
        organizations = OrganizationPage.objects.live().order_by("path")
        columns, collections = (model.objects.live().order_by("path") for model in (ColumnPage, CollectionPage))
        return [*organizations, *columns, *collections]

    def location(self, item) -> str:
        return item.get_url() or ""

    def lastmod(self, item):
        return item.last_published_at

    def get_latest_lastmod(self):
        shown = Page.objects.live().type(OrganizationPage, ColumnPage, CollectionPage)
        return shown.aggregate(newest=Max("last_published_at"))["newest"]


class Notices(Sitemap):
    """What is up, and what is kept of the past."""

    limit = LIMIT

    def items(self):
        return searchable(clock.now()).select_related("index").order_by("pk")

    def location(self, item) -> str:
        return item_address(item.index.text)

    def lastmod(self, item):
        return item.begins_at

    def get_latest_lastmod(self):
        return _newest()


def _newest():
    """When something went up last; asked without reading each."""
    return searchable(clock.now()).aggregate(newest=Max("begins_at"))["newest"]


SITEMAPS = {"places": Places, "organizations": Organizations, "notices": Notices}
