"""The lists of the board: which postings stand in them, in which order. Each item once, by its latest posting.

All of it is computed from the predicates of items.querysets at a moment (I3, I4); nothing here reads an item page.
"""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..catalog.models import ColumnPage
from ..items.models import Audience, Closing, ClosingKind, Posting

SOON = timedelta(days=3)
ROW = (  # what a row of a list, of a feed and of a calendar shows
    "item_id",
    "begins_at",
    "ends_at",
    "made_at",
    "edition__title",
    "edition__number",
    "edition__digest",
    "index",
    "organization__title",
    "organization__short_name",
    "column__title",
)


class State(TextChoices):
    """What a list is filtered by."""

    ALL = "all", _("All")
    CURRENT = "current", _("On the board")
    ENDING = "ending", _("Coming down within three days")
    STANDING = "standing", _("Without an end")
    PAST = "past", _("Period over")
    WITHDRAWN = "withdrawn", _("Withdrawn early")


def listed(state: str, at: datetime, viewer=None) -> QuerySet:
    """The postings that lists may name, in `state`; what was removed from view after its end is in none."""
    everything = Posting.objects.all()
    if state == State.CURRENT:
        return _latest(everything.visible_to(viewer, at), at)
    if state == State.ENDING:
        return _latest(everything.visible_to(viewer, at).filter(ends_at__lte=soon(at)), at)
    if state == State.STANDING:
        return _latest(everything.visible_to(viewer, at).filter(ends_at__isnull=True), at)
    if state == State.PAST:
        return _latest(everything.past(at), at)
    if state == State.WITHDRAWN:
        return _latest(_withdrawn(everything, at), at)
    return _latest(everything.visible_to(viewer, at) | everything.past(at) | _withdrawn(everything, at), at)


def came_down(at: datetime) -> QuerySet:
    """What has hung for its whole period: kept among past postings, or removed from view by its terms."""
    return _latest(went_up(at).ended(at), at)


def searchable(at: datetime, viewer=None) -> QuerySet:
    """What a search finds: what is up, and what is kept among past postings."""
    everything = Posting.objects.all()
    return _latest(everything.visible_to(viewer, at) | everything.past(at), at)


def went_up(at: datetime) -> QuerySet:
    """All public postings that ever went up: what an index number answers from, and what is counted."""
    return Posting.objects.begun(at).filter(audience=Audience.PUBLIC)


def newest_first(postings: QuerySet, *whole: str) -> QuerySet:
    """In the order of lists, with what a row shows, and what is `whole` besides, in one query."""
    return _with_rows(postings, whole).order_by("-begins_at", "-pk")


def first_to_end(postings: QuerySet) -> QuerySet:
    """In the order in which they come down."""
    return _with_rows(postings, ()).order_by("ends_at", "pk")


def in_year(postings: QuerySet, year: int) -> QuerySet:
    """Those that went up in `year`, in the time of the site."""
    return postings.filter(begins_at__gte=start_of_year(year), begins_at__lt=start_of_year(year + 1))


def years(postings: QuerySet, at: datetime) -> list[int]:
    """The years that `postings` may reach over, latest first; one look at the oldest of them."""
    oldest = postings.order_by("begins_at").values_list("begins_at", flat=True).first()
    now = timezone.localtime(at).year
    return [] if oldest is None else list(range(now, timezone.localtime(oldest).year - 1, -1))


def in_columns_called(postings: QuerySet, title: str) -> QuerySet:
    """Those in a column of that title, of whatever organization, or in one below such a column."""
    called = ColumnPage.objects.filter(title=title)
    above = Left(OuterRef("column__path"), Length(OuterRef("column__path")) - Page.steplen)
    return postings.filter(Exists(called.filter(pk=OuterRef("column"))) | Exists(called.filter(path=above)))


def soon(at: datetime) -> datetime:
    """The midnight that ends the third day from today."""
    day = timezone.localtime(at).date() + SOON + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def start_of_year(year: int) -> datetime:
    """The first instant of `year` in the time of the site."""
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


def _latest(postings: QuerySet, at: datetime) -> QuerySet:
    """Of each item the posting that its address answers with: the last that went up."""
    after = Q(begins_at__gt=OuterRef("begins_at")) | Q(begins_at=OuterRef("begins_at"), pk__gt=OuterRef("pk"))
    return postings.filter(~Exists(went_up(at).filter(after, item=OuterRef("item"))))


def _withdrawn(postings, at: datetime) -> QuerySet:
    return postings.withdrawn(at).filter(audience=Audience.PUBLIC)


def _with_rows(postings: QuerySet, whole: tuple[str, ...]) -> QuerySet:
    """`taken_at` is when it was withdrawn. Of two hundred columns a dozen are read."""
    related = postings.select_related("edition", "index", "organization", "column", *whole)
    return related.only(*ROW, *whole).annotate(taken_at=_taken_at())


def _taken_at() -> Subquery:
    taken = Closing.objects.filter(kind=ClosingKind.WITHDRAWN, posting=OuterRef("pk")).order_by("at")
    return Subquery(taken.values("at")[:1])


def titles_of_columns() -> dict[int, tuple[str, ...]]:
    """By column its title, after that of the column above it, where it is of the second level."""
    found = list(ColumnPage.objects.values_list("pk", "path", "title"))
    titles = {path: title for _pk, path, title in found}
    return {pk: tuple(filter(None, (titles.get(path[: -Page.steplen]), title))) for pk, path, title in found}
