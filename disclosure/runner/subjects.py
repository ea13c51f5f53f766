"""What entries of the ledger are about, in words: the kind of thing, its number, and the index number it went up under.

Titles are not told: who reads the ledger need not be who reads drafts.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ..core.models import LedgerEntry
from ..items.models import IndexNumber

WORDS = {
    "submission": _("submission %(number)s"),
    "signature": _("signature %(number)s"),
    "edition": _("edition %(number)s"),
    "posting": _("posting %(number)s"),
    "closing": _("closing %(number)s"),
    "filing": _("filing %(number)s"),
    "membership": _("membership %(number)s"),
    "body": _("body %(number)s"),
    "catalog-entry": _("catalogue entry %(number)s"),
    "organization": _("organization %(number)s"),
    "page": _("page %(number)s"),
    "message": _("message %(number)s"),
}
PATHS = {"submission": "item__submissions", "signature": "item__submissions__signatures", "edition": "item__editions"}


def in_words(entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """For each entry what it is about; in as many queries for a hundred as for one."""
    entries = list(entries)
    numbers = _numbers(entries)
    return {entry.pk: " · ".join(filter(None, _parts(entry, numbers))) for entry in entries}


def _parts(entry: LedgerEntry, numbers: dict[str, str]) -> list[str]:
    family, _colon, number = entry.subject.partition(":")
    words = str(WORDS[family]) % {"number": number} if family in WORDS else entry.subject
    return [entry.data.get("index") or numbers.get(entry.subject, ""), words]


def _numbers(entries: list[LedgerEntry]) -> dict[str, str]:
    """Index numbers by subject, of what has one by now."""
    asked = defaultdict(list)
    for entry in entries:
        family, _colon, number = entry.subject.partition(":")
        if family in PATHS and number.isdecimal():
            asked[family].append(int(number))
    found = {}
    for family, keys in asked.items():
        rows = IndexNumber.objects.filter(**{f"{PATHS[family]}__in": keys}).values_list(PATHS[family], "text")
        found |= {f"{family}:{key}": text for key, text in rows}
    return found
