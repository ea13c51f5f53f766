"""Where collections are: below an organization, or below the start page. The index of them, with no count."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from ..organizations.models import OrganizationPage
from .frame import address_of, name_of
from .models import CollectionPage
from .organization import Place

MOST = 50


def below(organizations: Iterable[OrganizationPage], request) -> dict[int, list[Place]]:
    """By organization the public collections of its page, in the order of the tree; one query."""
    paths = {page.path: page.pk for page in organizations}
    found = defaultdict(list)
    for page in _public().filter(above__in=list(paths)):
        found[paths[page.above]].append(_place(page, request))
    return found


def of_the_site(request) -> list[Place]:
    """Those that stand below no organization."""
    owned = OrganizationPage.objects.filter(path=OuterRef("above"))
    return [_place(page, request) for page in _public().filter(~Exists(owned))[:MOST]]


def newest(request, number: int) -> list[Place]:
    """Of whatever organization, the last that were made, each with whose it is; two queries."""
    pages = list(_public().order_by("-pk")[:number])
    owners = OrganizationPage.objects.live().filter(path__in=[page.above for page in pages])
    names = {owner.path: name_of(owner) for owner in owners}
    return [_place(page, request, names.get(page.above, "")) for page in pages]


def _public() -> QuerySet[CollectionPage]:
    above = Left("path", Length("path") - Page.steplen)
    return CollectionPage.objects.live().annotate(above=above).order_by("path")


def _place(page: CollectionPage, request, owner: str = "") -> Place:
    return Place(page.title, address_of(page, request), 0, owner=owner)
