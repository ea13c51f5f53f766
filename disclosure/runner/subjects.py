"""What entries of the ledger are about, in words: the name, the index number it went up under, the kind of thing.

Titles of items are told once the public could read them: who reads the ledger need not be who reads drafts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..catalog.models import CatalogEntry
from ..core import clock
from ..core.models import LedgerEntry
from ..filing.models import Filing
from ..items.models import Audience, Closing, Edition, IndexNumber, Posting
from ..organizations.models import Body, Membership
from ..signoff.models import PaperSignature, Signature, Submission

WORDS = {
    "submission": _("submission %(number)s"),
    "signature": _("signature %(number)s"),
    "paper": _("signature on paper %(number)s"),
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
# kind of thing → its model, and the way to the edition it is about
ITEMS: dict[str, tuple[type[Model], str]] = {
    "submission": (Submission, "edition"),
    "signature": (Signature, "submission__edition"),
    "paper": (PaperSignature, "submission__edition"),
    "edition": (Edition, "pk"),
    "posting": (Posting, "edition"),
    "closing": (Closing, "posting__edition"),
    "filing": (Filing, "edition"),
}
NAMES: dict[str, tuple[type[Model], list[str]]] = {
    "membership": (Membership, ["name", "body__name"]),
    "body": (Body, ["name"]),
    "catalog-entry": (CatalogEntry, ["number", "name"]),
    "organization": (Page, ["title"]),
    "page": (Page, ["title"]),
}


@dataclass(frozen=True)
class Subject:
    """What one entry is about. `index` is empty where it is no item, or has no number yet."""

    name: str
    index: str
    thing: str

    def __str__(self):
        return " · ".join(filter(None, (self.name, self.index, self.thing)))


def subjects(entries: Iterable[LedgerEntry]) -> dict[int, Subject]:
    """The subject of each entry, by its key; in as many queries for a hundred as for one."""
    entries = list(entries)
    asked = defaultdict(set)
    for entry in entries:
        family, number = _parts(entry)
        if number.isdecimal():
            asked[family].add(int(number))
    names, items = _names(asked), _items(asked)
    return {entry.pk: _subject(entry, names, items) for entry in entries}


def _subject(entry: LedgerEntry, names: dict, items: dict) -> Subject:
    family, number = _parts(entry)
    thing = str(WORDS[family]) % {"number": number} if family in WORDS else entry.subject
    title, index = items.get(entry.subject, ("", ""))
    return Subject(names.get(entry.subject, title), entry.data.get("index") or index, thing)


def _parts(entry: LedgerEntry) -> tuple[str, str]:
    family, _colon, number = entry.subject.partition(":")
    return family, number


def _names(asked: dict[str, set[int]]) -> dict[str, str]:
    found = {}
    for family in NAMES.keys() & asked.keys():
        model, fields = NAMES[family]
        rows = model._base_manager.filter(pk__in=asked[family]).values_list("pk", *fields)
        found |= {f"{family}:{pk}": " · ".join(words) for pk, *words in rows}
    return found


def _items(asked: dict[str, set[int]]) -> dict[str, tuple[str, str]]:
    """Title and index number, by subject: the title of its edition; of one that was never public, that of the item."""
    edition_of = {}
    for family in ITEMS.keys() & asked.keys():
        model, path = ITEMS[family]
        rows = model._base_manager.filter(pk__in=asked[family]).values_list("pk", path)
        edition_of |= {f"{family}:{pk}": edition for pk, edition in rows}
    item_of = dict(Edition.objects.filter(pk__in=edition_of.values()).values_list("pk", "item"))
    numbers = dict(IndexNumber.objects.filter(item__in=item_of.values()).values_list("item", "text"))
    public = Posting.objects.begun(clock.now()).filter(audience=Audience.PUBLIC, item__in=item_of.values())
    own, last = {}, {}
    for item, edition, title in public.order_by("begins_at", "pk").values_list("item", "edition", "edition__title"):
        own[edition] = last[item] = title
    return {
        subject: (own.get(edition) or last.get(item_of[edition], ""), numbers.get(item_of[edition], ""))
        for subject, edition in edition_of.items()
    }
