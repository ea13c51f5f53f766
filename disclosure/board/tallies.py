"""How much stands where: counted anew only for the organizations in which something changed, or a moment has come.

Kept in the process by each organization's number of change (core.change), as answers are; so that the numbers of a
board of a hundred thousand cost what one organization costs.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from ..core import change
from ..items.models import Closing, Posting
from ..organizations.models import OrganizationPage
from .moments import midnight
from .postings import State, came_down, in_year, listed, start_of_year, went_up

NEVER = datetime.max.replace(tzinfo=timezone.get_fixed_timezone(0))


@dataclass
class Tally:
    """One organization: what is up, by column; of this year what went up, ended, was withdrawn. Right until `ends`."""

    columns: Counter = field(default_factory=Counter)
    this_year: int = 0
    ended: int = 0
    withdrawn: int = 0
    ends: datetime = NEVER

    @property
    def current(self) -> int:
        return self.columns.total()


@dataclass(frozen=True)
class Kept:
    """A tally, the number under which it was counted (None: nothing ever changed there), and from when on."""

    number: int | None
    begins: datetime
    tally: Tally


_kept: dict[int, Kept] = {}


def clear() -> None:
    _kept.clear()


def of(at: datetime, organizations: Iterable[int] | None = None) -> dict[int, Tally]:
    """The tallies of `organizations` by their number, of all where none are named."""
    if organizations is None:
        organizations = OrganizationPage.objects.values_list("pk", flat=True)
    wanted = {pk: change.of_organization(pk) for pk in organizations}
    numbers = change.numbers(*wanted.values()) if wanted else {}
    missing = [pk for pk, scope in wanted.items() if not _holds(_kept.get(pk), numbers.get(scope), at)]
    for pk, tally in _counted(missing, at).items():
        _kept[pk] = Kept(numbers.get(wanted[pk]), at, tally)
    return {pk: _kept[pk].tally for pk in wanted}


def _holds(kept: Kept | None, number: int | None, at: datetime) -> bool:
    return kept is not None and kept.number == number and kept.begins <= at < kept.tally.ends


def _counted(organizations: list[int], at: datetime) -> dict[int, Tally]:
    """Counted anew, in a number of queries that does not grow with them."""
    if not organizations:
        return {}
    year = timezone.localtime(at).year
    tallies = {pk: Tally(ends=midnight(at)) for pk in organizations}

    def grouped(postings, number, *more: str):
        own = postings.filter(organization__in=organizations).order_by()
        return own.values_list("organization", *more).annotate(number=number)

    for pk, column, number in grouped(listed(State.CURRENT, at), Count("pk"), "column"):
        tallies[pk].columns[column] = number
    for pk, number in grouped(in_year(went_up(at), year), Count("item", distinct=True)):
        tallies[pk].this_year = number
    for pk, number in grouped(came_down(at).filter(ends_at__gte=start_of_year(year)), Count("pk")):
        tallies[pk].ended = number
    for pk, number in grouped(in_year(listed(State.WITHDRAWN, at), year), Count("pk")):
        tallies[pk].withdrawn = number
    closings = Closing.objects.filter(at__gt=at, posting__organization__in=organizations).order_by()
    for moments in (
        grouped(Posting.objects.filter(begins_at__gt=at), Min("begins_at")),
        grouped(Posting.objects.filter(ends_at__gt=at), Min("ends_at")),
        closings.values_list("posting__organization").annotate(number=Min("at")),
    ):
        for pk, moment in moments:
            tallies[pk].ends = min(tallies[pk].ends, moment)
    return tallies
