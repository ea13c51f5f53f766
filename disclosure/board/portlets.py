"""What a site's start page can place: each portlet worked out on its own, from postings and the frame alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ..items.models import Posting
from ..organizations.models import OrganizationPage
from . import organization as about
from . import strip, tallies
from . import topics as by_topic
from .models import CollectionPage
from .notices import Signs, signs_of
from .organization import Place
from .postings import State, first_to_end, listed, newest_first, start_of_year, titles_of_columns
from .rows import Row, rows

LATEST = 8
ENDING = 6
ORGANIZATIONS = 40
COLUMNS = 16
SAMPLE = {"text": "QL07-SF-2026-0127", "organization_code": "QL07", "column_code": "SF", "year": 2026, "serial": 127}
SAMPLE_STRIP = strip.strip(strip.Days(date(2026, 9, 1), date(2026, 9, 16), date(2026, 9, 10)))


@dataclass(frozen=True)
class Counts:
    """Four numbers of the board; the page says beside them what each counts."""

    current: int
    this_year: int
    ended: int
    withdrawn: int
    since: datetime


@dataclass(frozen=True)
class Specimen:
    """The newest posting, with its label, its strip and the chain of its seals."""

    row: Row
    posting: Posting
    strip: strip.Strip
    signs: Signs | None


def counts(at: datetime) -> Counts:
    """How many are up, and what became of this year's, at `at`."""
    year = timezone.localtime(at).year
    found = tallies.of(at).values()
    return Counts(
        current=sum(tally.current for tally in found),
        this_year=sum(tally.this_year for tally in found),
        ended=sum(tally.ended for tally in found),
        withdrawn=sum(tally.withdrawn for tally in found),
        since=start_of_year(year),
    )


def latest(at: datetime, number: int = LATEST) -> list[Row]:
    """What went up last and still hangs."""
    return rows(newest_first(listed(State.CURRENT, at))[:number], at)


def ending(at: datetime, number: int = ENDING) -> list[Row]:
    """What comes down within three days, the first to end first."""
    return rows(first_to_end(listed(State.ENDING, at))[:number], at)


def specimen(at: datetime) -> Specimen | None:
    """The newest posting that hangs; None where the board is empty."""
    first = listed(State.CURRENT, at).order_by("-begins_at", "-pk").values_list("pk", flat=True).first()
    if first is None:
        return None
    newest = newest_first(Posting.objects.filter(pk=first), "permit").get()
    row = rows([newest], at)[0]
    return Specimen(row, newest, strip.strip(row.days), signs_of(newest, at))


@dataclass(frozen=True)
class Held:
    """One organization, or one collection: where its page is, and what stands there first."""

    place: Place
    rows: list[Row]
    intro: str = ""


def topics(at: datetime, number: int) -> list[Place]:
    """Topics with how much can be read of each, the fullest first."""
    return by_topic.places(by_topic.counted(at)[:number])


def organization(page: OrganizationPage | None, at: datetime, request, number: int) -> Held | None:
    """What hangs at one organization; None where its page is not public, or gone."""
    if page is None or not page.live:
        return None
    own = listed(State.CURRENT, at).filter(organization=page)
    return Held(about.places([page], request, at)[0], rows(newest_first(own)[:number], at))


def collection(page: CollectionPage | None, at: datetime, request, number: int) -> Held | None:
    """What a collection shows first; None where its page is not public, or gone."""
    if page is None or not page.live:
        return None
    return Held(Place(page.title, page.get_url(request), 0), rows(page.postings(at)[:number], at), page.intro)


def organizations(at: datetime, request, number: int = ORGANIZATIONS) -> list[Place]:
    """The organizations of the board, in the order of the tree."""
    return about.places(OrganizationPage.objects.live().order_by("path")[:number], request, at)


def columns(at: datetime, number: int = COLUMNS) -> list[Place]:
    """Columns in which something hangs, those of the same title in all organizations together; the fullest first."""
    titles = titles_of_columns()
    numbers: Counter[str] = Counter()
    for tally in tallies.of(at).values():
        for column, number_here in tally.columns.items():
            numbers[titles[column][0]] += number_here
    fullest = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))[:number]
    search, up = reverse("disclosure:search"), State.CURRENT.value
    return [
        Place(title, f"{search}?{urlencode({'column': title, 'state': up})}", held_here) for title, held_here in fullest
    ]
