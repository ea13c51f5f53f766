"""What a document is narrowed by, each as a word of letters and digits that no pair of characters is."""

from hashlib import blake2b

from django.utils import timezone
from wagtail.models import Page

from ..catalog.models import ColumnPage
from ..items.models import EditionFile, EditionTopic, Posting

FILES = "files"


def organization(pk: int) -> str:
    return f"organization{pk}"


def column(pk: int) -> str:
    return f"column{pk}"


def entry(pk: int) -> str:
    return f"entry{pk}"


def topic(slug: str) -> str:
    return f"topic{blake2b(slug.encode(), digest_size=8).hexdigest()}"


def year(number: int) -> str:
    return f"year{number}"


def of(posting: Posting) -> tuple[str, ...]:
    """All marks of a posting. Its column stays below the column it is in, and so that is marked, too."""
    path = posting.column.path
    above = ColumnPage.objects.filter(path=path[: -Page.steplen]).values_list("pk", flat=True)
    topics = EditionTopic.objects.filter(edition=posting.edition_id).order_by("slug").values_list("slug", flat=True)
    attached = EditionFile.objects.filter(edition=posting.edition_id, attachment=True).exists()
    return (
        organization(posting.organization_id),
        *map(column, [posting.column_id, *above]),
        entry(posting.entry_id),
        *map(topic, topics),
        year(timezone.localtime(posting.begins_at, timezone.get_default_timezone()).year),
        *([FILES] if attached else []),
    )
