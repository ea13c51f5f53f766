"""What a visitor may mean: an index number typed without its hyphens, or a name and a matter run together.

Chinese is typed without spaces, and a list is searched by words; where nothing is found, the names of organizations
and columns that stand in what was asked are offered, with a space put where a name ends.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import F, Q, Value

from ..catalog.models import ColumnPage
from ..organizations.models import OrganizationPage

MOST = 5
BETWEEN = re.compile(r"[\s\-‐-―−_/.·]+")
COMPACT = re.compile(r"[A-Z][A-Z0-9]{2,13}[0-9]{8,13}")


@dataclass(frozen=True)
class Meant:
    """An organization whose name stands in the words asked for, and the rest of the words."""

    organization: OrganizationPage
    name: str
    rest: str

    @property
    def words(self) -> str:
        """The words with a space where the name ends."""
        return f"{self.name} {self.rest}"


def index_numbers(words: str) -> list[str]:
    """The index numbers that `words` can be, hyphens or none, in letters of any width: a few dozen at most."""
    compact = BETWEEN.sub("", unicodedata.normalize("NFKC", words)).upper()
    if not COMPACT.fullmatch(compact):
        return []
    return [
        f"{compact[:code]}-{compact[code : -serial - 4]}-{compact[-serial - 4 : -serial]}-{compact[-serial:]}"
        for serial in range(4, 10)
        for code in range(2, 9)
        if re.fullmatch(r"[A-Z][A-Z0-9]{0,5}", compact[code : -serial - 4]) and compact[-serial - 4 :].isdigit()
    ]


def organizations(words: str) -> list[Meant]:
    """The organizations whose name stands in `words`, the longest name first."""
    asked = Q(asked__icontains=F("title")) | (Q(asked__icontains=F("short_name")) & ~Q(short_name=""))
    found = OrganizationPage.objects.live().annotate(asked=Value(words)).filter(asked).order_by("path")[:MOST]
    meant = [_meant(page, words) for page in found]
    return sorted(meant, key=lambda each: -len(each.name))


def columns(words: str, rests: list[str]) -> list[str]:
    """Titles of columns that stand in `words`, or that hold what is left of them beside an organization's name."""
    asked = Q(asked__icontains=F("title"))
    for rest in rests:
        if len(rest) > 1:
            asked |= Q(title__icontains=rest)
    found = ColumnPage.objects.live().annotate(asked=Value(words)).filter(asked)
    return list(found.order_by("title").values_list("title", flat=True).distinct()[:MOST])


def _meant(page: OrganizationPage, words: str) -> Meant:
    name = page.title if page.title.lower() in words.lower() else page.short_name
    begin = words.lower().find(name.lower())
    rest = " ".join(f"{words[:begin]} {words[begin + len(name) :]}".split())
    return Meant(page, name, rest)
