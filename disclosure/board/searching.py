"""What a visitor asked the search, and by what it can be narrowed: each choice with how many it would leave.

The newest MOST that hold the words are read, a short row each; narrowing, counting and order are made of those rows.
Where there are more, what is asked for narrows them within the index, and counts say "at least".
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..catalog.models import CatalogEntry
from ..items.models import EditionFile, EditionTopic, Posting
from ..organizations.models import OrganizationPage
from ..search import finding, pairs
from ..search.pairs import Query
from . import around, postings
from .criteria import Criteria, of_year
from .postings import State

MOST = 500  # that are listed and counted; the rest is found by narrowing
AT_A_TIME = 750  # documents whose postings are looked at in one query
MOST_TIMES = 16  # queries of one search, each of twice as many documents as the one before, up to AT_MOST
AT_MOST = 6000
known = around.Shelf(10_000)  # hits that were looked up


@dataclass(frozen=True)
class Asked:
    """Words, and what narrows them; a value that means nothing finds nothing, one that is empty narrows nothing."""

    words: str = ""
    organization: str = ""
    column: str = ""
    entry: str = ""
    topic: str = ""
    year: int | None = None
    state: str = State.ALL
    files: bool = False
    by_date: bool = False

    @property
    def narrowed(self) -> bool:
        return self != Asked(words=self.words, by_date=self.by_date)

    @property
    def wide(self) -> "Asked":
        """The same words in the same state, narrowed by nothing else."""
        return Asked(words=self.words, state=self.state, by_date=self.by_date)


@dataclass(frozen=True, slots=True)
class Hit:
    """A posting that holds the words: what it is never changes, but for the names around it.

    `columns`: the titles of its column and of the one above it, the upper first; `topics`: slug and name of each.
    """

    pk: int
    edition: int
    begins: datetime
    organization: str
    columns: tuple[str, ...]
    entry: str
    year: int
    files: bool
    topics: tuple[tuple[str, str], ...] = ()

    def fits(self, asked: Asked) -> bool:
        return (
            asked.organization in ("", self.organization)
            and (not asked.column or asked.column in self.columns)
            and asked.entry in ("", self.entry)
            and (not asked.topic or any(asked.topic == slug for slug, _name in self.topics))
            and asked.year in (None, self.year)
            and (self.files or not asked.files)
        )


@dataclass(frozen=True)
class Hits:
    """What was found, in the order of the list; `more` where there is more than was looked at."""

    hits: list[Hit]
    more: bool

    def fitting(self, asked: Asked) -> list[Hit]:
        return [hit for hit in self.hits if hit.fits(asked)] if asked.narrowed else self.hits


@dataclass(frozen=True)
class Found:
    """What fits all that is asked for, and what holds the words at all, by which choices are counted."""

    own: Hits
    wide: Hits

    @property
    def pks(self) -> list[int]:
        return [hit.pk for hit in self.own.hits]


def search(asked: Asked, at: datetime) -> Found:
    """What is public at `at` and fits: those with all words in their title first, unless the newest are wanted."""
    wide = _look(asked.wide, at)
    if not wide.more:
        return Found(Hits(wide.fitting(asked), False), wide)
    return Found(_look(asked, at) if asked.wide != asked else wide, wide)


def newest(asked: Asked, at: datetime, number: int) -> list[int]:
    """The newest that fit, at most `number`."""
    return [hit.pk for hit in _rows(_pks(replace(asked, by_date=True), at, number)[1])][:number]


def held(asked: Asked, at: datetime) -> QuerySet[Posting]:
    """What may be found at `at`, in the state that is asked for."""
    return postings.searchable(at) if asked.state == State.ALL else postings.listed(asked.state, at)


def read(pks: list[int], *whole: str) -> list[Posting]:
    """Rows of lists with what is `whole` besides, in the order of `pks`: a page of them, not all; one query."""
    found = postings.newest_first(Posting.objects.filter(pk__in=pks), *whole)
    rows = {posting.pk: posting for posting in found}
    return [rows[pk] for pk in pks]


def feed_query(asked: Asked) -> str:
    """What was asked for, as the address of a feed says it: in one order, so that one feed has one address."""
    said = {
        "column": asked.column,
        "entry": asked.entry,
        "files": "1" if asked.files else "",
        "organization": asked.organization,
        "q": asked.words,
        "state": asked.state if asked.state != State.ALL else "",
        "topic": asked.topic,
        "year": str(asked.year or ""),
    }
    return urlencode({name: value for name, value in said.items() if value})


def _look(asked: Asked, at: datetime) -> Hits:
    first, rest = _pks(asked, at, MOST + 1)
    hits = sorted(_rows(first | rest), key=lambda hit: hit.pk not in first)
    return Hits(hits[:MOST], len(hits) > MOST)


def _pks(asked: Asked, at: datetime, number: int) -> tuple[set[int], set[int]]:
    """Of what fits the newest, about `number` of them: those that come first because of their title, and others."""
    words = finding.words(asked.words)
    if not words:
        return set(), set(_without_words(asked, at)[:number])
    narrowed = finding.narrowed(
        organization=asked.organization,
        column=asked.column,
        entry=asked.entry,
        topic=asked.topic,
        year=asked.year,
        files=asked.files,
    )
    query, held_now = Query(words, narrowed), held(asked, at)
    first = set() if asked.by_date else _through(query, held_now, number, in_title=True)
    return first, _through(query, held_now, number) if len(first) < number else set()


def _without_words(asked: Asked, at: datetime) -> QuerySet:
    owner = OrganizationPage.objects.filter(code=asked.organization).first() if asked.organization else None
    if asked.organization and owner is None:
        return Posting.objects.none().values_list("pk", flat=True)
    criteria = Criteria(
        organization=owner,
        column=asked.column,
        entry=asked.entry,
        topic=asked.topic,
        state=asked.state,
        **of_year(asked.year),
    )
    found = criteria.postings(at)
    if asked.files:
        found = found.filter(Exists(_attached()))
    return found.order_by("-begins_at", "-pk").values_list("pk", flat=True)


def _through(query: Query, held: QuerySet[Posting], number: int, *, in_title: bool = False) -> set[int]:
    """Those of `held` whose documents fit, the newest, until there are `number` of them."""
    found: set[int] = set()
    before, size = None, AT_A_TIME
    for _time in range(MOST_TIMES):
        fitting = pairs.newest(query, number=size, before=before, in_title=in_title)
        if fitting:
            found.update(held.filter(pk__in=fitting).values_list("pk", flat=True))
        if len(fitting) < size or len(found) >= number:
            break
        before, size = fitting[-1], min(2 * size, AT_MOST)
    return found


def _attached() -> QuerySet:
    return EditionFile.objects.filter(edition=OuterRef("edition"), attachment=True)


def _rows(pks: set[int]) -> list[Hit]:
    """The newest first. What is kept of each stands under the frame; topics are looked up anew, as they can be."""
    hits = known.each(pks, _read).values()
    topics: dict[int, tuple[tuple[str, str], ...]] = {}
    carried = EditionTopic.objects.filter(edition__in=[hit.edition for hit in hits]).order_by("edition", "slug")
    for edition, *topic in carried.values_list("edition", "slug", "name"):
        topics[edition] = (*topics.get(edition, ()), tuple(topic))
    newest_first = sorted(hits, key=lambda hit: (hit.begins, hit.pk), reverse=True)
    return [replace(hit, topics=topics[hit.edition]) if hit.edition in topics else hit for hit in newest_first]


def _read(pks: list[int]) -> dict[int, Hit]:
    rows = Posting.objects.filter(pk__in=pks).annotate(files=Exists(_attached())).order_by()
    fields = ["pk", "organization_id", "column_id", "entry_id", "edition_id", "begins_at", "files"]
    found = list(rows.values_list(*fields))
    codes = dict(OrganizationPage.objects.values_list("pk", "code"))
    columns = postings.titles_of_columns()
    entries = dict(CatalogEntry.objects.filter(pk__in={row[3] for row in found}).values_list("pk", "name"))
    hits = {}
    for pk, organization, column, entry, edition, begins, files in found:
        year = timezone.localtime(begins).year
        hits[pk] = Hit(pk, edition, begins, codes[organization], columns[column], entries[entry], year, bool(files))
    return hits


Choice = tuple[str, str, str]  # value, words, and how many it leaves: "12", "120+", or nothing where that is not known


def choices(found: Found, asked: Asked) -> dict[str, list[Choice]]:
    """By field what can be chosen, all else staying as asked."""
    organizations = _counted(found, asked, "organization", lambda hit: [hit.organization])
    named = OrganizationPage.objects.live().order_by("path").values_list("code", "title")
    columns = _counted(found, asked, "column", lambda hit: hit.columns[:1])
    entries = _counted(found, asked, "entry", lambda hit: [hit.entry])
    topics = _counted(found, asked, "topic", lambda hit: hit.topics)
    years = _counted(found, asked, "year", lambda hit: [hit.year])
    files = _counted(found, replace(asked, files=True), "", lambda hit: [hit.files])
    return {
        "organization": [
            (code, title, organizations.get(code, ""))
            for code, title in named
            if found.wide.more or code in organizations
        ],
        "column": [(title, title, number) for title, number in columns.items()],
        "entry": [(name, name, number) for name, number in entries.items()],
        "topic": [(slug, name, number) for (slug, name), number in topics.items()],
        "year": [(str(year), _("%(year)s") % {"year": year}, years[year]) for year in sorted(years, reverse=True)],
        "files": [("1", _("With attachments"), files.get(True, ""))],
    }


def _counted(found: Found, asked: Asked, name: str, values: Callable[[Hit], Iterable]) -> dict:
    """By value how many it would leave, the most first."""
    without = replace(asked, **{name: None if name == "year" else ""}) if name else asked
    source = found.own if without == asked else found.wide
    counted = Counter(value for hit in source.fitting(without) for value in values(hit))
    return {value: f"{number}+" if source.more else str(number) for value, number in counted.most_common()}
