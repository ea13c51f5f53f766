"""What holds a word, and the passage that shows it. Which postings may be named, the lists of the board say."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Left

from . import pairs, rules
from .models import Text

LOOKED_INTO = 100_000  # characters of one text that a passage is looked for in; what stands later is found without one


def said(word: str) -> Q:
    """Of postings: those whose edition, or an attachment of it, holds `word`; a single character in titles."""
    plain = rules.plain(word)[: rules.LONGEST]
    if len(plain) < rules.SHORTEST:
        return Q(edition__title__icontains=word)
    return Q(edition__in=Text.objects.filter(pk__in=pairs.holding(plain)).values("edition"))


def passages(editions: Iterable[int], asked: str) -> dict[int, rules.Passage]:
    """By edition the first passage with one of the words, below the title, which stands in the list anyway: of the text
    itself before those of attachments; one query."""
    words = rules.words(asked)
    if not words:
        return {}
    held = Q()
    for word in words:
        held |= Q(pk__in=pairs.holding(word))
    texts = Text.objects.filter(held, edition__in=editions).annotate(beginning=Left("text", LOOKED_INTO))
    found: dict[int, rules.Passage] = {}
    for edition, sha256, text in texts.order_by("edition", "sha256").values_list("edition", "sha256", "beginning"):
        if edition not in found:
            below = text if sha256 else text.partition(rules.GAP)[2]
            passage = next(filter(None, (rules.passage(below, word) for word in words)), None)
            if passage:
                found[edition] = passage
    return found
