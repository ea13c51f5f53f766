"""What the page of an organization shows beside its postings: who signs, its columns, those below it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from ..catalog.columns import columns_of
from ..catalog.models import ColumnPage
from ..organizations.models import OrganizationPage
from . import tallies
from .frame import address_of, name_of


@dataclass
class Place:
    """An organization, a column or a collection in an index: its name, where it is, how many are on the board there."""

    title: str
    address: str
    count: int
    telephone: str = ""
    depth: int = 0
    owner: str = ""
    below: list["Place"] = field(default_factory=list)


def columns(organization: OrganizationPage, request, at: datetime) -> list[Place]:
    """The columns of `organization` in two levels; the first counts what is below it, too."""
    counts = tallies.of(at, [organization.pk])[organization.pk].columns
    tops: dict[str, Place] = {}
    for column in columns_of(organization):
        if not column.live:
            continue
        place = Place(column.title, address_of(column, request), counts[column.pk])
        top = tops.get(column.path[: -Page.steplen])
        if top is None:
            tops[column.path] = place
        else:
            top.below.append(place)
            top.count += place.count
    return list(tops.values())


def mapped(organizations: Iterable[OrganizationPage], request) -> list[Place]:
    """`organizations`, each with all its public columns below it; one query."""
    found = {page.path: Place(page.title, address_of(page, request), 0) for page in organizations}
    below = Q(pk__in=[])
    for path in found:
        below |= Q(path__startswith=path)
    for column in ColumnPage.objects.live().filter(below).order_by("path"):
        above = column.path[: -Page.steplen]
        owner = found.get(above) or found.get(above[: -Page.steplen])
        if owner is not None:
            owner.below.append(Place(column.title, address_of(column, request), 0, depth=1 + (above not in found)))
    return list(found.values())


def places(organizations: Iterable[OrganizationPage], request, at: datetime, *, full: bool = True) -> list[Place]:
    """`organizations` as an index, with what is on the board of each now; `full` names, else those of lists."""
    organizations = list(organizations)
    found = tallies.of(at, [page.pk for page in organizations])
    return [
        Place(
            title=page.title if full else name_of(page),
            address=address_of(page, request),
            count=found[page.pk].current,
            telephone=page.supervision_telephone,
            depth=page.depth,
        )
        for page in organizations
    ]
