"""Which edition carries which topic: taken from what was signed, never from the page's tags. Made anew at any time."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from .content import content_of
from .exceptions import ContentDamaged
from .models import Edition, EditionTopic, Posting

LONGEST = 100


def slug_of(name: str) -> str:
    """A topic as its address says it: width and case make no difference; empty where it has no letter or digit."""
    return slugify(name, allow_unicode=True)[:LONGEST]


def rows_of(edition: Edition, topics: list[str], model=EditionTopic) -> list:
    """One row a topic; of two that are written alike, the first."""
    named = {slug: name for name in reversed(topics) if (slug := slug_of(name))}
    return [model(edition_id=edition.pk, slug=slug, name=name) for slug, name in sorted(named.items())]


def take_in(edition: Edition) -> None:
    """The topics of `edition`, once; what is damaged has none (verify tells of it)."""
    try:
        topics = content_of(edition)["topics"]
    except ContentDamaged:
        return
    EditionTopic.objects.bulk_create(rows_of(edition, topics), ignore_conflicts=True)


@transaction.atomic
def rebuild() -> None:
    """The topics of everything that was posted, anew; readers meanwhile see those of before."""
    EditionTopic.objects.all().delete()
    posted = Edition.objects.filter(Exists(Posting.objects.filter(edition=OuterRef("pk")))).select_related("stored")
    for edition in posted.iterator(chunk_size=200):
        take_in(edition)
