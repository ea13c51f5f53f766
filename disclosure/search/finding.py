"""What was asked for, as the index understands it, and the passage that shows it.

Which postings may be named, the lists of the board say.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Left

from ..catalog.models import CatalogEntry, ColumnPage
from ..organizations.models import OrganizationPage
from . import marks, rules
from .models import Text
from .pairs import Word

LOOKED_INTO = 100_000  # characters of one text that a passage is looked for in; what stands later is found without one
MOST_NAMED = 50  # organizations whose name holds a word


def words(asked: str) -> tuple[Word, ...]:
    """What was typed, word by word: it stands in the text, or the organization is called so."""
    return tuple(Word(plain, _named(word)) for word, plain in rules.asked(asked))


def _named(word: str) -> tuple[str, ...]:
    called = Q(title__icontains=word) | Q(short_name__icontains=word)
    named = OrganizationPage.objects.filter(called).values_list("pk", flat=True)[:MOST_NAMED]
    return tuple(marks.organization(pk) for pk in named)


def narrowed(
    *, organization: str, column: str, entry: str, topic: str, year: int | None, files: bool
) -> tuple[tuple[str, ...], ...]:
    """The groups of marks by which a search is narrowed; organizations by code, columns and entries by their words."""
    groups = []
    if organization:
        owners = OrganizationPage.objects.filter(code=organization).values_list("pk", flat=True)
        groups.append(tuple(map(marks.organization, owners)))
    if column:
        groups.append(tuple(map(marks.column, ColumnPage.objects.filter(title=column).values_list("pk", flat=True))))
    if entry:
        groups.append(tuple(map(marks.entry, CatalogEntry.objects.filter(name=entry).values_list("pk", flat=True))))
    if topic:
        groups.append((marks.topic(topic),))
    if year:
        groups.append((marks.year(year),))
    if files:
        groups.append((marks.FILES,))
    return tuple(groups)


def passages(editions: Iterable[int], asked: str) -> dict[int, rules.Passage]:
    """By edition the first passage with one of the words, below the title, which stands in the list anyway: of the text
    itself before those of attachments; one query."""
    plain = [word for _word, word in rules.asked(asked) if len(word) >= rules.SHORTEST]
    if not plain:
        return {}
    texts = Text.objects.filter(edition__in=editions).annotate(beginning=Left("text", LOOKED_INTO))
    found: dict[int, rules.Passage] = {}
    for edition, sha256, text in texts.order_by("edition", "sha256").values_list("edition", "sha256", "beginning"):
        if edition not in found:
            below = text if sha256 else text.partition(rules.GAP)[2]
            passage = rules.first_passage(below, plain)
            if passage:
                found[edition] = passage
    return found
