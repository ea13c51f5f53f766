"""What a list of the board is of: one small thing that collections, topics, the directory and their feeds share."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from ..items.models import EditionTopic, Posting
from ..organizations.models import OrganizationPage
from . import postings
from .postings import State

RARE = 200  # editions
READABLE = [State.ALL, State.CURRENT, State.ENDING, State.STANDING, State.PAST]


@dataclass(frozen=True)
class Criteria:
    """What postings must be like; a value that is empty asks for nothing.

    Columns and entries are named by their words, for whatever organization has them; topics by their slug. `since`
    and `before` bound the moment at which a posting went up. What was withdrawn is in none: its content is not shown,
    so that no list may say what it was about.
    """

    organization: OrganizationPage | None = None
    below: bool = False
    column: str = ""
    entry: str = ""
    topic: str = ""
    state: str = State.ALL
    since: datetime | None = None
    before: datetime | None = None

    def postings(self, at: datetime) -> QuerySet[Posting]:
        """Those that fit and may be read at `at`, in no order."""
        found = postings.searchable(at) if self.state == State.ALL else postings.listed(self.state, at)
        if self.organization and self.below:
            found = found.filter(organization__path__startswith=self.organization.path)
        elif self.organization:
            found = found.filter(organization=self.organization)
        if self.column:
            found = postings.in_columns_called(found, self.column)
        if self.entry:
            found = found.filter(entry__name=self.entry)
        if self.topic:
            found = _carrying(found, self.topic)
        if self.since:
            found = found.filter(begins_at__gte=self.since)
        if self.before:
            found = found.filter(begins_at__lt=self.before)
        return found


def _carrying(found: QuerySet[Posting], slug: str) -> QuerySet[Posting]:
    """Those with the topic: of a rare one by its editions, of any other while the list is walked in its order."""
    carried = EditionTopic.objects.filter(slug=slug)
    editions = list(carried.values_list("edition", flat=True)[: RARE + 1])
    if len(editions) <= RARE:
        return found.filter(edition__in=editions)
    return found.filter(Exists(carried.filter(edition=OuterRef("edition"))))


def of_year(year: int | None) -> dict:
    """The fields of Criteria that ask for one year; none where no year is asked for."""
    if year is None:
        return {}
    return {"since": postings.start_of_year(year), "before": postings.start_of_year(year + 1)}
