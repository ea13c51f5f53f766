"""What a visitor asked the search, and by what it can be narrowed: each choice with how many it would leave."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from ..items.models import EditionFile
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


def found(asked: Asked, at: datetime) -> QuerySet:
    """What is public at `at` and fits all of it, in no order."""
    held = postings.searchable(at) if asked.state == State.ALL else postings.listed(asked.state, at)
    held = postings.matching(held, asked.words)
    if asked.organization:
        held = held.filter(organization__code=asked.organization)
    if asked.column:
        held = postings.in_columns_called(held, asked.column)
    if asked.year:
        held = postings.in_year(held, asked.year)
    return held.filter(_has_files()) if asked.files else held


def ordered(held: QuerySet, asked: Asked) -> QuerySet:
    """What says all words in its title first, then the newest; the newest alone where one asks for that."""
    newest = postings.newest_first(held)
    words = asked.words.split()
    if asked.by_date or not words:
        return newest
    in_title = Q(*(Q(edition__title__icontains=word) for word in words))
    first = Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return newest.annotate(place=first).order_by("place", "-begins_at", "-pk")


def choices(asked: Asked, at: datetime) -> dict[str, list[tuple[str, str, int]]]:
    """By field: value, words and number of what each choice would leave, all else staying as asked; one query each."""
    return {
        "organization": _organizations(found(replace(asked, organization=""), at)),
        "column": _columns(found(replace(asked, column=""), at)),
        "year": _years(found(replace(asked, year=None), at), at),
        "files": [("1", _("With attachments"), found(replace(asked, files=True), at).count())],
    }


def _organizations(held: QuerySet) -> list[tuple[str, str, int]]:
    named = held.order_by("organization__path").values_list("organization__code", "organization__title")
    return list(named.annotate(Count("pk")))


def _columns(held: QuerySet) -> list[tuple[str, str, int]]:
    return [(title, title, number) for title, number in sorted(postings.by_column(held).items(), key=lambda c: -c[1])]


def _years(held: QuerySet, at: datetime) -> list[tuple[str, str, int]]:
    years = postings.years(postings.searchable(at), at)
    spans = {
        f"y{year}": Count(
            "pk",
            filter=Q(begins_at__gte=postings.start_of_year(year), begins_at__lt=postings.start_of_year(year + 1)),
        )
        for year in years
    }
    numbers = held.aggregate(**spans) if spans else {}
    return [(str(year), _("%(year)s") % {"year": year}, numbers[f"y{year}"]) for year in years]


def _has_files() -> Exists:
    return Exists(EditionFile.objects.filter(edition=OuterRef("edition"), attachment=True))
