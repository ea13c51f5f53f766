"""What a visitor asked the search, and by what it can be narrowed: each choice with how many it would leave.

What holds the words is read once, a short row each; narrowing, counting and order are made of those rows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import ExpressionWrapper
from django.db.models.fields import BooleanField
from django.utils import timezone
from django.utils.translation import gettext as _

from ..items.models import EditionFile, Posting
from ..organizations.models import OrganizationPage
from . import postings
from .postings import State


@dataclass(frozen=True)
class Asked:
    """Words, and what narrows them; a value that means nothing finds nothing, one that is empty narrows nothing."""

    words: str = ""
    organization: str = ""
    column: str = ""
    year: int | None = None
    state: str = State.ALL
    files: bool = False
    by_date: bool = False

    @property
    def narrowed(self) -> bool:
        return self != Asked(words=self.words, by_date=self.by_date)


@dataclass(frozen=True, slots=True)
class Hit:
    """A posting that holds the words. `columns`: the titles of its column and of the one above it, the upper first."""

    pk: int
    organization: str
    columns: tuple[str, ...]
    year: int
    ends: datetime | None
    files: bool
    in_title: bool

    def fits(self, asked: Asked) -> bool:
        return (
            asked.organization in ("", self.organization)
            and (not asked.column or asked.column in self.columns)
            and asked.year in (None, self.year)
            and (self.files or not asked.files)
        )


def feed_query(asked: Asked) -> str:
    """What was asked for, as the address of a feed says it: in one order, so that one feed has one address."""
    said = {
        "column": asked.column,
        "files": "1" if asked.files else "",
        "organization": asked.organization,
        "q": asked.words,
        "state": asked.state if asked.state != State.ALL else "",
        "year": str(asked.year or ""),
    }
    return urlencode({name: value for name, value in said.items() if value})


def hits(asked: Asked, at: datetime) -> list[Hit]:
    """What is public at `at`, in the state and with the words that are asked for, the newest first."""
    held = postings.searchable(at) if asked.state == State.ALL else postings.listed(asked.state, at)
    files = EditionFile.objects.filter(edition=OuterRef("edition"), attachment=True)
    in_title = Q(*(Q(edition__title__icontains=word) for word in asked.words.split())) or Q(pk__isnull=False)
    rows = (
        postings.matching(held, asked.words)
        .annotate(files=Exists(files), in_title=ExpressionWrapper(in_title, BooleanField()))
        .order_by("-begins_at", "-pk")
        .values_list("pk", "organization_id", "column_id", "begins_at", "ends_at", "files", "in_title")
    )
    codes = dict(OrganizationPage.objects.values_list("pk", "code"))
    columns = postings.titles_of_columns()
    zone = timezone.get_default_timezone()
    return [
        Hit(pk, codes[organization], columns[column], begins.astimezone(zone).year, ends, bool(files), bool(in_title))
        for pk, organization, column, begins, ends, files, in_title in rows
    ]


def found(hits: Iterable[Hit], asked: Asked) -> list[int]:
    """The postings among `hits` that fit: those with all words in their title first, unless the newest are wanted."""
    fitting = [hit for hit in hits if hit.fits(asked)]
    if asked.words and not asked.by_date:
        fitting.sort(key=lambda hit: not hit.in_title)
    return [hit.pk for hit in fitting]


def read(pks: list[int], *related: str) -> list[Posting]:
    """Rows of lists with what is `related` to them, in the order of `pks`: a page of them, not all; one query."""
    held = postings.newest_first(Posting.objects.filter(pk__in=pks)).select_related(*related or ["edition"])
    rows = {posting.pk: posting for posting in held}
    return [rows[pk] for pk in pks]


def choices(hits: list[Hit], asked: Asked) -> dict[str, list[tuple[str, str, int]]]:
    """By field: value, words and number of what each choice would leave, all else staying as asked."""
    organizations = _counted(hits, replace(asked, organization=""), lambda hit: hit.organization)
    named = OrganizationPage.objects.filter(code__in=organizations).order_by("path").values_list("code", "title")
    columns = _counted(hits, replace(asked, column=""), lambda hit: hit.columns[0])
    years = _counted(hits, replace(asked, year=None), lambda hit: hit.year)
    files = _counted(hits, replace(asked, files=True), lambda hit: hit.files)
    return {
        "organization": [(code, title, organizations[code]) for code, title in named],
        "column": [(title, title, number) for title, number in columns.most_common()],
        "year": [(str(year), _("%(year)s") % {"year": year}, years[year]) for year in sorted(years, reverse=True)],
        "files": [("1", _("With attachments"), files[True])],
    }


def _counted(hits: list[Hit], asked: Asked, value) -> Counter:
    return Counter(value(hit) for hit in hits if hit.fits(asked))
