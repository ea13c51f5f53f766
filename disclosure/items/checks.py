"""What an item must have before it is submitted: one list, open to packages above.

Asked alike by the editor's checklist, its form and `Task.start()` (DESIGN §4), so that none of them lets pass what
another refuses.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ..catalog.models import Attribute
from ..core import clock, ends
from ..files.exceptions import FileGone, FileRefused
from ..organizations import rights
from . import canonical, rules
from .attached import complaint, library_of
from .labels import PARTS
from .streams import inner, stored
from .values import KINDS, value

LONGEST_DAYS = 3650  # ten years: as the profiles' own limit


@dataclass(frozen=True)
class Fault:
    """One thing that is missing or wrong: its sentence, and the field it stands beside.

    `block` is the id of a block within a stream; `blocks` is False where it is only to be known.
    """

    message: str
    field: str = ""
    blocks: bool = True
    block: str = ""


Check = Callable[[object], Iterable[Fault]]
_checks: list[Check] = []
_notes: list[Check] = []


def register(check: Check) -> Check:
    """Add a check; it takes the page as it would be frozen and yields faults."""
    _checks.append(check)
    return check


def register_note(check: Check) -> Check:
    """Add what is only to be known, and takes longer to find out: the editor's list alone asks it."""
    _notes.append(check)
    return check


def notes(page) -> list[Fault]:
    """What its clerk should know beside `faults`."""
    return [fault for check in _notes for fault in check(page)]


def faults(page) -> list[Fault]:
    """All that keeps `page` from being submitted, or that its clerk should know, in the order of the editor."""
    return [fault for check in _checks for fault in check(page)]


@register
def has_its_place(page) -> Iterator[Fault]:
    """Title, entry and date come before everything (art 12)."""
    if not page.title.strip():
        yield Fault(_("Give the item a title."), "title")
    if page.entry is None:
        yield Fault(_("Choose the catalogue entry it belongs to."), "entry")
    else:
        yield from _entry(page)
    if page.formed_on is None:
        yield Fault(_("Say on which date the matter was formed."), "formed_on")
    elif page.formed_on > clock.today():
        yield Fault(_("The date on which the matter was formed is still to come."), "formed_on")
    if page.amount is not None and page.amount < 0:
        yield Fault(_("An amount is not less than nothing."), "amount")


def _entry(page) -> Iterator[Fault]:
    """Open, of this column, and meant to be public."""
    words = {"number": page.entry.number, "name": page.entry.name}
    if page.entry.closed_at is not None and page.entry.closed_at <= clock.now():
        yield Fault(_("The entry %(number)s “%(name)s” is closed. Choose another.") % words, "entry")
    if page.entry.column_id not in columns_of(page):
        yield Fault(_("The entry %(number)s “%(name)s” belongs to another column.") % words, "entry")
    if page.entry.attribute == Attribute.EXEMPT:
        yield Fault(_("What belongs to %(number)s “%(name)s” is exempt from disclosure.") % words, "entry")


def columns_of(page) -> set[int]:
    """The column in which `page` stands, and those above it."""
    organization = rights.nearest_organization(page)
    above = page.get_parent().get_ancestors(inclusive=True).filter(depth__gt=organization.depth)
    return set(above.values_list("pk", flat=True))


@register
def has_content(page) -> Iterator[Fault]:
    """Something to read, and the parts that its entry asks for (P1.3, P3.3)."""
    there = {block["type"] for block in stored(page.body)} | ({"attachments"} if stored(page.attachments) else set())
    if not there and not page.summary.strip():
        yield Fault(_("There is nothing to read yet: write a summary, or add content."), "summary")
    for part in page.entry.required_blocks if page.entry else []:
        if part not in there:
            yield Fault(
                _("The catalogue entry asks for this part: %(part)s.") % {"part": PARTS[part]},
                "attachments" if part == "attachments" else "body",
            )


@register
def blocks_are_right(page) -> Iterator[Fault]:
    """Cells, totals, votes, descriptions of pictures: each block by its own rules (P2.1, P7.3)."""
    for block in stored(page.body):
        for _field, sentence in value(block["type"], block["value"]).faults:
            yield Fault(_named(block["type"], sentence), "body", block=block.get("id") or "")


def _named(kind: str, sentence: str) -> str:
    return _("%(part)s: %(sentence)s") % {"part": PARTS[kind], "sentence": sentence}


@register
def every_part_is_known(page) -> Iterator[Fault]:
    """Parts that this release does not know vanish when a draft is loaded: that is said before it is signed."""
    revision = page.get_latest_revision() if page.pk else None
    kept = {block["type"] for block in json.loads(revision.content.get("body") or "[]")} if revision else set()
    for kind in sorted(kept - KINDS.keys()):
        yield Fault(
            _("The draft holds a part of a kind that is not known any more (%(kind)s). Save it without this first.")
            % {"kind": kind},
            "body",
        )


