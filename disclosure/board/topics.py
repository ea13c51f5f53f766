"""Topics across columns and organizations, as they stand in what was signed, each with how much can be read now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from ..items.models import EditionTopic
from . import postings
from .organization import Place


@dataclass(frozen=True)
class Topic:
    """A topic by its address and its name."""

    slug: str
    name: str


def counted(at: datetime) -> QuerySet:
    """By topic its name and the number of what can be read at `at`, the fullest first."""
    readable = postings.searchable(at).values("edition")
    carried = EditionTopic.objects.filter(edition__in=readable).values("slug")
    return carried.annotate(name=Min("name"), number=Count("pk")).order_by("-number", "slug")


def places(found) -> list[Place]:
    """Rows of `counted` as an index."""
    return [Place(row["name"], reverse("disclosure:topic", args=[row["slug"]]), row["number"]) for row in found]


def called(slug: str, at: datetime) -> Topic | None:
    """The topic at this address, as long as something with it can be read; else None."""
    carried = EditionTopic.objects.filter(slug=slug, edition__in=postings.searchable(at).values("edition"))
    name = carried.aggregate(name=Min("name"))["name"]
    return Topic(slug, name) if name else None
