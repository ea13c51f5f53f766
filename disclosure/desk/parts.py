"""What a desk is made of: parts, each a short list of rows, with what to do where there are none."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..core import clock
from .standing import Label

SHORT = 8  # rows of a part; what is more is on the page it leads to


@dataclass(frozen=True)
class Link:
    """Somewhere to go."""

    words: str
    url: str


@dataclass(frozen=True)
class Row:
    """One thing on the desk: its name leads to it; lines say what, who and since when; a reason is quoted; `actions`
    lead to what can be done with it."""

    title: str
    url: str
    lines: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    reason: str = ""
    urgent: bool = False
    actions: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One list of the desk. `empty` is said where there is nothing; `more` leads to all of them."""

    key: str
    heading: str
    rows: list[Row] = field(default_factory=list)
    empty: str = ""
    total: int = 0
    more: Link | None = None
    actions: list[Link] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many more there are than are shown."""
        return max(self.total - len(self.rows), 0)


def ago(at: datetime) -> str:
    """How long since `at`, in whole days."""
    days = (timezone.localtime(clock.now()).date() - timezone.localtime(at).date()).days
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else _("%(days)s days ago") % {"days": days}