@register
def threshold_is_met(page) -> Iterator[Fault]:
    """From the entry's threshold on, the record of the meeting is required (P10.7)."""
    entry = page.entry
    if entry is None or entry.threshold is None:
        return
    if page.amount is None:
        yield Fault(_("State the amount: this entry has a threshold."), "amount")
    elif page.amount >= entry.threshold and "votes" not in {block["type"] for block in stored(page.body)}:
        yield Fault(
            _("From %(amount)s yuan on, the vote record of the meeting is required.")
            % {"amount": f"{entry.threshold:,.2f}"},
            "body",
        )


@register
def files_are_there(page) -> Iterator[Fault]:
    """Of the organization's own library, not deleted, and of a kind that can be published (L17, W24)."""
    documents, images = library_of(page)
    own = rights.nearest_organization(page).collection_id
    for block in stored(page.body):
        if block["type"] == "pictures":
            for picture in inner(block["value"].get("pictures")):
                if picture.get("image") is not None:
                    yield from _file(images.get(picture["image"]), own, "body", block)
    for block in stored(page.attachments):
        yield from _file(documents.get(block["value"].get("document")), own, "attachments", block)


def _file(member, own: int, field: str, block: dict) -> Iterator[Fault]:
    words = {"title": member.title if member else ""}
    sentence = ""
    if member is None:
        sentence = _("A file was deleted from the library, or none was chosen. Choose one, or remove the part.")
    elif member.collection_id != own:
        sentence = _("“%(title)s” is not in the library of your organization.") % words
    else:
        try:
            complaint(member)
        except (FileRefused, FileGone) as refused:
            sentence = str(refused)
    if sentence:
        yield Fault(sentence, field, block=block.get("id") or "")


@register
def period_is_possible(page) -> Iterator[Fault]:
    """When it is to be up, and the minimum period of its entry (P9.2)."""
    now, begins, ends = clock.now(), page.wish_begins_at, page.wish_ends_at
    yield from _within_limits(page, now)
    if ends is not None and page.wish_days:
        yield Fault(_("Say either how many days it stays up, or when it comes down."), "wish_days")
    if begins is not None and begins <= now:
        yield Fault(
            _("The moment to go up is past: it goes up with the last signature."), "wish_begins_at", blocks=False
        )
    if ends is not None and ends <= max(begins or now, now):
        yield Fault(_("It would come down before it goes up."), "wish_ends_at")
        return
    yield from _minimum(page, max(begins or now, now))


def _within_limits(page, now: datetime) -> Iterator[Fault]:
    """Nothing is announced, and no period runs, for longer than LONGEST_DAYS; what stays for good has no period."""
    if page.wish_days is not None and not 1 <= page.wish_days <= LONGEST_DAYS:
        words = _("From 1 to %(days)d days; leave it empty where it stays up for good.")
        yield Fault(words % {"days": LONGEST_DAYS}, "wish_days")
    longest = timedelta(days=LONGEST_DAYS)
    if page.wish_begins_at is not None and page.wish_begins_at > now + longest:
        yield Fault(_("It would go up in more than %(days)d days.") % {"days": LONGEST_DAYS}, "wish_begins_at")
    if page.wish_ends_at is not None and page.wish_ends_at > max(page.wish_begins_at or now, now) + longest:
        words = _("It would stay up for more than %(days)d days; leave it empty where it stays up for good.")
        yield Fault(words % {"days": LONGEST_DAYS}, "wish_ends_at")


def _minimum(page, begins: datetime) -> Iterator[Fault]:
    minimum = page.entry.minimum_days if page.entry else 0
    if not minimum:
        return
    if page.wish_days and page.wish_days < minimum:
        yield Fault(_("The entry asks for at least %(days)d days.") % {"days": minimum}, "wish_days")
    earliest = rules.end_of_days(begins, minimum, timezone.get_default_timezone())
    if page.wish_ends_at is not None and page.wish_ends_at < earliest:
        words = {"days": minimum, "when": ends.in_words(earliest)}
        yield Fault(_("The entry asks for at least %(days)d days: until %(when)s or later.") % words, "wish_ends_at")
    if page.wish_days is None and page.wish_ends_at is None:
        yield Fault(_("Without an end it stays up for good."), "wish_days", blocks=False)


@register
def correction_is_explained(page) -> Iterator[Fault]:
    """A correction says what it changes, and changes something (P10.2)."""
    if not page.pk or not page.postings.exists():
        return
    if not page.change_note.strip():
        yield Fault(_("Say what this correction changes."), "change_note")
    up = page.postings.current(clock.now()).select_related("edition__stored").first()
    said = (up.edition.stored.content["correction"] or {}).get("note", "") if up else ""
    if said and said == canonical.line(page.change_note):
        yield Fault(_("This is what the last correction changed. Say what this one does."), "change_note", blocks=False)
    if up is not None and page.formed_on is not None and up.edition.source == canonical.source(page):
        yield Fault(_("Nothing differs from the edition that is up."), "change_note")
