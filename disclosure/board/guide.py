"""信息公开指南: what an organization makes public and how to get at it (art 12), from the frame and the catalogue."""

from collections import defaultdict
from dataclasses import dataclass, field

from ..catalog.columns import columns_of
from ..catalog.models import Attribute, CatalogEntry, ColumnPage
from ..organizations.models import OrganizationPage
from ..signoff.exceptions import RouteBroken
from ..signoff.presentation import enough
from ..signoff.route import snapshot
from .frame import address_of


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue as the public reads it; `days` 0 where no minimum period is set."""

    number: str
    name: str
    attribute: str
    proactive: bool
    rhythm: str
    days: int
    ground: str


@dataclass(frozen=True)
class Part:
    """A column, and what is to stand in it."""

    title: str
    code: str
    address: str
    description: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One step of the route: which body signs, and how many of it, as its roster says. What a step is called is shown
    by what was signed."""

    body: str
    rule: str


def parts(organization: OrganizationPage, request) -> list[Part]:
    """Every public column of `organization` with its open entries; a fixed number of queries."""
    columns = [column for column in columns_of(organization) if column.live]
    entries = defaultdict(list)
    for entry in CatalogEntry.objects.filter(column__in=columns, closed_at=None).order_by("pk"):
        entries[entry.column_id].append(_entry(entry))
    return [_part(column, entries[column.pk], request) for column in columns]


def steps(organization: OrganizationPage) -> list[Step]:
    """Who signs, in order; none where no route can be walked at this moment."""
    workflow = organization.get_workflow()
    try:
        route = snapshot(workflow, organization) if workflow else []
    except RouteBroken:
        return []
    return [Step(step["body_name"], enough(step["quorum"], step["quorum_number"])) for step in route]


def _part(column: ColumnPage, entries: list[Entry], request) -> Part:
    return Part(column.title, column.code, address_of(column, request), column.description, entries)


def _entry(entry: CatalogEntry) -> Entry:
    proactive = entry.attribute == Attribute.PROACTIVE
    return Entry(
        number=entry.number,
        name=entry.name,
        attribute=entry.get_attribute_display(),
        proactive=proactive,
        rhythm=entry.rhythm,
        days=entry.minimum_days,
        ground=entry.legal_basis if proactive else entry.ground or entry.legal_basis,
    )
