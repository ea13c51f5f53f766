"""What an index number answers with at a moment: found by one indexed look-up, told by postings alone (I1, I3, I4)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from ..catalog.models import AfterEnd, ColumnPage
from ..items.content import content_of
from ..items.models import Closing, Edition, EditionFile, Posting
from ..items.phases import WITH_CLOSINGS, Phase, closed_by, phase_of
from ..organizations.models import OrganizationPage
from . import around
from .postings import went_up

READABLE = "readable"


@dataclass(frozen=True)
class Reading:
    """All that went up under one index number, the latest first, as seen at `at`."""

    index: str
    postings: list[Posting]
    at: datetime

    @property
    def posting(self) -> Posting:
        """The one that the address answers with."""
        return self.postings[0]

    @cached_property
    def phase(self) -> Phase:
        return phase_of(self.posting, self.at)

    @property
    def open(self) -> bool:
        """Whether its content may be read: it is up, or its period is over and it is kept among past postings."""
        if self.phase == Phase.ENDED:
            return self.posting.after_end == AfterEnd.KEEP
        return self.phase == Phase.PUBLIC

    @cached_property
    def closing(self) -> Closing | None:
        """The decision that took it down before its time."""
        return closed_by(self.posting, self.at)

    @cached_property
    def earlier(self) -> list[Posting]:
        """The editions before it that went up, each once, by its latest posting."""
        seen = {self.posting.edition_id}
        found = []
        for posting in self.postings[1:]:
            if posting.edition_id not in seen:
                seen.add(posting.edition_id)
                found.append(posting)
        return found

    def of_edition(self, number: int) -> Posting | None:
        """The posting of that edition; None where it never went up."""
        return next((p for p in [self.posting, *self.earlier] if p.edition.number == number), None)

    def readable(self, posting: Posting) -> bool:
        """Whether the edition of `posting` may be read: each one after it has to say that earlier ones stay readable.

        One that was withdrawn stays closed, whatever a later edition says, and so does all before it.
        """
        for later in self.postings if self.open else []:
            if later.pk != self.posting.pk and not self._left_open(later):
                return False
            if later.edition_id == posting.edition_id:
                return True
            if not _leaves_readable(later.edition):
                return False
        return False

    def _left_open(self, posting: Posting) -> bool:
        """Whether an earlier posting came down in a way that leaves it open: replaced, or ended and kept."""
        phase = phase_of(posting, self.at)
        return phase == Phase.REPLACED or (phase == Phase.ENDED and posting.after_end == AfterEnd.KEEP)

    def before(self, posting: Posting) -> Edition | None:
        """The edition that went up before `posting`'s, where it may be read."""
        order = [self.posting, *self.earlier]
        place = next((n for n, p in enumerate(order) if p.pk == posting.pk), None)
        if place is None or place + 1 >= len(order) or not self.readable(order[place + 1]):
            return None
        return order[place + 1].edition

    def file(self, posting: Posting, name: str) -> EditionFile | None:
        """The file of that name of the edition that `posting` posts."""
        return EditionFile.objects.filter(edition=posting.edition_id, name=name).first()


def _leaves_readable(edition: Edition) -> bool:
    correction = content_of(edition)["correction"]
    return bool(correction) and correction["earlier"] == READABLE


def read(index: str, at: datetime) -> Reading | None:
    """The reading of an index number in capitals; None where nothing of that number ever went up."""
    postings = (
        went_up(at)
        .filter(index__text=index)
        .select_related("edition__stored", "index", "permit__outcome__submission")
        .prefetch_related(WITH_CLOSINGS)
        .order_by("-begins_at", "-pk")
    )
    found = list(postings)
    for posting in found:
        posting.organization, posting.column = _place(posting)
    return Reading(index, found, at) if found else None


def _place(posting: Posting) -> tuple[OrganizationPage, ColumnPage]:
    def read() -> tuple[OrganizationPage, ColumnPage]:
        return posting.organization, posting.column

    return around.kept(("place", posting.organization_id, posting.column_id), read)
