"""Topics across columns and organizations, as they stand in what was signed, each with how much can be read now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from ..items.models import EditionTopic
from . import postings
from .criteria import Criteria
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
    """The topic at this address, as the newest that can be read writes it; None where nothing can be."""
    newest = Criteria(topic=slug).postings(at).order_by("-begins_at", "-pk").first()
    return Topic(slug, newest.edition.topics.get(slug=slug).name) if newest else None
