"""One notice as its page shows it: label, strip, content, signatures, editions. Everything of one posting."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from ..catalog.models import Attribute
from ..changes.models import Confirmation
from ..core import ends
from ..items import presentation
from ..items.compare import compare
from ..items.content import content_of
from ..items.differences import Difference
from ..items.models import Closing, IndexNumber, Posting
from ..items.phases import Phase, closed_by, phase_of
from ..items.topic_index import slug_of
from ..signoff.presentation import Block, Place, signature_block
from . import around, strip
from .addresses import edition_address, file_address, item_address
from .reading import Reading
from .topics import Topic


@dataclass(frozen=True)
class Hanging:
    """When a posting is or was on the board: its strip, and what the sentence below it says."""

    phase: Phase
    begins: datetime
    ends: ends.End | None
    closed: datetime | None
    days: strip.Days
    strip: strip.Strip


@dataclass(frozen=True)
class Line:
    """One edition in the list of editions. `address` only where it may be read, and only then what it changed."""

    number: int
    begins: datetime
    until: ends.End | None
    phase: Phase
    address: str
    note: str
    here: bool


@dataclass(frozen=True)
class Signs:
    """The signatures of what is up: how many, of each step the first place, and the whole block as HTML."""

    signed: int
    chain: list[tuple[str, Place]]
    block: str


@dataclass(frozen=True)
class Notice:
    """A notice that may be read."""

    reading: Reading
    posting: Posting
    index: IndexNumber
    hanging: Hanging
    edition: presentation.Presentation
    digest: list[str]
    signs: Signs | None
    lines: list[Line]
    differences: list[Difference]

    @property
    def attribute(self) -> str:
        """主动公开, 依申请公开: as it stood when it was signed."""
        return Attribute(self.edition.content["attribute"]).label

    @property
    def body(self) -> str:
        """The content as HTML: it never changes, but for the address of its files."""
        what = ("edition", self.posting.edition_id, self.latest)
        return around.kept(what, lambda: render_to_string("disclosure/items/edition.html", {"edition": self.edition}))

    @property
    def keywords(self) -> str:
        """Topics and entry, as they were signed; separated as the norm of meta tags asks."""
        return ",".join([*self.edition.content["topics"], self.edition.content["entry"]["name"]])

    @property
    def topics(self) -> list[Topic]:
        """What else carries the same topics, where this is what can be read now."""
        named = self.edition.content["topics"] if self.latest else []
        return [Topic(slug, name) for name in named if (slug := slug_of(name))]

    @property
    def latest(self) -> bool:
        """Whether this is what the item's own address shows."""
        return self.posting.pk == self.reading.posting.pk

    @property
    def gaps(self) -> bool:
        """Whether numbers of editions are missing: those never went up."""
        return len(self.lines) < max(line.number for line in self.lines)


@dataclass(frozen=True)
class Tombstone:
    """What is left of a notice that is no longer to be read."""

    reading: Reading
    posting: Posting
    index: IndexNumber
    hanging: Hanging
    closing: Closing | None
    confirmations: list[Confirmation]
    digest: list[str]
    signs: Block | None
    files: int

    @property
    def withdrawn(self) -> bool:
        return self.hanging.phase == Phase.WITHDRAWN

    @property
    def named(self) -> bool:
        """An earlier edition of what may be read, which by the later one's word is only named."""
        return not self.withdrawn and self.posting.pk != self.reading.posting.pk


def notice(reading: Reading, posting: Posting) -> Notice:
    """The notice of `posting`. Raises ContentDamaged where its content does not match its digest."""
    content = content_of(posting.edition)
    edition = None if posting.pk == reading.posting.pk else posting.edition.number
    before = reading.before(posting)
    return Notice(
        reading=reading,
        posting=posting,
        index=posting.index,
        hanging=hanging(posting, reading.at),
        edition=presentation.present(content, lambda file: file_address(reading.index, file["name"], edition)),
        digest=groups(posting.edition.digest),
        signs=signs_of(posting, reading.at),
        lines=[_line(reading, each, posting) for each in [reading.posting, *reading.earlier]],
        differences=compare(content_of(before), content) if before else [],
    )


def tombstone(reading: Reading, posting: Posting) -> Tombstone:
    """What is left of `posting`: no content is read for it."""
    closing = closed_by(posting, reading.at)
    return Tombstone(
        reading=reading,
        posting=posting,
        index=posting.index,
        hanging=hanging(posting, reading.at),
        closing=closing,
        confirmations=list(closing.confirmations.select_related("body").order_by("at")) if closing else [],
        digest=groups(posting.edition.digest),
        signs=_block(posting, reading.at),
        files=posting.edition.files.filter(attachment=True).count(),
    )


def hanging(posting: Posting, at: datetime) -> Hanging:
    """When `posting` is or was on the board, as seen at `at`."""
    closing = closed_by(posting, at)
    closed = closing.at if closing else None
    return Hanging(
        phase=phase_of(posting, at),
        begins=posting.begins_at,
        ends=ends.end(posting.ends_at) if posting.ends_at else None,
        closed=closed,
        days=(days := strip.days(posting.begins_at, posting.ends_at, at, timezone.get_default_timezone(), closed)),
        strip=strip.strip(days),
    )


def groups(digest: str) -> list[str]:
    """A digest in sixteen groups of four, short enough to be read out."""
    return [digest[place : place + 4] for place in range(0, len(digest), 4)]


def signs_of(posting: Posting, at: datetime) -> Signs | None:
    """The signatures that `posting` stands on: they are given, and stay as they are but for names of the frame."""
    return around.kept(("signs", posting.permit_id), lambda: _signs(posting, at))


def _signs(posting: Posting, at: datetime) -> Signs | None:
    block = _block(posting, at)
    if block is None:
        return None
    chain = [(step.name, step.people[0]) for step in block.steps if step.people]
    html = render_to_string("disclosure/signoff/signature_block.html", {"block": block})
    return Signs(block.signed, chain, html)


def _block(posting: Posting, at: datetime) -> Block | None:
    outcome = getattr(posting.permit, "outcome", None)
    return signature_block(outcome.submission, at=at) if outcome else None


def _line(reading: Reading, posting: Posting, here: Posting) -> Line:
    latest = posting.pk == reading.posting.pk
    readable = reading.readable(posting)
    closing = closed_by(posting, reading.at)
    until = closing.at if closing else posting.ends_at
    correction = content_of(posting.edition)["correction"] if readable else None
    own = item_address(reading.index) if latest else edition_address(reading.index, posting.edition.number)
    return Line(
        number=posting.edition.number,
        begins=posting.begins_at,
        until=ends.end(until) if until else None,
        phase=phase_of(posting, reading.at),
        address=own if readable else "",
        note=correction["note"] if correction else "",
        here=posting.pk == here.pk,
    )
